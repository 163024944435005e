import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTables

@testable import VaglioMonitoring

@Suite struct MulticlassMonitorTests {
  private let start = Instant("2025-02-01") ?? Instant(microseconds: 0)
  private let classes = ["a", "b", "c"]

  /// Predictions that are right with a probability of what they say times `factor`.
  private func events(
    _ count: Int, seed: UInt64, factor: (Int) -> Double = { _ in 1 }, corrected: Bool = false
  ) -> [MonitoredEvent] {
    var numbers = SeededNumbers(seed)
    return (0..<count).flatMap { number -> [MonitoredEvent] in
      let (confidence, predicted) = (0.4 + 0.6 * numbers.uniform(), Int(numbers.word() % 3))
      let isRight = numbers.uniform() < confidence * factor(number)
      let label = isRight ? predicted : (predicted + 1 + Int(numbers.word() % 2)) % 3
      let time = start.advanced(by: .days(Double(number) / 300))
      let key = UInt64(number)
      let wrong = corrected ? (label + 1) % 3 : label
      let known = MonitoredEvent.label(key: key, at: time, value: Double(wrong))
      let later = MonitoredEvent.correction(
        key: key, at: time.advanced(by: .hours(2)), value: Double(label))
      return [.prediction(key: key, at: time, class: predicted, confidence: confidence), known]
        + (corrected ? [later] : [])
    }
  }

  private func monitor(
    _ events: [MonitoredEvent], alerts: String? = nil, probabilities: Bool = true,
    order: MonitorSettings.EvidenceOrder = .labelArrival
  ) throws -> Monitor {
    let rules = try alerts.map {
      try AlertRules(
        parsing: "version: 1\nbudget: {days: 90, rows-per-day: 300}\nalerts:\n  - \($0)")
    }
    var monitor = try Monitor(
      MonitorSettings(
        task: .multiclass(classes: classes, probabilities: probabilities),
        plan: WindowPlan(width: .days(1), horizon: .days(1)), alerts: rules, evidenceOrder: order))
    try monitor.add(events)
    try monitor.finish()
    return monitor
  }

