import Foundation
import Testing
import VaglioDrift
import VaglioEvaluation
import VaglioFindings

@testable import VaglioMonitoring

/// All of it at once: drift, recalibrated calibration, losses, metrics and estimates, over five columns of
/// segments.
@Suite struct WholeWatchTests {
  private static let rowsPerDay = 150

  /// What a reference of 40,000 rows tells, and rules that the same law keeps.
  private struct Reference {
    let segments: SegmentColumns
    let settings: MonitorSettings
    let drift: DriftWatch

    init() throws {
      var stream = CreditStream(seed: 99, isDrifted: false)
      let rows = (0..<40_000).map { _ in stream.next() }
      segments = try SegmentColumns(CreditStream.columns)
      let codes = rows.map { [segments] in segments.codes($0.values) }
      let (scores, labels) = (rows.map(\.score), rows.map(\.label))
      let brier = zip(scores, labels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 40_000
      let area = try BinaryOutcomes(labels: labels.map { UInt8($0) }, scores: scores)
        .rocAUC()
      let task = try MonitoredTask.binary()
      let columns = CreditStream.columns.map(\.name).joined(separator: ", ")
      let residual = try Self.greatestResidual(scores, labels, codes, segments)
      settings = MonitorSettings(
        task: task, plan: try WindowPlan(width: .days(1), horizon: .days(4)), segments: segments,
        alerts: try AlertRules(
          parsing: """
            version: 1
            budget: {days: 90, rows-per-day: \(WholeWatchTests.rowsPerDay)}
            alerts:
              - {name: calibration, watch: calibration, segments: [\(columns)]}
              - {name: brier, watch: loss, loss: brier_score, baseline: \(brier), tolerance: 0.003}
              - {name: residual, watch: loss, loss: residual, tolerance: \(residual),
                 segments: [\(columns)]}
              - {name: area, watch: metric, metric: roc_auc, at-least: \(area)}
              - {name: estimate, watch: measure, measure: estimated_brier_score,
                 at-most: \(brier + 0.003)}
              - {name: age, watch: measure, measure: "drift.psi[column=age]", at-most: 0.02}
            """),
        estimates: try EstimateWatch(scores: scores, labels: labels, for: task),
        recalibration: try ScoreRecalibration(
          scores: scores, labels: labels, segments: codes, in: segments))
      drift = try DriftWatch(
        reference: CreditStream.table(rows), DriftWatchSettings(plan: settings.plan))
    }

    /// The greatest |mean residual| of a segment, and three of its standard errors.
    private static func greatestResidual(
      _ scores: [Double], _ labels: [Double], _ codes: [SegmentCodes], _ segments: SegmentColumns
    ) throws -> Double {
      (1..<segments.count).reduce(0) { most, number in
        let members = codes.indices.filter { row in
          (0..<SegmentColumns.mostColumns).contains { Int(codes[row].numbers[$0]) == number }
        }
        guard members.count > 30 else { return most }
        let count = Double(members.count)
        let mean = members.reduce(0) { $0 + labels[$1] - scores[$1] } / count
        return max(most, abs(mean) + 3 * 0.4 / count.squareRoot())
      }
    }
  }

  private func watched(
    _ reference: Reference, seed: UInt64, isDrifted: Bool, days: Int
  ) throws -> (Monitor, [DriftReport]) {
    var stream = CreditStream(seed: seed, isDrifted: isDrifted)
    let (count, start) = (days * Self.rowsPerDay, Instant("2025-02-01") ?? Instant(microseconds: 0))
    let rows = (0..<count).map { _ in stream.next() }
    let times = rows.indices.map {
      start.advanced(by: .days((Double($0) + 0.5) / Double(Self.rowsPerDay)))
    }
    var drift = reference.drift
    try drift.add(CreditStream.table(rows), times: times)
    try drift.finish()
    var monitor = try Monitor(reference.settings)
    for report in drift.reports { monitor.observe(report) }
    for (number, row) in rows.enumerated() {
      let key = UInt64(number)
      try monitor.add(
        .prediction(
          key: key, at: times[number], score: row.score,
          in: reference.segments.codes(row.values)))
      let delay = TimeSpan.days(0.5 * stream.numbers.exponential())
      try monitor.add(.label(key: key, at: times[number].advanced(by: delay), value: row.label))
    }
    try monitor.finish()
    return (monitor, drift.reports)
  }

  @Test func `of drifted rows the broken segment and the moved columns are named`() throws {
    let (monitor, reports) = try watched(Reference(), seed: 71, isDrifted: true, days: 40)
    let fired = monitor.changes.filter { $0.phase == .firing }
    let calibration = try #require(fired.first { $0.alert == "calibration" })
    #expect(calibration.explanation?.carriers?.carriers.first?.slice == Slice("region=re_3"))
    let moved = Set(reports.flatMap(\.moved))
    #expect(moved.contains("income"))
    #expect(moved.isSubset(of: ["age", "income", "channel"]))
  }

  /// Slow: 12 periods of the budget's 90 days. At most 12 alarms are to be expected, and as many windows
  /// that name a column; 12 + 3·√12 = 22 with a Poisson law.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `a stream of the same law keeps the whole budget`() throws {
    let reference = try Reference()
    var (alarms, named): ([String: Int], Int) = ([:], 0)
    for seed in 0..<12 as Range<UInt64> {
      let (monitor, reports) = try watched(reference, seed: 800 + seed, isDrifted: false, days: 90)
      for change in monitor.changes where change.phase == .firing {
        alarms[change.alert, default: 0] += 1
      }
      named += reports.count { !$0.moved.isEmpty }
    }
    print("alarms in 12 periods of the budget: \(alarms); \(named) of 1,080 windows name a column")
    #expect(alarms.values.reduce(0, +) <= 22)
    #expect(named <= 22)
  }
}

extension BinaryOutcomes {
  fileprivate func rocAUC() throws -> Double {
    let metric = try #require(MetricCatalogue.metric("roc_auc", in: MetricCatalogue.binary))
    return try #require(
      Evaluation(metrics: [metric], level: .ninetyFivePercent)
        .findings(on: self, subject: .model, slice: .all).first?.estimate.value)
  }
}
