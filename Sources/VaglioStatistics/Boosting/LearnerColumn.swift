public import VaglioFindings

/// One column that a learner may look at: numbers, or categories by their codes.
public struct LearnerColumn: Sendable {
  /// The values, one per row.
  public enum Values: Sendable {
    /// Finite numbers; NaN where missing.
    case numbers([Double])
    /// Codes from 0 up to but not including `levels`; −1 where missing.
    case categories(codes: [Int32], levels: Int)
  }

  public let name: String
  public let values: Values

  /// A column of values.
  ///
  /// - Throws: `Undefined` where a number is infinite, or a code points to no level.
  public init(name: String, _ values: Values) throws(Undefined) {
    switch values {
    case .numbers(let numbers):
      if let row = numbers.firstIndex(where: \.isInfinite) {
        throw Undefined("column \(name) is infinite in row \(row + 1)")
      }
    case .categories(let codes, let levels):
      if let row = codes.firstIndex(where: { $0 < -1 || Int($0) >= levels }) {
        throw Undefined("column \(name) has a code without a level in row \(row + 1)")
      }
    }
    (self.name, self.values) = (name, values)
  }

  /// The number of rows.
  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let codes, _): codes.count
    }
  }

  /// The same column without values: each row misses its own.
  public var withoutValues: LearnerColumn {
    switch values {
    case .numbers(let numbers):
      LearnerColumn(
        trusted: name, .numbers([Double](repeating: .nan, count: numbers.count)))
    case .categories(let codes, let levels):
      LearnerColumn(
        trusted: name,
        .categories(codes: [Int32](repeating: -1, count: codes.count), levels: levels))
    }
  }

  private init(trusted name: String, _ values: Values) { (self.name, self.values) = (name, values) }
}
