import Testing
import VaglioEvaluation
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct WindowTests {
  private let start = Instant("2025-02-01") ?? Instant(microseconds: 0)

  private func monitor(
    _ events: [MonitoredEvent], _ plan: WindowPlan, _ segments: SegmentColumns = .none,
    task: MonitoredTask? = nil, capacity: Int = 1_000_000
  ) throws -> Monitor {
    var monitor = try Monitor(
      MonitorSettings(
        task: task ?? .binary(), plan: plan, segments: segments,
        log: EventLog.Settings(largestJump: .days(60)), capacity: capacity))
    try monitor.add(events)
    try monitor.finish()
    return monitor
  }

  private func at(_ day: Double) -> Instant { start.advanced(by: .days(day)) }

  @Test func `a window says what an evaluation of its rows says, to the bit`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(2))
    var stream = CreditStream(seed: 3, isDrifted: false)
    let segments = try SegmentColumns(CreditStream.columns)
    let events = stream.events(900, days: 3, from: start, segments)
    let monitor = try monitor(events, plan, segments)
    let predictions = events.filter {
      $0.kind == .prediction && $0.time >= at(1) && $0.time < at(2)
    }
    let labels = Dictionary(
      uniqueKeysWithValues: events.filter { $0.kind == .label }.map { ($0.key, $0) })
    let rows = predictions.compactMap { prediction in
      labels[prediction.key].flatMap { label in
        label.time.since(prediction.time) <= .days(2) ? (prediction.value, label.value) : nil
      }
    }
    let metrics: [any Metric<BinaryOutcomes>] = [
      BrierScore(), LogLoss(), Accuracy(), Recall(), Precision(), ROCAUC(), MeanPrediction(),
      Prevalence(),
    ]
    let expected = Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: BinaryOutcomes(labels: rows.map { UInt8($0.1) }, scores: rows.map(\.0)),
      subject: .model)
    let report = try #require(
      monitor.reports.first { $0.start == at(1) && $0.slice == .all && $0.isFinal })
    #expect(report.findings == expected)
    #expect(report.predictions == predictions.count)
    #expect(report.labelled == rows.count)
    // Segments of a column share the rows out.
    let regions = monitor.reports.filter {
      $0.start == at(1) && $0.slice.columns == ["region"]
    }
    #expect(regions.reduce(0) { $0 + $1.predictions } == predictions.count)
  }

  @Test func `a sliding window holds the rows of its steps`() throws {
    let plan = try WindowPlan(width: .days(3), step: .days(1), horizon: .zero)
    // Day d has d + 1 predictions, labelled at once.
    let events = (0..<6).flatMap { day in
      (0...day).flatMap { number -> [MonitoredEvent] in
        let (key, time) = (UInt64(day * 10 + number), at(Double(day) + 0.1 * Double(number)))
        return [
          .prediction(key: key, at: time, score: 0.4), .label(key: key, at: time, value: 1),
        ]
      }
    }
    let monitor = try monitor(events, plan)
    #expect(monitor.reports.map(\.predictions) == [6, 9, 12, 15])
    #expect(monitor.reports.map(\.labelled) == [6, 9, 12, 15])
    #expect(monitor.store.steps.count <= 3)
  }

  @Test func `a month without data has windows with count 0`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .zero)
    let events = [0.0, 0.1, 31, 31.1].enumerated().map { id, day in
      MonitoredEvent.prediction(key: UInt64(id), at: at(day), score: 0.5)
    }
    let monitor = try monitor(events, plan)
    #expect(monitor.reports.map(\.predictions) == [2] + Array(repeating: 0, count: 30) + [2])
    #expect(monitor.reports[5].coverage == nil)
    #expect(monitor.reports[5].findings.allSatisfy { $0.estimate.undefined != nil })
  }

  @Test func `all labels missing leaves counts, mean score and no metric`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(1))
    let events = (0..<40).map { id in
      MonitoredEvent.prediction(key: UInt64(id), at: at(Double(id) / 10), score: 0.25)
    }
    let monitor = try monitor(events, plan)
    let report = monitor.reports[0]
    #expect(report.coverage == 0)
    #expect(report.meanScore?.estimate.value == 0.25)
    #expect(report.findings.allSatisfy { $0.estimate.undefined != nil })
    #expect(report.maturity != nil)
    #expect(report.maturity?.expectedShare == nil)
  }

  @Test func `one class in a window leaves the area undefined and says why`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .zero)
    let events = (0..<20).flatMap { (id: Int) -> [MonitoredEvent] in
      [
        .prediction(key: UInt64(id), at: at(0.01), score: Double(id) / 20),
        .label(key: UInt64(id), at: at(0.01), value: 0),
      ]
    }
    let findings = try #require(monitor(events, plan).reports.first).findings
    let area = try #require(findings.first { $0.measure == "roc_auc" })
    #expect(area.estimate.undefined == Undefined("no row is positive"))
    #expect(findings.first { $0.measure == "prevalence" }?.estimate.value == 0)
  }

  @Test func `a column that vanishes fills the segment of missing values`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .zero)
    let segments = try SegmentColumns([("region", ["a", "b"])])
    let events = (0..<40).map { (id: Int) -> MonitoredEvent in
      let values: [String?] = id >= 20 ? [] : id % 2 == 0 ? ["a"] : ["c"]
      return .prediction(
        key: UInt64(id), at: at(Double(id) / 20), score: 0.5, in: segments.codes(values))
    }
    let reports = try self.monitor(events, plan, segments).reports
    func count(_ day: Double, _ value: String) -> Int? {
      reports.first {
        $0.start == at(day) && $0.slice.conditions.first?.value == value
      }?.predictions
    }
    #expect(count(0, "a") == 10)
    #expect(count(0, "b") == nil)
    #expect(count(0, "(other)") == 10)
    #expect(count(0, "(missing)") == nil)
    #expect(count(1, "(missing)") == 20)
  }

  @Test func `labels count within the horizon alone, and scores within the task`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(2))
    let events: [MonitoredEvent] = [
      .prediction(key: 1, at: at(0), score: 0.5), .label(key: 1, at: at(2), value: 1),
      .prediction(key: 2, at: at(0), score: 0.5), .label(key: 2, at: at(2.01), value: 1),
      .prediction(key: 3, at: at(0), score: 1.5), .label(key: 3, at: at(1), value: 1),
      .prediction(key: 4, at: at(0), score: nil), .label(key: 4, at: at(1), value: 2),
      .prediction(key: 5, at: at(0), score: 0.5, by: .candidate),
      .label(key: 77, at: at(0.5), value: 1),
      .prediction(key: 6, at: at(9), score: 0.5),
    ]
    let monitor = try monitor(events, plan)
    #expect(monitor.reports[0].predictions == 4)
    #expect(monitor.reports[0].labelled == 2)
    #expect(monitor.reports[0].missingScores == 2)
    #expect(monitor.reports[0].findings[0].count == 1)
    let tally = monitor.tally
    #expect(tally.lateLabels == 1)
    #expect(tally.missingScores == 2)
    #expect(tally.invalidLabels == 1)
    #expect(tally.otherSubjects == 1)
    #expect(tally.unknownIDs == 1)
  }

  @Test func `a store that is full lets waiting labels go first`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(9))
    let events: [MonitoredEvent] = [
      .label(key: 90, at: at(0), value: 1), .label(key: 91, at: at(0), value: 1),
      .prediction(key: 1, at: at(0.1), score: 0.5), .prediction(key: 2, at: at(0.2), score: 0.5),
      .prediction(key: 3, at: at(0.3), score: 0.5), .prediction(key: 4, at: at(0.4), score: 0.5),
    ]
    let monitor = try monitor(events, plan, capacity: 3)
    // Two labels and a prediction wait; predictions 2 and 3 push the labels out, 4 finds no room.
    #expect(monitor.tally.droppedAtCapacity == 3)
    #expect(monitor.reports[0].predictions == 3)
  }

  @Test func `counts kept step by step are those of the rows`() throws {
    let settings = try ArrivalOrderTests.settings(alerts: false)
    var store = PredictionStore(settings.plan, capacity: 10_000)
    var tally = EventTally()
    for event in ArrivalOrderTests.untidy(settings.segments, count: 800).sorted() {
      if event.kind == .prediction {
        _ = store.take(prediction: event, &tally)
      } else {
        _ = store.take(label: event, &tally)
      }
    }
    #expect(tally.conflictingPredictions > 0)
    for (number, step) in store.steps {
      let rows = store.rows(inSteps: number..<(number + 1))
      #expect(step.count == rows.count)
      #expect(step.labelled == rows.count { $0.isLabelled })
    }
  }

  @Test func `numbers are watched as classes are`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .zero)
    var numbers = SeededNumbers(2)
    let events = (0..<500).flatMap { id -> [MonitoredEvent] in
      let truth = 10 * numbers.uniform()
      return [
        .prediction(key: UInt64(id), at: at(Double(id) / 250), score: truth + 0.5),
        .label(key: UInt64(id), at: at(Double(id) / 250), value: truth),
      ]
    }
    let monitor = try monitor(events, plan, task: .regression())
    let bias = try #require(monitor.reports[0].findings.first { $0.measure == "bias" })
    // prediction − label is ½ up to the rounding of labels below 16: 2⁻⁴⁹.
    #expect(abs((bias.estimate.value ?? 0) - 0.5) < 0x1p-48)
  }

  @Test func `wild times are refused, not walked through`() throws {
    let plan = try WindowPlan(width: .seconds(1), horizon: .zero)
    var monitor = try Monitor(
      MonitorSettings(
        task: .binary(), plan: plan, log: EventLog.Settings(minimumRun: 1)))
    try monitor.add(.prediction(key: 1, at: at(0), score: 0.5))
    try monitor.add(.prediction(key: 2, at: at(9000), score: 0.5))
    #expect(throws: MonitoringError.tooManyLooks(.seconds(1))) { try monitor.finish() }
  }

  @Test func `the sequence since the start holds the mean of closed steps`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(1))
    var stream = CreditStream(seed: 21, isDrifted: false)
    let events = stream.events(2000, days: 4, from: start, .none)
    let monitor = try monitor(events, plan)
    let last = try #require(monitor.reports.last { $0.slice == .all })
    let brier = try #require(last.sinceStart.first { $0.metric == "brier_score" })
    let interval = try #require(brier.estimate.interval)
    #expect(interval.contains(try #require(brier.estimate.value)))
    #expect(brier.count > 1000)
  }

  @Test func `maturity foretells the labels to come from older windows`() throws {
    let plan = try WindowPlan(width: .days(1), horizon: .days(3))
    var numbers = SeededNumbers(6)
    var events: [MonitoredEvent] = []
    for id in 0..<4000 {
      let time = at(Double(id) / 400)
      events.append(.prediction(key: UInt64(id), at: time, score: 0.5))
      // Six of ten get a label, evenly over two days.
      guard numbers.uniform() < 0.6 else { continue }
      let delay = TimeSpan.days(2 * numbers.uniform())
      events.append(.label(key: UInt64(id), at: time.advanced(by: delay), value: 1))
    }
    var monitor = try Monitor(
      MonitorSettings(task: .binary(), plan: plan, reportsEndedWindows: true))
    try monitor.add(events)
    try monitor.finish()
    let reports = monitor.reports.filter { $0.start == at(6) }
    let (ended, final) = (try #require(reports.first), try #require(reports.last))
    #expect(!ended.isFinal && final.isFinal)
    let expected = try #require(ended.maturity?.expectedCoverage)
    #expect(expected.interval?.contains(0.6) == true)
    // Ages are even between 0 and 1 day, so that a quarter of the labels is here; parts of 3/64 days put
    // it up to a part, 1/43 of two days, lower. 400 rows of probability 0.15: 4 standard errors are
    // 4·√(0.15·0.85/400)/0.6 = 0.12.
    let share = try #require(ended.maturity?.expectedShare)
    #expect(abs(share - 0.25) < 0.05)
    #expect(abs((ended.coverage ?? 0) / 0.6 - 0.25) < 0.12)
    #expect((final.coverage ?? 0) > 0.5)
    // A mean of 400 equal numbers, divided by that number: 402 roundings.
    #expect(abs((final.maturity?.expectedShare ?? 0) - 1) <= 402 * 0x1p-53)
  }
}
