import Foundation
import Testing
import VaglioDrift
import VaglioFindings
import VaglioTables

@testable import VaglioMonitoring

/// Drift of windows in alerts, and how often columns that have not moved are named.
@Suite struct DriftAlertTests {
  private func settings(_ days: Double = 90) throws -> DriftWatchSettings {
    DriftWatchSettings(plan: try WindowPlan(width: .days(1), horizon: .zero), days: days)
  }

  @Test func `a moved column is named, judged at the budget's level, and explains an alert`() throws
  {
    var stream = FeatureStream(seed: 21)
    var watch = try DriftWatch(reference: stream.table(3000), settings())
    for day in 0..<6 {
      stream.ageShift = day >= 3 ? 8 : 0
      try watch.add(stream.table(800), times: FeatureStream.times(800, days: 1, from: Double(day)))
    }
    try watch.finish()
    let reports = watch.takeReports()
    #expect(reports.map(\.moved) == [[], [], [], ["age"], ["age"], ["age"]])
    #expect(watch.measureNames.contains("drift.psi[column=age]"))
    #expect(Set(reports[0].findings.map(\.measure)).isSuperset(of: watch.measureNames))

    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: WindowPlan(width: .days(1), horizon: .zero),
        alerts: AlertRules(
          parsing: """
            version: 1
            budget: {days: 90, rows-per-day: 800}
            alerts:
              - name: age
                watch: measure
                measure: drift.psi[column=age]
                at-most: 0.1
              - {name: income, watch: measure, measure: "drift.psi[column=income]", at-most: 0.1}
            """)))
    for report in reports { monitor.observe(report) }
    for day in 0..<6 {
      let time = FeatureStream.start.advanced(by: .days(Double(day) + 0.5))
      try monitor.add(.prediction(key: UInt64(day), at: time, score: 0.5))
    }
    try monitor.finish()
    let fired = monitor.changes.filter { $0.phase == .firing }
    #expect(fired.map(\.alert) == ["age"])
    #expect(fired.first?.at == FeatureStream.start.advanced(by: .days(4)))
    #expect(fired.first?.explanation?.moved.map(\.measure) == ["drift.ks[column=age]"])
    // α = ½/90 on one side is a two-sided level of 1 − 1/90 = 0.989: wider than the finding's 0.95.
    let own = try #require(
      reports[3].findings.first { $0.measure == "drift.psi[column=age]" }?.estimate.interval)
    let judged = try #require(fired.first?.explanation?.signal.bounds)
    #expect(judged.lowerBound < own.lower && judged.upperBound > own.upper)
  }

  @Test func `an interval of too low a level without a curve says nothing`() throws {
    let level = try #require(ConfidenceLevel(0.9))
    var signal = Signal(alert: "a", slice: .all)
    let narrow = Interval(lower: 0.3, upper: 0.4, level: level, method: "m")
    signal.take(
      Estimate(0.35, Uncertainty(interval: narrow, curve: nil)), count: 5, .atMost(0.2),
      at: .ninetyFivePercent)
    #expect(signal.isRaised == nil)
    #expect(signal.absence?.contains("0.95") == true)
    let wide = Interval(lower: 0.3, upper: 0.4, level: .ninetyFivePercent, method: "m")
    signal.take(
      Estimate(0.35, Uncertainty(interval: wide, curve: nil)), count: 5, .atMost(0.2), at: level)
    #expect(signal.isRaised == true)
  }

  /// Slow: 150 watches of 10 windows each on rows of the reference's law, with either tolerance.
  ///
  /// One false alarm in 50 days over daily windows makes α = 0.02, so 30 of 1,500 windows may name a column.
  /// Those of one watch share a reference: were they named always together, the standard error would be
  /// √(1,500·10·0.02) = 17.3.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `columns that have not moved are named as seldom as the budget says`() throws {
    for tolerance in [0, 0.01] {
      var named = 0
      for seed in 0..<150 as Range<UInt64> {
        var stream = FeatureStream(seed: 5000 + seed)
        var settings = try settings(50)
        settings.tolerance = tolerance
        var watch = try DriftWatch(reference: stream.table(1000), settings)
        try watch.add(stream.table(3000), times: FeatureStream.times(3000, days: 10))
        try watch.finish()
        named += watch.reports.count { !$0.moved.isEmpty }
      }
      print("tolerance \(tolerance): \(named) of 1500 windows name a column; 30 allowed")
      #expect(named <= 30 + 3 * 17)
    }
  }
}
