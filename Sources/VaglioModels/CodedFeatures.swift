internal import VaglioTables

/// Rows of features as numbers alone: categories by their codes.
public struct CodedFeatures: Sendable {
  /// One column per feature, NaN where missing.
  public let columns: [[Double]]
  /// The number of rows.
  public let rowCount: Int

  /// Numbers by columns of equal length.
  public init(_ columns: [[Double]], rowCount: Int) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of unequal length")
    (self.columns, self.rowCount) = (columns, rowCount)
  }

  /// The rows with each category as its place among the feature's levels; what is none of them is
  /// −1, which no set of categories holds, or missing, as the feature says.
  ///
  /// - Precondition: as many columns as features; texts only for categories.
  public init(_ rows: FeatureMatrix, as features: [Feature]) {
    precondition(rows.columns.count == features.count, "as many columns as features")
    self.init(
      zip(rows.columns, features).map { Self.coded($0, as: $1) }, rowCount: rows.rowCount)
  }

  private static func coded(_ column: FeatureMatrix.Column, as feature: Feature) -> [Double] {
    switch column {
    case .numbers(let numbers): return numbers
    case .texts(let texts):
      guard case .category(let levels) = feature.kind else {
        preconditionFailure("texts for a feature that is no category")
      }
      let places = Dictionary(zip(levels, 0...)) { first, _ in first }
      let unseen = feature.unseen == .missing ? Double.nan : -1
      let codes = texts.levels.map { places[$0].map(Double.init) ?? unseen }
      return texts.codes.map { $0 < 0 ? .nan : codes[Int($0)] }
    }
  }
}
