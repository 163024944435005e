internal import VaglioModels
internal import VaglioTables

/// Rows of features as one block of numbers, column by column: texts by their codes, −1 where one is
/// missing.
struct CellTable: Sendable {
  let rowCount: Int
  /// Feature-major: features × rows.
  let cells: [Double]
  /// For each feature the texts that its codes mean; `nil` where it holds numbers.
  let levels: [[String]?]

  var featureCount: Int { levels.count }

  /// The cells of rows. Texts get the codes that they have in `known`, new ones follow.
  ///
  /// - Precondition: as many columns as `known` has, of the same kinds.
  init(_ rows: FeatureMatrix, after known: CellTable? = nil) {
    rowCount = rows.rowCount
    var cells: [Double] = []
    cells.reserveCapacity(rows.columns.count * rows.rowCount)
    var levels: [[String]?] = []
    for (feature, column) in rows.columns.enumerated() {
      switch column {
      case .numbers(let numbers):
        cells += numbers
        levels.append(nil)
      case .texts(let texts):
        let merged = Self.merged(texts.levels, into: known?.levels[feature] ?? [])
        cells += texts.codes.map { $0 < 0 ? -1 : Double(merged.codes[Int($0)]) }
        levels.append(merged.levels)
      }
    }
    (self.cells, self.levels) = (cells, levels)
  }

  private static func merged(
    _ new: [String], into old: [String]
  ) -> (levels: [String], codes: [Int]) {
    var levels = old
    var places = Dictionary(zip(old, 0...)) { first, _ in first }
    let codes = new.map { text in
      if let place = places[text] { return place }
      levels.append(text)
      places[text] = levels.count - 1
      return levels.count - 1
    }
    return (levels, codes)
  }

  /// A feature's value in a row.
  func cell(_ feature: Int, _ row: Int) -> Double { cells[feature * rowCount + row] }

  /// A column that holds these cells of a feature.
  func column(_ feature: Int, _ cells: [Double]) -> FeatureMatrix.Column {
    guard let levels = levels[feature] else { return .numbers(cells) }
    return .texts(Categories(codes: cells.map { Int32($0) }, levels: levels))
  }

  /// Whether no model can tell two cells apart.
  @inline(__always)
  static func areSame(_ left: Double, _ right: Double) -> Bool {
    left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
  }
}
