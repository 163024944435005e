internal import VaglioModels
internal import VaglioTables

/// Rows made of explained rows and background rows: some features from one, the others from the other.
struct CompositeRows: Sendable {
  /// The features of an explained row that a composite keeps.
  struct Request {
    /// The explained row.
    let row: Int
    /// One per feature: whether the composite has the explained row's value.
    let isKept: [Bool]
  }

  let rows: FeatureMatrix
  let background: FeatureMatrix

  /// Explained rows and a background of the same columns.
  ///
  /// - Throws: a refusal of no rows, of an empty background, and of columns that don't fit.
  init(_ rows: FeatureMatrix, background: FeatureMatrix) throws(AttributionError) {
    guard rows.rowCount > 0 else { throw .refused("there are no rows") }
    guard background.rowCount > 0 else { throw .refused("the background has no rows") }
    guard rows.columns.count == background.columns.count else {
      throw .refused(
        "the rows have \(rows.columns.count) features, the background \(background.columns.count)")
    }
    var (left, right) = ([FeatureMatrix.Column](), [FeatureMatrix.Column]())
    for (index, pair) in zip(rows.columns, background.columns).enumerated() {
      switch pair {
      case (.numbers, .numbers):
        left.append(pair.0)
        right.append(pair.1)
      case (.texts(let own), .texts(let other)):
        let (a, b) = Self.harmonized(own, other)
        left.append(.texts(a))
        right.append(.texts(b))
      default:
        throw .refused(
          "feature \(index + 1) is a number on one side, rows or background, and a text on the other"
        )
      }
    }
    self.rows = FeatureMatrix(left, rowCount: rows.rowCount)
    self.background = FeatureMatrix(right, rowCount: background.rowCount)
  }

  /// The same texts with the levels of both.
  private static func harmonized(
    _ own: Categories, _ other: Categories
  ) -> (Categories, Categories) {
    var levels = own.levels
    var places = Dictionary(zip(levels, 0...)) { first, _ in first }
    for level in other.levels where places[level] == nil {
      places[level] = levels.count
      levels.append(level)
    }
    let codes = other.codes.map { $0 < 0 ? -1 : Int32(places[other.levels[Int($0)]] ?? -1) }
    return (
      Categories(codes: own.codes, levels: levels), Categories(codes: codes, levels: levels)
    )
  }

  /// One row per request and background row, background rows of a request together.
  func matrix(of requests: [Request]) -> FeatureMatrix {
    let columns = rows.columns.indices.map { feature -> FeatureMatrix.Column in
      switch (rows.columns[feature], background.columns[feature]) {
      case (.numbers(let own), .numbers(let other)):
        return .numbers(mixed(requests, feature, own, other))
      case (.texts(let own), .texts(let other)):
        return .texts(
          Categories(codes: mixed(requests, feature, own.codes, other.codes), levels: own.levels))
      default: preconditionFailure("columns were found to be of the same kind")
      }
    }
    return FeatureMatrix(columns, rowCount: requests.count * background.rowCount)
  }

  private func mixed<Value>(
    _ requests: [Request], _ feature: Int, _ own: [Value], _ other: [Value]
  ) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(requests.count * other.count)
    for request in requests {
      if request.isKept[feature] {
        values.append(contentsOf: repeatElement(own[request.row], count: other.count))
      } else {
        values.append(contentsOf: other)
      }
    }
    return values
  }

  /// What a model says of the composites of each request, on average over the background.
  ///
  /// Calls hold at least one request, and as many as `batch` rows have room for.
  func means(
    of requests: [Request], _ model: ModelCall, batch: Int
  ) throws(AttributionError) -> [Double] {
    let size = background.rowCount
    let perCall = max(1, ModelCall.rows(atMost: batch, width: rows.columns.count) / size)
    var means: [Double] = []
    means.reserveCapacity(requests.count)
    for start in stride(from: 0, to: requests.count, by: perCall) {
      let part = Array(requests[start..<min(start + perCall, requests.count)])
      let said = try model.values(matrix(of: part), rows: "composite row")
      for index in part.indices {
        let sum = said[index * size..<(index + 1) * size].reduce(0, +)
        means.append(sum / Double(size))
      }
    }
    return means
  }
}
