import Testing
import VaglioFindings

@testable import VaglioMonitoring

/// What a monitor's history holds, and the exhibits that are made of it.
@Suite struct WatchHistoryTests {
  private func monitor(disorder: TimeSpan? = nil) throws -> Monitor {
    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: WindowPlan(width: .days(1), horizon: .days(3)),
        segments: SegmentColumns(CreditStream.columns),
        log: EventLog.Settings(disorder: disorder),
        alerts: AlertRules(
          parsing: """
            version: 1
            budget: {days: 90, rows-per-day: 500}
            alerts:
              - {name: calibration, watch: calibration, segments: [region], keep-firing-for: 5d}
              - {name: auc, watch: metric, metric: roc_auc, at-least: 0.55}
            """)))
    monitor.keepsHistory = true
    return monitor
  }

  private func events(_ monitor: Monitor) throws -> [MonitoredEvent] {
    var stream = CreditStream(seed: 31, isDrifted: true)
    return stream.events(
      8000, days: 16, from: Instant("2025-02-01") ?? Instant(microseconds: 0),
      monitor.settings.segments, recalibrated: try CreditStream.recalibration())
  }

  private func watched() throws -> (Monitor, WatchHistory) {
    var (monitor, history) = (try monitor(), WatchHistory())
    try monitor.add(events(monitor))
    try monitor.finish()
    history.take(from: &monitor)
    return (monitor, history)
  }

  @Test func `exhibits have equal columns, and name what fired`() throws {
    let (monitor, history) = try watched()
    let exhibits = history.exhibits(of: monitor)
    for exhibit in exhibits {
      #expect(Set(exhibit.series.values.map(\.count)).count == 1, "\(exhibit.kind)")
    }
    let alerts = try #require(exhibits.first { $0.kind == "watch_alerts" })
    #expect(alerts.words("alert")?.contains("calibration") == true)
    #expect(alerts.words("slice")?.contains("region=re_3") == true)
    let evidence = exhibits.filter { $0.kind == "watch_evidence" }
    #expect(evidence.contains { $0.slice == Slice("region=re_3") })
    let windows = try #require(exhibits.first { $0.kind == "watch_windows" && $0.slice == .all })
    #expect(windows.numbers("predictions")?.compactMap { $0 }.reduce(0, +) == 8000)
    let hindsight = try #require(exhibits.first { $0.kind == "watch_hindsight" })
    #expect(hindsight.words("alert") == ["calibration", "auc"])
    #expect(try #require(hindsight.numbers("bad_stretches")?[0]) >= 1)
    #expect(hindsight.numbers("bad_stretches")?[1] == 0)
    let stretches = try #require(exhibits.first { $0.kind == "watch_stretches" })
    #expect(stretches.words("slice")?.contains("region=re_3") == true)
  }

  @Test func `the share of evidence reaches one where it rings`() throws {
    let (_, history) = try watched()
    let rung = history.looks.filter { $0.signal.isRaised == true && $0.alert == "calibration" }
    #expect(!rung.isEmpty)
    // e-BH may find a segment below the bound for a single one, when others are found with it.
    #expect(rung.contains { ($0.share ?? 0) >= 1 })
    #expect(history.looks.allSatisfy { ($0.share ?? 0) >= 0 })
    #expect(history.looks.filter { $0.alert == "auc" }.allSatisfy { $0.share == nil })
  }

  @Test func `nothing is kept unless it is asked for`() throws {
    var monitor = try monitor()
    monitor.keepsHistory = false
    try monitor.add(events(monitor))
    try monitor.finish()
    let (looks, windows) = monitor.takeHistory()
    #expect(looks.isEmpty && windows.isEmpty)
  }

  @Test func `taken bit by bit the history is the same`() throws {
    let (_, whole) = try watched()
    var (monitor, parts) = (try monitor(disorder: .zero), WatchHistory())
    for event in try events(monitor).sorted() {
      try monitor.add(event)
      if event.key % 97 == 0 {
        try monitor.advance()
        parts.take(from: &monitor)
      }
    }
    try monitor.finish()
    parts.take(from: &monitor)
    #expect(parts.looks == whole.looks)
    #expect(parts.windows == whole.windows)
    #expect(parts.reports == whole.reports)
    #expect(parts.changes == whole.changes)
  }

  @Test func `a stream that falls silent is noticed by the clock alone`() throws {
    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: WindowPlan(width: .hours(1), horizon: .zero),
        log: EventLog.Settings(disorder: .zero),
        alerts: AlertRules(
          parsing: """
            version: 1
            budget: {days: 90, rows-per-day: 500}
            alerts:
              - {name: silence, watch: metric, metric: row_count, at-least: 1}
            """)))
    let start = Instant("2025-02-01") ?? Instant(microseconds: 0)
    for minute in 0..<50 {
      try monitor.add(
        .prediction(
          key: UInt64(minute), at: start.advanced(by: .seconds(60 * Double(minute))), score: 0.5))
    }
    try monitor.advance(asOf: start.advanced(by: .hours(1.5)))
    #expect(monitor.takeChanges().isEmpty)
    try monitor.advance(asOf: start.advanced(by: .hours(2.5)))
    #expect(monitor.takeChanges().map(\.phase) == [.pending, .firing])
    // What belongs to time that has passed comes too late.
    try monitor.add(.prediction(key: 99, at: start.advanced(by: .hours(2)), score: 0.5))
    #expect(monitor.tally.tooLate == 1)
    try monitor.finish()
  }
}
