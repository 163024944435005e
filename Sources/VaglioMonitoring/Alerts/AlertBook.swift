internal import VaglioFindings
internal import VaglioStatistics

/// The alerts of a model: their rules at work, their phases, and what has changed.
struct AlertBook: Sendable {
  private struct Key: Hashable {
    let rule: Int
    let slice: Slice
  }

  private struct Observation {
    let finding: Finding
    let time: Instant
    let hasMoved: Bool
  }

  let budget: FalseAlarmBudget?
  let shares: [FalseAlarmBudget.Share]
  private(set) var changes: [AlertChange] = []
  /// Whether what is seen at looks is kept until it is taken out.
  var keepsHistory = false
  private(set) var looks: [AlertLook] = []
  private(set) var judgedWindows: [JudgedWindow] = []
  private var watches: [RuleWatch]
  private var states: [Key: AlertState] = [:]
  private var observations: [Observation] = []
  private var moved: [Finding] = []
  /// The windows that each rule has judged and that are not final yet.
  private var judged: [Set<Int>]
  private let minimumCoverage: [Double?]

  init(_ settings: MonitorSettings) throws(MonitoringError) {
    guard let alerts = settings.alerts, !alerts.rules.isEmpty else {
      (budget, shares, watches, judged, minimumCoverage) = (nil, [], [], [], [])
      return
    }
    if let recalibration = settings.recalibration, recalibration.segments != settings.segments {
      throw .setting("segments of the recalibration", expected: "those that are watched")
    }
    let budget = try FalseAlarmBudget(
      days: alerts.days, rowsPerDay: alerts.rowsPerDay,
      looksPerDay: 86_400 / settings.plan.step.seconds)
    let numbers = try alerts.rules.mapped { (rule: AlertRule) throws(MonitoringError) in
      try Self.numbers(rule, settings)
    }
    let shares = try budget.shares(
      of: zip(alerts.rules, numbers).map { RuleWatch.claim($0, watches: $1.count) })
    watches = try alerts.rules.indices.map { (place: Int) throws(MonitoringError) in
      try RuleWatch(
        alerts.rules[place], shares[place], numbers[place], settings.task,
        period: .days(alerts.days), recalibration: settings.recalibration)
    }
    judged = alerts.rules.map { _ in [] }
    minimumCoverage = alerts.rules.map { rule in
      guard case .metric(_, _, let least) = rule.watch else { return nil }
      return least
    }
    (self.budget, self.shares) = (budget, shares)
  }

