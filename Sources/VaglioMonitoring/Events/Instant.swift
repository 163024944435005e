internal import VaglioTables

/// A moment of universal time, in microseconds since 1970-01-01T00:00Z: as tables hold times.
public struct Instant: Hashable, Comparable, Codable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Before all others.
  static let distantPast = Instant(microseconds: .min)

  /// The moment that ISO 8601 text writes, `2025-02-01` or `2025-02-01T13:45:10Z`; `nil` for other
  /// text.
  public init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8({ ISOTime.microseconds($0) }) else { return nil }
    microseconds = time
  }

  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// The moment so much later; held at the ends of the range.
  public func advanced(by span: TimeSpan) -> Instant {
    let (sum, isOver) = microseconds.addingReportingOverflow(span.microseconds)
    return Instant(microseconds: isOver ? (span.microseconds > 0 ? .max : .min) : sum)
  }

  /// From an earlier moment to this one; held at the ends of the range.
  public func since(_ earlier: Instant) -> TimeSpan {
    let (span, isOver) = microseconds.subtractingReportingOverflow(earlier.microseconds)
    return TimeSpan(microseconds: isOver ? (self > earlier ? .max : .min) : span)
  }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC; a date alone when it is a midnight.
  public var description: String { ISOTime.text(microseconds) }
}
