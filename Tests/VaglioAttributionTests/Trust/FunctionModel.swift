import VaglioModels
import VaglioTables

/// A model that is a function of numbers.
struct FunctionModel: MarginModel {
  let summary = ModelSummary(format: "test", facts: [])
  let features: [Feature]?
  let output = ModelOutput(.value, task: .regression, names: ["y"])
  let link = Link.identity
  let function: @Sendable ([Double]) -> Double

  init(_ count: Int, _ function: @escaping @Sendable ([Double]) -> Double) {
    features = (0..<count).map { Feature("f\($0)") }
    self.function = function
  }

  func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    let columns = rows.columns.map { column -> [Double] in
      switch column {
      case .numbers(let numbers): numbers
      case .texts(let texts):
        texts.codes.map { $0 < 0 ? .nan : Double(texts.levels[Int($0)].utf8.count) }
      }
    }
    return OutputMatrix(
      values: (0..<rows.rowCount).map { row in function(columns.map { $0[row] }) }, outputCount: 1)
  }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    try margins(of: rows, threads: threads)
  }
}

/// Shapley values by enumeration of all coalitions, for tests.
enum Enumeration {
  /// The attributions of an additive function's terms against a background: exact by additivity.
  static func additive(
    _ columns: [[Double]], background: [[Double]], _ terms: [(Double) -> Double]
  ) -> [[Double]] {
    terms.indices.map { feature in
      let mean =
        background[feature].map(terms[feature]).reduce(0, +) / Double(background[feature].count)
      return columns[feature].map { terms[feature]($0) - mean }
    }
  }
}
