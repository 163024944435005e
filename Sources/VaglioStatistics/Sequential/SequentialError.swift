/// Why a sequential method refuses its input. A refused block leaves the state as it was.
public enum SequentialError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A value is NaN or infinite; the row counts from 0 within the block.
  case notFinite(row: Int)
  /// A value lies outside the range that the method was promised.
  case outsideRange(Double, row: Int, ClosedRange<Double>)
  /// A label is neither 0 nor 1.
  case notALabel(Double, row: Int)
  /// A probability or p-value lies outside 0...1.
  case notAProbability(Double, row: Int)
  /// An e-value is negative or NaN, or all together they are infinite where that has no meaning.
  case notAnEValue(row: Int)
  /// A setting has no meaning; what would have is said.
  case setting(String, expected: String)
  /// Two columns that belong together differ in length.
  case unequalCounts(Int, Int)
  /// Two states with different settings cannot be merged.
  case differentSettings
  /// A number of a class or segment that does not exist.
  case unknownGroup(Int, row: Int)

  public var description: String {
    switch self {
    case .notFinite(let row): "row \(row): the value is not a finite number"
    case .outsideRange(let value, let row, let range):
      "row \(row): \(value) lies outside \(range.lowerBound)...\(range.upperBound)"
    case .notALabel(let value, let row): "row \(row): the label \(value) is neither 0 nor 1"
    case .notAProbability(let value, let row):
      "row \(row): \(value) is not a probability between 0 and 1"
    case .notAnEValue(let row): "row \(row): the value is not an e-value: 0 or more"
    case .setting(let name, let expected): "\(name) must be \(expected)"
    case .unequalCounts(let first, let second):
      "columns of \(first) and \(second) rows do not belong together"
    case .differentSettings: "states with different settings cannot be merged"
    case .unknownGroup(let group, let row): "row \(row): there is no class or segment \(group)"
    }
  }
}