  @Test func `a window's metrics are those of its decisions`() throws {
    let events = events(300, seed: 61)
    let monitor = try monitor(events)
    let report = try #require(monitor.reports.first)
    let predictions = events.filter { $0.kind == .prediction }
    let labels = events.filter { $0.kind == .label }
    let outcomes = MulticlassOutcomes(
      classes: classes, labels: labels.map { Int32($0.value) },
      predicted: predictions.map { Int32($0.classCode) - 1 })
    let metrics = try MonitoredTask.multiclassMetrics.map {
      try #require(MetricCatalogue.metric($0, in: MetricCatalogue.multiclass))
    }
    let whole = Evaluation(metrics: metrics, level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model, slice: .all)
    #expect(report.findings == whole)
    #expect(report.labelled == 300)
    // 300 right of the confidence on average: E = 0.7.
    let accuracy = try #require(report.findings[0].estimate.value)
    #expect(abs(accuracy - 0.7) < 4 * (0.21 / 300).squareRoot())
    #expect(report.meanScore?.estimate.value != nil)
    #expect(
      monitor.reports.last?.sinceStart.map(\.metric)
        == ["accuracy", "top_label_brier_score", "mean_confidence"])
  }

  @Test func `labels that are put right leave no trace in windows`() throws {
    let right = try monitor(events(600, seed: 62))
    let mended = try monitor(events(600, seed: 62, corrected: true))
    // The last corrections reach into a third day, which has no rows.
    let same = right.reports.map(\.findings) == mended.reports.prefix(2).map(\.findings)
    #expect(same && right.reports.count == 2)
    #expect(mended.tally.corrections == 600)
  }

  @Test func `top-label calibration rings when the predicted class comes true too seldom`() throws {
    let rule = "{name: c, watch: calibration}"
    #expect(try monitor(events(6000, seed: 63), alerts: rule).changes.isEmpty)
    let off = try monitor(
      events(6000, seed: 63, factor: { $0 < 3000 ? 1 : 0.8 }), alerts: rule)
    let fired = try #require(off.changes.first { $0.phase == .firing })
    #expect(fired.at.since(start).days > 10)
    #expect((fired.explanation?.mean?.value ?? 0) < 0)
  }

  @Test func `the zero-one loss counts wrong classes whatever the probability`() throws {
    let rule = "{name: z, watch: loss, loss: zero_one_loss, baseline: 0.3, tolerance: 0.02}"
    let off = events(6000, seed: 64, factor: { $0 < 3000 ? 1 : 0.7 })
    let fired = try #require(
      try monitor(off, alerts: rule).changes.first { $0.phase == .firing })
    #expect(fired.at.since(start).days > 10)
    // Without probabilities the same is seen.
    let bare = off.map { event in
      event.kind == .prediction
        ? .prediction(
          key: event.key, at: event.time, class: Int(event.classCode) - 1, confidence: nil) : event
    }
    let same = try monitor(bare, alerts: rule, probabilities: false)
    #expect(same.changes.first { $0.phase == .firing }?.at == fired.at)
    #expect(same.reports.first?.meanScore == nil)
    #expect(same.tally.missingScores == 0)
  }

  @Test func `what is no class, no probability or no metric of decisions is told`() throws {
    let odd: [MonitoredEvent] = [
      .prediction(key: 1, at: start, class: 3, confidence: 0.5),
      .prediction(key: 2, at: start, class: 1, confidence: 1.5),
      .prediction(key: 3, at: start, score: 0.5),
      .prediction(key: 4, at: start, class: 1, confidence: nil),
      .prediction(key: 5, at: start, class: 1, confidence: 0.5),
      .prediction(key: 5, at: start, class: 2, confidence: 0.5),
      .label(key: 5, at: start, value: 3), .label(key: 5, at: start, value: 0.5),
    ]
    let monitor = try monitor(odd)
    #expect(monitor.tally.missingScores == 4)
    #expect(monitor.tally.conflictingPredictions == 1)
    #expect(monitor.tally.invalidLabels == 2)
    for (classes, metrics) in [
      (["a"], ["accuracy"]), (["a", "a"], ["accuracy"]), (["a", "b"], ["log_loss"]),
      (["a", "b"], ["nothing"]),
    ] {
      #expect(throws: MonitoringError.self) {
        try MonitoredTask.multiclass(classes: classes, metrics: metrics)
      }
    }
    #expect(throws: MonitoringError.self) {
      try self.monitor([], alerts: "{name: c, watch: calibration}", probabilities: false)
    }
    #expect(throws: MonitoringError.self) {
      try self.monitor(
        [], alerts: "{name: c, watch: loss, loss: absolute_error, cap: 1, baseline: 0}")
    }
  }

  @Test func `events are read from columns of classes or of probabilities`() throws {
    let table = Table([
      Column(name: "id", texts: ["1", "2", "3", "4"]),
      Column(name: "time", texts: Array(repeating: "2025-02-01T10:00:00Z", count: 4)),
      Column(name: "a", numbers: [0.2, 0.5, 0.1, .nan]),
      Column(name: "b", numbers: [0.7, 0.5, 0.2, 0.1]),
      Column(name: "c", numbers: [0.1, 0, 0.7, 0.1]),
      Column(name: "class", texts: ["b", "a", "z", nil]),
    ])
    let events = try EventTable(table, id: "id", time: "time")
    let predicted = try events.predictions(probabilities: classes)
    #expect(predicted.map(\.classCode) == [2, 1, 3, 0])
    #expect(predicted.prefix(3).map(\.value) == [0.7, 0.5, 0.7])
    #expect(predicted[3].value.isNaN)
    let named = try events.predictions(class: "class", of: classes, confidence: "b")
    #expect(named.map(\.classCode) == [2, 1, 0, 0])
    #expect(try events.labels(class: "class", of: classes).map(\.value) == [1, 0, -1])
  }
}
