internal import VaglioFindings
internal import VaglioGates
internal import VaglioStatistics

/// One rule at work: the segments it watches, its share of the budget, its evidence.
struct RuleWatch: Sendable {
  enum Evidence: Sendable {
    case calibration(CalibrationWatch)
    case loss(LossWatch)
    case window(MonitoredTask?, ConfidenceLevel)
    case measure(ConfidenceLevel)
  }

  let rule: AlertRule
  let share: FalseAlarmBudget.Share
  /// The segments watched; 0 is all rows.
  let numbers: [Int]
  var evidence: Evidence
  private let recalibration: ScoreRecalibration?

  init(
    _ rule: AlertRule, _ share: FalseAlarmBudget.Share, _ numbers: [Int], _ task: MonitoredTask,
    period: TimeSpan, recalibration: ScoreRecalibration? = nil
  ) throws(MonitoringError) {
    (self.rule, self.share, self.numbers) = (rule, share, numbers)
    self.recalibration = recalibration
    switch rule.watch {
    case .calibration:
      evidence = .calibration(
        try CalibrationWatch(alpha: share.threshold, period: period, segments: numbers))
    case .loss(let named, let baseline, let tolerance):
      let loss = task.isMulticlass ? named.ofPredictedClass : named
      let isResidual = loss == .residual
      let lower = isResidual ? baseline - tolerance : loss.range.lowerBound
      let upper = baseline + tolerance
      guard lower <= upper else { throw .setting("tolerance", expected: "0 or more") }
      evidence = .loss(
        try LossWatch(
          loss, allowed: lower...upper, alternative: isResidual ? .different : .greater,
          runLength: share.threshold, segments: numbers))
    case .metric(let name, _, _):
      evidence = .window(try Self.task(name, task), Self.level(share))
    case .measure: evidence = .measure(Self.level(share))
    }
  }

  /// The two-sided level whose one side is the share's α.
  private static func level(_ share: FalseAlarmBudget.Share) -> ConfidenceLevel {
    ConfidenceLevel(1 - 2 * share.threshold) ?? .ninetyFivePercent
  }

  /// The task with the one metric; `nil` for what is counted and not measured.
  private static func task(
    _ name: String, _ task: MonitoredTask
  ) throws(MonitoringError) -> MonitoredTask? {
    if WindowCount(rawValue: name) != nil { return nil }
    guard let single = task.with(metric: name) else {
      throw .setting("metric", expected: "a metric of the task, not \"\(name)\"")
    }
    return single
  }

  static func claim(_ rule: AlertRule, watches: Int) -> FalseAlarmBudget.Claim {
    let kind: FalseAlarmBudget.Claim.Kind =
      switch rule.watch {
      case .calibration: .eProcess
      case .loss: .detector
      case .metric, .measure: .window
      }
    return FalseAlarmBudget.Claim(
      name: rule.name, kind: kind, watches: watches, weight: rule.weight)
  }

  /// Takes labelled rows in their order.
  mutating func take(_ rows: LabelledColumns, bySegment: [[Int]]) throws(MonitoringError) {
    switch evidence {
    case .calibration(var watch):
      evidence = .measure(.ninetyFivePercent)
      try watch.take(rows, recalibration)
      evidence = .calibration(watch)
    case .loss(var watch):
      evidence = .measure(.ninetyFivePercent)
      try watch.take(rows, bySegment: bySegment)
      evidence = .loss(watch)
    case .window, .measure: break
    }
  }

  /// What the sequential evidence says; empty for rules that wait for windows or measures.
  func signals(_ segments: SegmentColumns) -> [Signal] {
    switch evidence {
    case .calibration(let watch): watch.signals(rule.name, segments)
    case .loss(let watch): watch.signals(rule.name, segments)
    case .window, .measure: []
    }
  }

  /// Lets evidence that has rung start anew; segments whose alert is pending are held.
  mutating func rearm(at now: Instant, _ phases: [Int: AlertPhase]) throws(MonitoringError) {
    let held = Set(phases.filter { $0.value == .pending }.keys)
    switch evidence {
    case .calibration(var watch):
      let hasRung = held.isEmpty && phases.values.contains(.firing) && watch.hasFound
      try watch.rearm(at: now, wasFound: hasRung)
      evidence = .calibration(watch)
    case .loss(var watch):
      watch.rearm(except: held)
      evidence = .loss(watch)
    case .window, .measure: break
    }
  }

  /// The test that tells carriers; `nil` where rows do not tell.
  var carrierTest: CarrierTest? {
    switch evidence {
    case .calibration: .calibration(recalibration)
    case .loss(let watch): watch.hypothesis.map { .loss(watch.loss, $0) }
    case .window, .measure: nil
    }
  }

  /// The level at which carriers are told.
  var carrierAlpha: Double {
    if case .calibration(let watch) = evidence { return watch.alpha }
    return 0.05
  }

  /// What is watched, by name.
  var measure: String {
    switch rule.watch {
    case .calibration: "calibration"
    case .loss(let loss, _, _): loss.name
    case .metric(let name, _, _): name
    case .measure(let name, _): name
    }
  }

