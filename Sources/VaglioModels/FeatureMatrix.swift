public import VaglioTables

/// Rows of features, by columns.
public struct FeatureMatrix: Sendable {
  /// The values of one feature, one per row.
  public enum Column: Sendable {
    /// Numbers; NaN where missing.
    case numbers([Double])
    /// Texts; code −1 where missing.
    case texts(Categories)

    /// The number of rows.
    public var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .texts(let texts): texts.codes.count
      }
    }
  }

  /// One column per feature.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int

  /// Columns of equal length.
  public init(_ columns: [Column], rowCount: Int) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of unequal length")
    (self.columns, self.rowCount) = (columns, rowCount)
  }

  /// Columns of numbers of equal length.
  public init(numbers: [[Double]]) {
    self.init(numbers.map(Column.numbers), rowCount: numbers.first?.count ?? 0)
  }
}
