import Testing

@testable import VaglioMonitoring

@Suite struct TimeTests {
  @Test(arguments: [
    ("90s", 90.0), ("15m", 900), ("6h", 21_600), ("1d12h", 129_600), ("2w", 1_209_600), ("0", 0),
  ])
  func `spans are read`(text: String, seconds: Double) {
    #expect(TimeSpan(text)?.seconds == seconds)
  }

  @Test(arguments: ["", "5", "d", "1x", "12h1d", "1d1d", "-1d", "1.5d", "99999999999999999999s"])
  func `what is no span is refused`(text: String) { #expect(TimeSpan(text) == nil) }

  @Test func `spans are written as they are read`() {
    #expect("\(TimeSpan.hours(36))" == "1d12h")
    #expect("\(TimeSpan.zero)" == "0s")
    #expect(TimeSpan("\(TimeSpan.seconds(93_784))") == .seconds(93_784))
  }

  @Test func `moments at the ends of time stay there`() {
    let end = Instant(microseconds: .max)
    #expect(end.advanced(by: .days(1)) == end)
    #expect(end.since(Instant(microseconds: .min)).microseconds == .max)
  }

  @Test func `steps of a day are days of UTC, before 1970 too`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .zero)
    let noon = try #require(Instant("2025-02-01T12:00"))
    #expect("\(plan.start(ofStep: plan.step(of: noon)))" == "2025-02-01")
    let old = try #require(Instant("1969-12-31T23:59:59.999999"))
    #expect(plan.step(of: old) == -1)
    let moved = try WindowPlan(width: .days(1), horizon: .zero, offset: .hours(6))
    #expect("\(moved.start(ofStep: moved.step(of: noon)))" == "2025-02-01T06:00:00Z")
  }

  @Test func `plans without meaning are refused`() {
    #expect(throws: MonitoringError.self) { try WindowPlan(width: .zero, horizon: .zero) }
    #expect(throws: MonitoringError.self) {
      try WindowPlan(width: .hours(3), step: .hours(2), horizon: .zero)
    }
    #expect(throws: MonitoringError.self) { try WindowPlan(width: .days(1), horizon: .days(-1)) }
    #expect(throws: MonitoringError.self) {
      try WindowPlan(width: .days(1), horizon: .zero, offset: .days(1))
    }
  }
}