  /// The segments that a rule watches: all rows, and those of its columns.
  private static func numbers(
    _ rule: AlertRule, _ settings: MonitorSettings
  ) throws(MonitoringError) -> [Int] {
    try check(rule, settings.task)
    var numbers = [0]
    for column in rule.segments {
      guard let found = settings.segments.numbers(ofColumn: column) else {
        let known = settings.segments.columns.map(\.name)
        let nearest = NearestWord(to: column, among: known)?.word
        throw .setting(
          "segments of the alert \(rule.name)",
          expected: "columns that are watched apart, not \"\(column)\""
            + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
      }
      numbers += found
    }
    return numbers
  }

  private static func check(
    _ rule: AlertRule, _ task: MonitoredTask
  ) throws(MonitoringError) {
    let name = "watch of the alert \(rule.name)"
    switch (rule.watch, task.kind) {
    case (.calibration, .regression), (.loss(.brier, _, _), .regression),
      (.loss(.zeroOne, _, _), .regression), (.loss(.residual, _, _), .regression):
      throw .setting(name, expected: "one for numbers: absolute_error, squared_error or a metric")
    case (.calibration, .binary(_, false, _)), (.loss(.brier, _, _), .binary(_, false, _)),
      (.loss(.residual, _, _), .binary(_, false, _)):
      throw .setting(name, expected: "one for scores that are no probabilities")
    case (.calibration, .multiclass(_, false, _)), (.loss(.brier, _, _), .multiclass(_, false, _)),
      (.loss(.residual, _, _), .multiclass(_, false, _)):
      throw .setting(name, expected: "one for predictions without probabilities: zero_one_loss")
    case (.loss(.absoluteError, _, _), .binary), (.loss(.squaredError, _, _), .binary),
      (.loss(.absoluteError, _, _), .multiclass), (.loss(.squaredError, _, _), .multiclass):
      throw .setting(name, expected: "one for classes: brier_score, zero_one_loss, residual")
    default: break
    }
  }

  /// What the sequential evidence of all rules says now.
  func signals(_ segments: SegmentColumns) -> [Signal] {
    watches.flatMap { $0.signals(segments) }
  }

  mutating func takeChanges() -> [AlertChange] {
    defer { changes.removeAll() }
    return changes
  }

  mutating func observe(_ finding: Finding, at time: Instant, hasMoved: Bool) {
    observations.append(Observation(finding: finding, time: time, hasMoved: hasMoved))
  }

  /// Gives labelled rows to the sequential evidence.
  mutating func take(
    _ rows: LabelledColumns, _ segments: SegmentColumns
  ) throws(MonitoringError) {
    guard !watches.isEmpty else { return }
    let bySegment = rows.rows(bySegment: segments)
    for place in watches.indices { try watches[place].take(rows, bySegment: bySegment) }
  }

  /// Whether some rule has yet to judge this window, and may now.
  func awaits(window: Int, coverage: Double?, isFinal: Bool) -> Bool {
    minimumCoverage.indices.contains { place in
      minimumCoverage[place].map { least in
        !judged[place].contains(window) && (isFinal || (coverage ?? 0) >= least)
      } ?? false
    }
  }

  /// Moves all alerts on.
  mutating func look(
    at now: Instant, windows: [Int: WindowRows], _ settings: MonitorSettings,
    recent: LabelledColumns
  ) throws(MonitoringError) {
    let due = due(at: now)
    var explainer = Explainer(now: now, settings: settings, recent: recent)
    for place in watches.indices {
      let signals = signals(place, windows, settings, due)
      var phases: [Int: AlertPhase] = [:]
      for (number, signal) in signals {
        let phase = try step(place, number, signal, &explainer)
        phases[number] = phase
        if keepsHistory { looks.append(AlertLook(at: now, phase: phase, signal: signal)) }
      }
      try watches[place].rearm(at: now, phases)
    }
    if keepsHistory { judgeFinal(windows, settings) }
    for place in judged.indices {
      judged[place] = judged[place].filter { window in
        windows[window].map { !$0.isFinal } ?? true
      }
    }
  }

  /// What each rule's condition comes to in windows that no label is awaited for any more.
  private mutating func judgeFinal(_ windows: [Int: WindowRows], _ settings: MonitorSettings) {
    for (_, rows) in windows.sorted(by: { $0.key < $1.key }) where rows.isFinal {
      for watch in watches {
        judgedWindows += watch.judged(rows, settings.segments, subject: settings.subject)
      }
    }
  }

  /// Takes out what was seen at looks, and what final windows came to.
  mutating func takeHistory() -> (looks: [AlertLook], windows: [JudgedWindow]) {
    defer { (looks, judgedWindows) = ([], []) }
    return (looks, judgedWindows)
  }

  /// The observations that this look may see, and what moved among them.
  private mutating func due(at now: Instant) -> [Finding] {
    let due = observations.filter { $0.time <= now }
    observations.removeAll { $0.time <= now }
    if !due.isEmpty {
      moved = due.filter(\.hasMoved).map(\.finding).sorted {
        let (a, b) = ($0.estimate.value ?? 0, $1.estimate.value ?? 0)
        return a != b ? a > b : $0.measure < $1.measure
      }
    }
    return due.map(\.finding)
  }

  /// What a rule sees at this look: its evidence, or windows that are ripe, or measures that came.
  private mutating func signals(
    _ place: Int, _ windows: [Int: WindowRows], _ settings: MonitorSettings, _ due: [Finding]
  ) -> [(Int, Signal)] {
    let watch = watches[place]
    if let least = minimumCoverage[place] {
      var signals: [(Int, Signal)] = []
      for (window, rows) in windows.sorted(by: { $0.key < $1.key })
      where !judged[place].contains(window) && (rows.isFinal || (rows.coverage ?? 0) >= least) {
        judged[place].insert(window)
        signals += zip(
          watch.numbers, watch.signals(rows, settings.segments, subject: settings.subject))
      }
      return signals
    }
    if case .measure = watch.rule.watch {
      return due.compactMap { finding in watch.signal(of: finding).map { (0, $0) } }
    }
    return Array(zip(watch.numbers, watch.signals(settings.segments)))
  }

  private mutating func step(
    _ place: Int, _ number: Int, _ signal: Signal, _ explainer: inout Explainer
  ) throws(MonitoringError) -> AlertPhase {
    let rule = watches[place].rule
    let key = Key(rule: place, slice: signal.slice)
    var state = states[key] ?? AlertState()
    let phases = state.step(
      signal.isRaised, at: explainer.now, hold: rule.hold, keepFiring: rule.keepFiring,
      absent: rule.absent)
    states[key] = state == AlertState() ? nil : state
    for phase in phases {
      let explanation =
        phase == .firing
        ? try explainer.explanation(of: watches[place], place, number, signal, moved, budget) : nil
      changes.append(
        AlertChange(
          at: explainer.now, alert: rule.name, slice: signal.slice, phase: phase,
          explanation: explanation))
    }
    return state.phase
  }

  /// Explains the alerts of one look; carriers are sought once for each rule and start of evidence.
  private struct Explainer {
    let now: Instant
    let settings: MonitorSettings
    let recent: LabelledColumns
    private var known: [Start: EvidenceCarriers] = [:]

    private struct Start: Hashable {
      let rule: Int
      let since: Instant?
    }

    init(now: Instant, settings: MonitorSettings, recent: LabelledColumns) {
      (self.now, self.settings, self.recent) = (now, settings, recent)
    }

    mutating func explanation(
      of watch: RuleWatch, _ place: Int, _ number: Int, _ signal: Signal, _ moved: [Finding],
      _ budget: FalseAlarmBudget?
    ) throws(MonitoringError) -> AlertExplanation {
      AlertExplanation(
        alert: watch.rule.name, measure: watch.measure, slice: signal.slice, at: now,
        severity: watch.rule.severity, labels: watch.rule.labels, signal: signal,
        mean: mean(watch, number, signal.since), bound: watch.bound,
        carriers: try carriers(watch, place, signal.since), moved: moved,
        falseAlarms: (watch.share.alarms, budget?.days ?? 0))
    }

    /// The labelled rows that are still held, from a moment on.
    private func rows(since: Instant?) -> LabelledColumns {
      let rows = recent.suffix(settings.recentRows)
      guard let since else { return rows }
      return rows.taking(rows.times.indices.filter { rows.times[$0] >= since })
    }

    /// The mean of what is watched on a segment.
    private func mean(_ watch: RuleWatch, _ number: Int, _ since: Instant?) -> Estimate? {
      guard let test = watch.carrierTest else { return nil }
      let rows = rows(since: since)
      guard number > 0 else { return EvidenceCarriers.mean(test.values(rows, in: 0)) }
      let members = rows.rows(bySegment: settings.segments)[number]
      return EvidenceCarriers.mean(test.values(rows.taking(members), in: number))
    }

    private mutating func carriers(
      _ watch: RuleWatch, _ place: Int, _ since: Instant?
    ) throws(MonitoringError) -> EvidenceCarriers? {
      guard let test = watch.carrierTest else { return nil }
      let start = Start(rule: place, since: since)
      if let found = known[start] { return found }
      let rows = rows(since: since)
      do {
        let found = try EvidenceCarriers(
          test, in: rows, settings.segments, alpha: watch.carrierAlpha)
        known[start] = found
        return found
      } catch {
        throw .evidence("\(error)")
      }
    }
  }
}
