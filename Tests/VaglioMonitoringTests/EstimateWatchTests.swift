import Glibc
import Testing
import VaglioEvaluation
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct EstimateWatchTests {
  private let start = Instant("2025-02-01") ?? Instant(microseconds: 0)

  private func sigmoid(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

  /// Scores that are too sure of themselves: the logit of the truth is 0.7 of the score's.
  private func row(_ numbers: inout SeededNumbers, shift: Double = 0) -> (Double, Double) {
    let logit = shift - 1 + 1.5 * numbers.normal()
    let truth = sigmoid(0.7 * logit)
    return (sigmoid(logit), numbers.uniform() < truth ? 1 : 0)
  }

  private func reference(
    _ task: MonitoredTask, isReversed: Bool = false
  ) throws -> EstimateWatch {
    var numbers = SeededNumbers(41)
    var rows = (0..<8000).map { _ in row(&numbers) }
    if isReversed { rows.reverse() }
    return try EstimateWatch(scores: rows.map(\.0), labels: rows.map(\.1), for: task)
  }

  private func monitor(
    shift: (Int) -> Double, alerts: AlertRules? = nil, estimates: EstimateWatch,
    task: MonitoredTask
  ) throws -> Monitor {
    var monitor = try Monitor(
      MonitorSettings(
        task: task, plan: WindowPlan(width: .days(1), horizon: .days(5)), alerts: alerts,
        estimates: estimates))
    var numbers = SeededNumbers(42)
    for number in 0..<9000 {
      let (key, day) = (UInt64(number), number / 1500)
      let time = start.advanced(by: .days(Double(number) / 1500))
      let (score, label) = row(&numbers, shift: shift(day))
      try monitor.add(.prediction(key: key, at: time, score: score))
      try monitor.add(.label(key: key, at: time.advanced(by: .days(4)), value: label))
    }
    try monitor.finish()
    return monitor
  }

  @Test func `estimated stands beside realised, and follows a shift of the rows`() throws {
    let task = try MonitoredTask.binary(metrics: ["brier_score", "roc_auc", "mean_prediction"])
    let monitor = try monitor(
      shift: { $0 < 3 ? 0 : 1 }, estimates: reference(task), task: task)
    let reports = monitor.reports.filter { $0.slice == .all && $0.labelled == 1500 }
    #expect(reports.count == 6)
    for report in reports {
      #expect(report.estimated.map(\.measure) == ["estimated_brier_score", "estimated_roc_auc"])
      for (estimated, realised) in zip(report.estimated, report.findings) {
        let (a, b) = try (
          #require(estimated.estimate.interval), #require(realised.estimate.interval)
        )
        // Both cover the truth 95 times in 100: apart they are in a case of a thousand.
        #expect(a.lower <= b.upper && b.lower <= a.upper)
        #expect(estimated.count == 1500)
      }
      #expect(report.json["estimated"] != nil)
    }
    var (history, copy) = (WatchHistory(), monitor)
    history.take(from: &copy)
    let exhibit = try #require(
      history.exhibits(of: copy).first { $0.kind == "watch_metric" && $0.slice == .all })
    guard case .numbers(let estimated)? = exhibit.series["estimated"] else {
      Issue.record("no estimates in the exhibit")
      return
    }
    #expect(estimated.prefix(6).allSatisfy { $0 != nil })
    let brier = reports.map { $0.estimated[0].estimate.value ?? 0 }
    #expect(brier[3...].min() ?? 0 > brier[..<3].max() ?? 1)
  }

  @Test func `the estimates are those of the method on the window's scores`() throws {
    let task = try MonitoredTask.binary(metrics: ["accuracy"])
    let watch = try reference(task)
    var numbers = SeededNumbers(43)
    let scores = (0..<500).map { _ in row(&numbers).0 }
    let found = watch.findings(scores: scores, subject: .model, level: .ninetyFivePercent)
    let backwards = try reference(task, isReversed: true)
    #expect(
      found == backwards.findings(scores: scores, subject: .model, level: .ninetyFivePercent))
    var reference = SeededNumbers(41)
    let rows = (0..<8000).map { _ in row(&reference) }
    let plain = try ConfidenceBasedPerformance(
      reference: BinaryOutcomes(labels: rows.map { UInt8($0.1) }, scores: rows.map(\.0)), seed: 0
    ).estimates(
      of: [Accuracy()], on: UnlabelledScores(scores), level: .ninetyFivePercent)
    #expect(found[0].estimate.value == plain[0].estimate.value)
  }

  @Test func `an alert on an estimate rings before any label is here`() throws {
    let task = try MonitoredTask.binary(metrics: ["prevalence"])
    let alerts = try AlertRules(
      parsing: """
        version: 1
        budget: {days: 90, rows-per-day: 1500}
        alerts:
          - {name: rate, watch: measure, measure: estimated_prevalence, at-most: 0.45}
        """)
    let monitor = try monitor(
      shift: { $0 < 3 ? 0 : 1.5 }, alerts: alerts, estimates: reference(task), task: task)
    let fired = monitor.changes.filter { $0.phase == .firing }
    #expect(fired.map { $0.at.since(start).days } == [4])
  }

  @Test func `a window of few scores has estimates without a value`() throws {
    let task = try MonitoredTask.binary(metrics: ["accuracy"])
    let found = try reference(task).findings(
      scores: [0.1, 0.2], subject: .model, level: .ninetyFivePercent)
    #expect(found.map(\.measure) == ["estimated_accuracy"])
    #expect(found[0].estimate.undefined?.reason.contains("2 rows") == true)
  }

  @Test func `a reference that teaches nothing is refused`() throws {
    let task = try MonitoredTask.binary()
    func refused(_ scores: [Double], _ labels: [Double], _ task: MonitoredTask, groups: Int = 20) {
      #expect(throws: MonitoringError.self) {
        try EstimateWatch(scores: scores, labels: labels, for: task, groups: groups)
      }
    }
    let (scores, labels) = ((0..<200).map { Double($0) / 200 }, (0..<200).map { Double($0 % 2) })
    refused([], [], task)
    refused(scores, [1], task)
    refused(scores, scores.map { _ in 1 }, task)
    refused(scores, scores, task)
    refused(scores.map { $0 * 2 }, labels, task)
    refused([.nan] + scores.dropFirst(), labels, task)
    refused(scores, labels, try .regression())
    refused(scores, labels, try .binary(probabilities: false))
    refused(scores, labels, task, groups: 1)
  }
}
