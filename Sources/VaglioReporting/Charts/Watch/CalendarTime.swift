/// A moment of the proleptic Gregorian calendar in UTC, as an axis and a table write it.
struct CalendarTime: Hashable, Sendable {
  let year: Int
  /// 1…12.
  let month: Int
  /// 1…31.
  let day: Int
  /// Whole seconds since midnight, 0…86,399.
  let secondOfDay: Int

  /// How far from 1970 a time may lie, in seconds: about 300,000 years. What lies further is no time.
  static let limit = 1e13

  static let secondsOfDay = 86_400

  /// The moment so many seconds after 1970-01-01T00:00Z, rounded down to a second; times beyond `limit`
  /// stand at it.
  init(_ seconds: Double) {
    let whole = Int(min(max(seconds, -Self.limit), Self.limit).rounded(.down))
    let days = Self.floored(whole, by: Self.secondsOfDay)
    secondOfDay = whole - days * Self.secondsOfDay
    (year, month, day) = Self.date(ofDay: days)
  }

  /// The seconds since 1970 of a date's midnight; a month beyond 1…12 runs on into other years.
  static func seconds(year: Int, month: Int = 1, day: Int = 1) -> Double {
    let extra = floored(month - 1, by: 12)
    return Double(
      (dayNumber(year: year + extra, month: month - extra * 12, day: day)) * secondsOfDay)
  }

  /// The day's number since 1970-01-01. The year is taken to begin in March, so that the day that
  /// leap years add is its last: months then begin at ⌊(153 m + 2) / 5⌋ days.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let sinceMarch = (month + 9) % 12
    let leaps = floored(shifted, by: 4) - floored(shifted, by: 100) + floored(shifted, by: 400)
    return 365 * shifted + leaps + (153 * sinceMarch + 2) / 5 + day - 1 - 719_468
  }

  /// The date of a day's number: the year's estimate is right or too late, which its own first day
  /// tells.
  private static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    var shifted = floored((number + 719_468) * 400, by: 146_097) + 1
    while dayNumber(year: shifted, month: 3, day: 1) > number { shifted -= 1 }
    let dayOfYear = number - dayNumber(year: shifted, month: 3, day: 1)
    let sinceMarch = (5 * dayOfYear + 2) / 153
    let month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9
    return (
      month > 2 ? shifted : shifted + 1, month, dayOfYear - (153 * sinceMarch + 2) / 5 + 1
    )
  }

  private static func floored(_ value: Int, by divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

extension CalendarTime {
  /// The month's name in three letters.
  var monthName: String { Self.months[month - 1] }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The year, with the sign of mathematics before Christ's: `2026`, `−44`.
  var yearText: String { (year < 0 ? NumberFormat.minus : "") + "\(year.magnitude)" }

  /// `09:30`; with seconds where there are some: `09:30:05`.
  var clock: String {
    let (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
    let text = "\(Self.padded(hour)):\(Self.padded(minute))"
    return second == 0 ? text : "\(text):\(Self.padded(second))"
  }

  /// `2026-03-14`.
  var date: String {
    let digits = "\(year.magnitude)"
    let padding = String(repeating: "0", count: max(4 - digits.count, 0))
    return (year < 0 ? NumberFormat.minus : "")
      + "\(padding)\(digits)-\(Self.padded(month))-\(Self.padded(day))"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Times and spans in words.
enum TimeText {
  /// `2026-03-14 09:30`, or `2026-03-14` at midnight; UTC, as headings say.
  static func moment(_ seconds: Double) -> String {
    let time = CalendarTime(seconds)
    return time.secondOfDay == 0 ? time.date : "\(time.date) \(time.clock)"
  }

  /// The moment, or the sign for none.
  static func moment(_ seconds: Double?) -> String {
    seconds.map { moment($0) } ?? NumberFormat.missing
  }

  /// A span in its two largest units: `3 days 4 h`, `2 h 30 min`, `12 s`; days without an end.
  static func span(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), CalendarTime.limit).rounded())
    let (days, hours) = (whole / 86_400, whole / 3600 % 24)
    let (minutes, rest) = (whole / 60 % 60, whole % 60)
    if days >= 14 || (days > 0 && hours == 0) { return count(days, "day") }
    if days > 0 { return "\(count(days, "day")) \(hours) h" }
    if hours > 0 { return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min" }
    if minutes > 0 { return rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s" }
    return "\(rest) s"
  }

  /// `1 day`, `14 days`; with its own plural, `2 stretches`.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(NumberFormat.count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
