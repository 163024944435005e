import Foundation
import Testing

@testable import VaglioReporting

struct CalendarTimeTests {
  @Test func `dates agree with Foundation's from 1600 to 9999`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for step in 0..<2000 {
      let seconds = -11_676_096_000.0 + Double(step) * 132_521_977.0
      let time = CalendarTime(seconds)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second],
        from: Date(timeIntervalSince1970: seconds))
      #expect(time.year == parts.year && time.month == parts.month && time.day == parts.day)
      let clock = (parts.hour ?? 0) * 3600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0)
      #expect(time.secondOfDay == clock)
    }
  }

  @Test func `the midnight of a date reads back, however far away`() {
    for year in [-314_000, -400, -101, -1, 0, 4, 1582, 1899, 1900, 2000, 2026, 9999, 314_000] {
      for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
        let time = CalendarTime(CalendarTime.seconds(year: year, month: month, day: day))
        #expect(time.year == year && time.month == month && time.day == day)
        #expect(time.secondOfDay == 0)
      }
    }
  }

  @Test func `leap days are those of the calendar`() {
    for (year, isLeap) in [(2000, true), (1900, false), (2024, true), (2026, false), (-400, true)] {
      let after = CalendarTime(CalendarTime.seconds(year: year, month: 2, day: 28) + 86_400)
      #expect((after.month == 2) == isLeap, "\(year)")
    }
  }

  @Test func `a month beyond December runs on into the next year`() {
    #expect(CalendarTime(CalendarTime.seconds(year: 2026, month: 14)).date == "2027-02-01")
    #expect(CalendarTime(CalendarTime.seconds(year: 2026, month: -11)).date == "2025-01-01")
  }

  @Test func `times are written short and read alike`() {
    #expect(TimeText.moment(0) == "1970-01-01")
    #expect(TimeText.moment(-1) == "1969-12-31 23:59:59")
    #expect(TimeText.moment(1_773_480_600) == "2026-03-14 09:30")
    #expect(TimeText.moment(nil as Double?) == "—")
    #expect(TimeText.moment(CalendarTime.seconds(year: -44, month: 3, day: 15)) == "−0044-03-15")
    #expect(TimeText.moment(1e308) == TimeText.moment(CalendarTime.limit))
  }

  private static let spans: [(seconds: Double, words: String)] = [
    (0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3600, "1 h"),
    (9000, "2 h 30 min"), (86_400, "1 day"), (97_200, "1 day 3 h"), (1_209_600 + 7200, "14 days"),
    (-5, "0 s"),
  ]

  @Test(arguments: spans)
  func `spans are told in their two largest units`(seconds: Double, words: String) {
    #expect(TimeText.span(seconds) == words)
  }
}
