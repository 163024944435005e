/// A length of time in microseconds, free of calendars: a day is 86,400 seconds.
public struct TimeSpan: Hashable, Comparable, Codable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Seconds, to the nearest microsecond; held at the ends of the range.
  public static func seconds(_ seconds: Double) -> TimeSpan {
    let scaled = (seconds * 1e6).rounded()
    guard scaled.magnitude < 9.2e18 else {
      return TimeSpan(microseconds: scaled > 0 ? .max : .min)
    }
    return TimeSpan(microseconds: Int64(scaled))
  }

  public static func hours(_ hours: Double) -> TimeSpan { .seconds(hours * 3600) }
  public static func days(_ days: Double) -> TimeSpan { .seconds(days * 86_400) }
  public static let zero = TimeSpan(microseconds: 0)

  public var seconds: Double { Double(microseconds) / 1e6 }
  public var days: Double { seconds / 86_400 }

  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}

extension TimeSpan: LosslessStringConvertible {
  private static let units: [(letter: Character, microseconds: Int64)] = [
    ("w", 604_800_000_000), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000),
    ("s", 1_000_000),
  ]

  /// Reads `90s`, `15m`, `6h`, `1d`, `2w`, or several from the longest down, `1d12h`; whole numbers
  /// without sign. `0` needs no unit.
  public init?(_ text: String) {
    if text == "0" {
      self = .zero
      return
    }
    var (sum, number, used, hasDigits) = (Int64(0), Int64(0), 0, false)
    for character in text {
      if let digit = character.wholeNumberValue, character.isASCII {
        let (tens, isOver) = number.multipliedReportingOverflow(by: 10)
        guard !isOver, tens <= .max - 9 else { return nil }
        (number, hasDigits) = (tens + Int64(digit), true)
        continue
      }
      guard hasDigits, let place = Self.units.firstIndex(where: { $0.letter == character }),
        place >= used
      else { return nil }
      let (part, isOver) = number.multipliedReportingOverflow(by: Self.units[place].microseconds)
      let (total, isPast) = sum.addingReportingOverflow(part)
      guard !isOver, !isPast else { return nil }
      (sum, number, used, hasDigits) = (total, 0, place + 1, false)
    }
    guard !hasDigits, used > 0 else { return nil }
    microseconds = sum
  }

  /// `1d12h`; fractions of a second stay with the seconds.
  public var description: String {
    var (rest, text) = (microseconds.magnitude, microseconds < 0 ? "−" : "")
    for unit in Self.units.dropFirst() where rest >= UInt64(unit.microseconds) {
      let count = rest / UInt64(unit.microseconds)
      text += "\(count)\(unit.letter)"
      rest -= count * UInt64(unit.microseconds)
    }
    if rest > 0 { text += "\(rest)us" }
    return text.isEmpty ? "0s" : text
  }
}
