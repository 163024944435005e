/// Dates and times of ISO 8601: `2024-02-29`, `2024-02-29T13:45`, `2024-02-29 13:45:10.25+02:00`.
package enum ISOTime {
  /// The microseconds since 1970-01-01T00:00Z of the time that `text` writes; `nil` when it is not
  /// a time.
  ///
  /// A time without an offset is one of UTC. A date is its first instant. Digits beyond the
  /// microsecond are cut off. The calendar is the proleptic Gregorian one, years 0001 to 9999; leap
  /// seconds are not times.
  package static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var scanner = Scanner(text: text)
    guard let year = scanner.number(digits: 4), year > 0, scanner.take("-"),
      let month = scanner.number(digits: 2), (1...12).contains(month), scanner.take("-"),
      let day = scanner.number(digits: 2), (1...days(in: month, of: year)).contains(day)
    else { return nil }
    let date = Int64(daysSinceEpoch(year, month, day)) * 86_400_000_000
    if scanner.isAtEnd { return date }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
      let time = scanner.timeOfDay(), let offset = scanner.offset(), scanner.isAtEnd
    else { return nil }
    return date + time - offset
  }

  /// The time as text in UTC: a date alone when it is a midnight, else `2024-02-29T13:45:10Z`, with
  /// as many digits of the second as it needs. Years before 0000, which is 1 BC, have a minus sign.
  package static func text(_ microseconds: Int64) -> String {
    let (days, rest) = floorDivision(microseconds, 86_400_000_000)
    let (year, month, day) = date(daysSinceEpoch: Int(days))
    let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard rest != 0 else { return text }
    let (seconds, fraction) = (Int(rest / 1_000_000), Int(rest % 1_000_000))
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    var digits = padded(fraction, 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return text + "T" + clock.joined(separator: ":") + (digits.isEmpty ? "" : ".\(digits)") + "Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }

  private static func floorDivision(_ dividend: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days from 1970-01-01: whole years of 365 days with their leap days, then the months, in a year
  /// that begins in March, so that the leap day is its last one.
  private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leapDays = floor(marchYear, 4) - floor(marchYear, 100) + floor(marchYear, 400)
    let beforeYear = 365 * marchYear + leapDays
    return beforeYear + (153 * monthFromMarch + 2) / 5 + day - 1 - 719_468
  }

  @inline(__always)
  private static func floor(_ year: Int, _ divisor: Int) -> Int {
    (year < 0 ? year - (divisor - 1) : year) / divisor
  }

  /// The date of a day: the year is guessed from its mean length and put right.
  private static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    var year = 1970 + Int((Double(days) / 365.2425).rounded(.down))
    while daysSinceEpoch(year + 1, 1, 1) <= days { year += 1 }
    while daysSinceEpoch(year, 1, 1) > days { year -= 1 }
    var month = 12
    while daysSinceEpoch(year, month, 1) > days { month -= 1 }
    return (year, month, days - daysSinceEpoch(year, month, 1) + 1)
  }
}

private struct Scanner {
  let text: UnsafeBufferPointer<UInt8>
  var position = 0

  var isAtEnd: Bool { position == text.count }
  var next: UInt8? { position < text.count ? text[position] : nil }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func digit() -> Int? {
    guard let next, next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") else { return nil }
    position += 1
    return Int(next - UInt8(ascii: "0"))
  }

  mutating func number(digits: Int) -> Int? {
    var number = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  /// `13:45`, `13:45:10`, `13:45:10.25` in microseconds from midnight.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
      minute < 60
    else { return nil }
    var time = Int64(hour * 3600 + minute * 60) * 1_000_000
    guard take(":") else { return time }
    guard let second = number(digits: 2), second < 60 else { return nil }
    time += Int64(second) * 1_000_000
    guard take(".") || take(",") else { return time }
    var unit: Int64 = 100_000
    guard isAtEnd == false, var digit = digit() else { return nil }
    while true {
      time += Int64(digit) * unit
      unit /= 10
      guard let further = self.digit() else { return time }
      digit = further
    }
  }

  /// Nothing, `Z`, `+02`, `+0200` or `+02:00` in microseconds east of UTC.
  mutating func offset() -> Int64? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(digits: 2), hours < 24 else { return nil }
    var minutes = 0
    if !isAtEnd {
      _ = take(":")
      guard let further = number(digits: 2), further < 60 else { return nil }
      minutes = further
    }
    let offset = Int64(hours * 3600 + minutes * 60) * 1_000_000
    return isWest ? -offset : offset
  }
}