  /// The bound that should be kept, if there is one.
  var bound: AlertBound? {
    switch rule.watch {
    case .calibration: nil
    case .loss(let loss, let baseline, let tolerance):
      loss == .residual ? nil : .atMost(baseline + tolerance)
    case .metric(_, let bound, _), .measure(_, let bound): bound
    }
  }
}

/// What is counted of a window and not measured.
enum WindowCount: String, CaseIterable {
  case labelCoverage = "label_coverage"
  case rowCount = "row_count"
  case missingScoreShare = "missing_score_share"
}

extension RuleWatch {
  /// What a window says of each segment, for a rule that waits for windows.
  func signals(
    _ window: WindowRows, _ segments: SegmentColumns, subject: Subject
  ) -> [Signal] {
    guard case .window(let task, let level) = evidence, let bound else { return [] }
    return numbers.map { number in
      var signal = Signal(alert: rule.name, slice: segments.slice(number))
      signal.since = window.start
      if let task {
        let finding = window.findings(task, number, subject: subject, level: level).first
        signal.take(finding?.estimate, count: finding?.count ?? 0, bound)
      } else {
        let counts = window.counts(number)
        if measure == WindowCount.rowCount.rawValue {
          signal.take(certain: counts.predictions, bound)
        } else {
          signal.take(
            Self.counted(measure, counts, level), count: counts.predictions, bound)
        }
      }
      return signal
    }
  }

  /// What a measure says that was brought; judged by its interval at the level of the rule's share.
  func signal(of finding: Finding) -> Signal? {
    guard case .measure(let level) = evidence, finding.measure == measure, let bound else {
      return nil
    }
    var signal = Signal(alert: rule.name, slice: finding.slice)
    signal.take(finding.estimate, count: finding.count, bound, at: level)
    return signal
  }

  private static func counted(
    _ name: String, _ counts: (predictions: Int, labelled: Int, missing: Int),
    _ level: ConfidenceLevel
  ) -> Estimate {
    guard counts.predictions > 0 else {
      return .undefined(Undefined("the window has no predictions"))
    }
    let part = name == WindowCount.labelCoverage.rawValue ? counts.labelled : counts.missing
    let (successes, trials) = (Double(part), Double(counts.predictions))
    return Estimate(
      successes / trials,
      Uncertainty(at: level) {
        ProportionInterval.wilson(successes: successes, trials: trials, level: $0)
      })
  }
}

extension RuleWatch {
  /// What the rule's condition comes to on each segment of a window with predictions; nothing of measures,
  /// which do not come from rows.
  func judged(
    _ window: WindowRows, _ segments: SegmentColumns, subject: Subject
  ) -> [JudgedWindow] {
    numbers.compactMap { number in
      let counts = window.counts(number)
      guard counts.predictions > 0, let estimate = estimate(window, number, segments, subject)
      else {
        return nil
      }
      return JudgedWindow(
        alert: rule.name, slice: segments.slice(number), start: window.start, end: window.end,
        estimate: estimate, count: counts.labelled, predictions: counts.predictions)
    }
  }

  private func estimate(
    _ window: WindowRows, _ number: Int, _ segments: SegmentColumns, _ subject: Subject
  ) -> Estimate? {
    if let carrierTest {
      return EvidenceCarriers.mean(carrierTest.values(window.labelled(number), in: number))
    }
    guard case .window(let task?, _) = evidence else { return nil }
    return window.findings(task, number, subject: subject, level: .ninetyFivePercent).first?
      .estimate
  }
}

extension Signal {
  /// Takes an estimate in: raised when its interval lies wholly on the wrong side. Without an interval
  /// nothing can be said.
  mutating func take(_ estimate: Estimate?, count: Int, _ bound: AlertBound) {
    self.count = count
    guard let value = estimate?.value else {
      absence = estimate?.undefined?.reason ?? "it was not measured"
      return
    }
    self.value = value
    guard let interval = estimate?.interval else {
      absence = "it has no interval on these rows"
      return
    }
    bounds = interval.lower...interval.upper
    isRaised = bound.isBroken(by: interval.lower...interval.upper)
  }

  /// Takes an estimate in at a level that may not be its interval's: read off its curve, or its interval as
  /// it is if that has at least the level.
  mutating func take(
    _ estimate: Estimate, count: Int, _ bound: AlertBound, at level: ConfidenceLevel
  ) {
    take(estimate, count: count, bound)
    guard let interval = estimate.interval else { return }
    if let found = estimate.curve?.bounds(atDeviate: level.deviate), found.lower <= found.upper {
      bounds = found.lower...found.upper
      isRaised = bound.isBroken(by: found.lower...found.upper)
    } else if interval.level < level.fraction {
      (bounds, isRaised) = (nil, nil)
      absence =
        "its interval is of level \(NumberText.rounded(interval.level)), and the budget asks for "
        + NumberText.rounded(level.fraction)
    }
  }

  /// Takes a count in, which is known for certain.
  mutating func take(certain value: Int, _ bound: AlertBound) {
    (self.value, count) = (Double(value), value)
    isRaised = bound.isBroken(by: Double(value)...Double(value))
  }
}
