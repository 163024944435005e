import Testing
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct MonitorAlertTests {
  private let start = Instant("2025-02-01") ?? Instant(microseconds: 0)

  /// 200 rows a day with score ½, of which a share is positive that may depend on the day.
  private func monitor(
    _ alert: String, days: Int, share: (Int) -> Double, observe: (inout Monitor) -> Void = { _ in }
  ) throws -> Monitor {
    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: WindowPlan(width: .days(1), horizon: .zero),
        alerts: AlertRules(
          parsing:
            "version: 1\nbudget: {days: 90, rows-per-day: 200}\nalerts:\n  - \(alert)")))
    observe(&monitor)
    var numbers = SeededNumbers(12)
    for day in 0..<days {
      for row in 0..<200 {
        let time = start.advanced(by: .days(Double(day) + Double(row) / 200))
        let key = UInt64(day * 1000 + row)
        try monitor.add(.prediction(key: key, at: time, score: 0.5))
        try monitor.add(
          .label(key: key, at: time, value: numbers.uniform() < share(day) ? 1 : 0))
      }
    }
    try monitor.finish()
    return monitor
  }

  private func changes(_ monitor: Monitor) -> [String] {
    monitor.changes.map { "\($0.at.since(start).days) \($0.phase.rawValue)" }
  }

  @Test func `a residual watch finds the day of the change, and its end`() throws {
    let monitor = try monitor(
      "{name: r, watch: loss, loss: residual, keep-firing-for: 1d}", days: 30,
      share: { (20..<25).contains($0) ? 0.7 : 0.5 })
    let first = try #require(monitor.changes.first { $0.phase == .firing })
    let days = first.at.since(start).days
    #expect(days > 20 && days <= 24)
    let since = try #require(first.explanation?.signal.since)
    #expect(since.since(start).days >= 18 && since.since(start).days <= 21)
    // Armed anew at each look, the detector finds the change again as long as it lasts, and not after.
    let last = try #require(monitor.changes.last)
    #expect(last.phase == .resolved)
    #expect(monitor.signals.count == 1)
    #expect(monitor.signals[0].isRaised == false)
    #expect(monitor.signals[0].count > 0)
    #expect(last.at.since(start).days >= 24 && last.at.since(start).days <= 28)
  }

  @Test func `a metric watch judges each window once, by its interval`() throws {
    let monitor = try monitor(
      "{name: p, watch: metric, metric: prevalence, at-most: 0.6, for: 1d, keep-firing-for: 1d}",
      days: 8, share: { (2..<5).contains($0) ? 0.95 : 0.5 })
    // Windows of days 2, 3, 4 are broken, seen at the ends 3, 4, 5; quiet from 6 on.
    #expect(
      changes(monitor) == ["3.0 pending", "4.0 firing", "7.0 resolved"])
    let explanation = try #require(monitor.changes[1].explanation)
    #expect(explanation.text.contains("which should be at most 0.6"))
    let intervals = AlertInterval.intervals(of: monitor.changes)
    #expect(intervals.count == 1)
    #expect(intervals[0].pendingSince == start.advanced(by: .days(3)))
    #expect(intervals[0].firedAt == start.advanced(by: .days(4)))
    #expect(intervals[0].resolvedAt == start.advanced(by: .days(7)))
    #expect(intervals[0].explanation == explanation)
    #expect(explanation.carriers == nil)
  }

  @Test func `one bad day after another bad day long ago does not fire`() throws {
    let monitor = try monitor(
      "{name: p, watch: metric, metric: prevalence, at-most: 0.6, for: 1d}",
      days: 9, share: { $0 == 2 || $0 == 6 ? 0.95 : 0.5 })
    #expect(
      changes(monitor) == ["3.0 pending", "4.0 inactive", "7.0 pending", "8.0 inactive"])
  }

  @Test func `measures brought from elsewhere are judged, and named as moved`() throws {
    let interval = try Interval(
      lower: 0.3, upper: 0.5, level: #require(ConfidenceLevel(0.99)), method: "delta")
    let finding = Finding(
      measure: "income.psi", subject: .model,
      estimate: Estimate(0.4, Uncertainty(interval: interval, curve: nil)), count: 200)
    let monitor = try monitor(
      "{name: d, watch: measure, measure: income.psi, at-most: 0.2}", days: 5, share: { _ in 0.5 },
      observe: { $0.observe(finding, at: start.advanced(by: .days(2)), hasMoved: true) })
    #expect(changes(monitor) == ["2.0 pending", "2.0 firing"])
    #expect(monitor.changes[1].explanation?.moved == [finding])
    #expect(monitor.changes[1].explanation?.text.contains("Moved as well: income.psi 0.4.") == true)
  }

  @Test func `counts of rows and coverage can be watched`() throws {
    let monitor = try monitor(
      "{name: n, watch: metric, metric: row_count, at-least: 201}", days: 2, share: { _ in 0.5 })
    #expect(changes(monitor) == ["1.0 pending", "1.0 firing"])
    let covered = try self.monitor(
      "{name: c, watch: metric, metric: label_coverage, at-least: 0.5}", days: 2,
      share: { _ in 0.5 })
    #expect(covered.changes.isEmpty)
  }

  @Test func `evidence at the horizon takes labels as corrected`() throws {
    var settings = MonitorSettings(
      task: try .binary(), plan: try WindowPlan(width: .days(1), horizon: .days(1)),
      alerts: try AlertRules(
        parsing: """
          version: 1
          budget: {days: 90, rows-per-day: 200}
          alerts: [{name: c, watch: calibration}]
          """))
    func firings(_ order: MonitorSettings.EvidenceOrder) throws -> Int {
      settings.evidenceOrder = order
      var monitor = try Monitor(settings)
      for row in 0..<2000 {
        let (key, time) = (UInt64(row), start.advanced(by: .days(Double(row) / 200)))
        try monitor.add(.prediction(key: key, at: time, score: 0.5))
        // All labels are 1 at first; every other one is put right an hour later.
        try monitor.add(.label(key: key, at: time, value: 1))
        if row % 2 == 0 {
          try monitor.add(.correction(key: key, at: time.advanced(by: .hours(1)), value: 0))
        }
      }
      try monitor.finish()
      return monitor.changes.count { $0.phase == .firing }
    }
    #expect(try firings(.labelArrival) > 0)
    #expect(try firings(.horizon) == 0)
  }
}
