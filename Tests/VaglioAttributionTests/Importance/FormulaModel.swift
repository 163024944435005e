import VaglioModels
import VaglioStatistics

/// A model that is a formula of a row's numbers.
struct FormulaModel: Model {
  let summary = ModelSummary(format: "formula", facts: [])
  let features: [Feature]?
  let output: ModelOutput
  let formula: @Sendable ([Double]) -> [Double]

  /// One value per output name.
  init(
    _ features: [String], outputs: [String] = ["prediction"], kind: ModelOutput.Kind = .value,
    task: ModelOutput.Task = .regression, _ formula: @escaping @Sendable ([Double]) -> [Double]
  ) {
    self.features = features.map { Feature($0) }
    output = ModelOutput(kind, task: task, names: outputs)
    self.formula = formula
  }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    let columns = rows.columns.map { column in
      guard case .numbers(let numbers) = column else { return [Double]() }
      return numbers
    }
    return OutputMatrix(
      values: (0..<rows.rowCount).flatMap { row in formula(columns.map { $0[row] }) },
      outputCount: output.names.count)
  }
}

/// Seeded numbers for tests: entry (row, column) hangs on the seed and on nothing else.
struct SimulatedNumbers {
  let seed: UInt64

  func uniform(_ row: Int, _ column: Int) -> Double {
    KeyedUniform(seed: seed &* 1_000_003 &+ UInt64(column)).number(ofKey: UInt64(row))
  }

  func normal(_ row: Int, _ column: Int) -> Double {
    Normal.quantile(max(uniform(row, column), 1e-12))
  }

  func normals(rows: Int, column: Int) -> [Double] { (0..<rows).map { normal($0, column) } }

  func uniforms(rows: Int, column: Int) -> [Double] { (0..<rows).map { uniform($0, column) } }
}
