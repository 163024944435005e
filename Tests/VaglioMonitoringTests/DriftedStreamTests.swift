import Foundation
import Testing
import VaglioFindings

@testable import VaglioMonitoring

/// The broken segment of a drifted stream is named with few labels; a stream of the same law as before
/// stays silent.
@Suite struct DriftedStreamTests {
  private func watched(
    seed: UInt64, isDrifted: Bool, rows: Int, labelShare: Double = 1
  ) throws -> Monitor {
    let segments = try SegmentColumns(CreditStream.columns)
    let map = try CreditStream.recalibration()
    var stream = CreditStream(seed: seed, isDrifted: isDrifted)
    let start = Instant("2025-02-01") ?? Instant(microseconds: 0)
    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: WindowPlan(width: .days(1), horizon: .days(4)),
        segments: segments,
        alerts: AlertRules(
          parsing: """
            version: 1
            budget: {days: 90, rows-per-day: 1000}
            alerts:
              - {name: calibration, watch: calibration,
                 segments: [region, channel, product, job, sex], severity: page}
            """)))
    try monitor.add(
      stream.events(
        rows, days: Double(rows) / 500, from: start, segments, recalibrated: map,
        labelShare: labelShare))
    try monitor.finish()
    return monitor
  }

  @Test func `the broken segment is named`() throws {
    let monitor = try watched(seed: 31, isDrifted: true, rows: 6000)
    let alert = try #require(monitor.changes.first { $0.phase == .firing })
    let explanation = try #require(alert.explanation)
    #expect(explanation.carriers?.carriers.first?.slice == Slice("region=re_3"))
    #expect((explanation.carriers?.carriers.first?.mean.value ?? 0) > 0)
    #expect(explanation.text.contains("region=re_3"))
    #expect(explanation.json["carriers"]?["segments"]?.array?.isEmpty == false)
    print(explanation.text)
  }

  @Test func `a stream of the same law stays silent`() throws {
    let monitor = try watched(seed: 32, isDrifted: false, rows: 6000)
    #expect(monitor.changes.isEmpty)
  }

  /// Slow: ten streams of either kind, of 40 days each. The budget is one false alarm in 90 days, so 4.4 in
  /// 400 days on average at most, and 4.4 + 3·√4.4 = 10.7 with a Poisson law.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `streams are told apart again and again`() throws {
    var (labels, falseAlarms) = ([Int](), 0)
    for seed in 100..<110 as Range<UInt64> {
      falseAlarms += try watched(seed: seed, isDrifted: false, rows: 20_000).changes
        .count { $0.phase == .firing }
      let monitor = try watched(seed: seed, isDrifted: true, rows: 20_000)
      let alert = try #require(monitor.changes.first { $0.phase == .firing })
      #expect(alert.explanation?.carriers?.carriers.first?.slice == Slice("region=re_3"))
      labels.append(alert.explanation?.carriers?.count ?? 0)
    }
    print("labelled rows to the alarm: \(labels.sorted()); \(falseAlarms) false alarms in 400 days")
    #expect(falseAlarms <= 10)
  }
}
