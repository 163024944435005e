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
  /// - Precondition: as many columns as features; texts only for categories and where the feature has
  ///   hashes.
  public init(_ rows: FeatureMatrix, as features: [Feature]) {
    precondition(rows.columns.count == features.count, "as many columns as features")
    self.init(
      zip(rows.columns, features).map { Self.coded($0, as: $1) }, rowCount: rows.rowCount)
  }

  private static func coded(_ column: FeatureMatrix.Column, as feature: Feature) -> [Double] {
    if let hashes = feature.hashes { return hashed(column, hashes) }
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

  private static func hashed(_ column: FeatureMatrix.Column, _ hashes: [TextHash]) -> [Double] {
    let places = Dictionary(zip(hashes, 0...)) { first, _ in first }
    switch column {
    case .numbers(let numbers):
      var codes: [Double: Double] = [:]
      return numbers.map { number in
        if number.isNaN { return .nan }
        if let code = codes[number] { return code }
        let code = Double(places[TextHash(of: number)] ?? -1)
        codes[number] = code
        return code
      }
    case .texts(let texts):
      let codes = texts.levels.map { Double(places[TextHash(of: $0)] ?? -1) }
      return texts.codes.map { $0 < 0 ? .nan : codes[Int($0)] }
    }
  }

  /// Refuses rows that miss a value, for models that do.
  package func refuseMissing(_ features: [Feature]) throws(ModelError) {
    for (column, feature) in zip(columns, features) {
      guard let row = column.firstIndex(where: \.isNaN) else { continue }
      let count = column.count { $0.isNaN }
      throw ModelError(
        .mismatch,
        problem: "the feature \"\(legible(feature.name))\" is missing in \(count) of "
          + "\(column.count) rows, first in row \(row + 1), and the model takes no missing values",
        remedy: "leave such rows out, or fit the model with an imputer in front")
    }
  }
}
