public import VaglioFindings

/// A model in production, watched: events go in, in any order; reports of windows and changes of alerts
/// come out.
///
/// Everything is a function of the set of events (see ``EventLog`` for how late they may come) and of
/// the settings; no clock is read, no number drawn. Held are events within the allowed disorder, the rows
/// of open windows, and states of constant size for each segment and rule; windows leave when final.
///
/// At the end of each step it looks: labels known by then are joined, steps past their horizon closed,
/// windows judged, alerts moved on. ``finish()`` ends the last step and reports windows still open.
public struct Monitor: Sendable {
  public let settings: MonitorSettings
  /// How the budget of false alarms is shared out over the rules; empty without rules.
  public let shares: [FalseAlarmBudget.Share]
  public let budget: FalseAlarmBudget?
  /// How long labels take, from the steps that are closed.
  public private(set) var delays: LabelDelays
  /// Windows reported so far and not yet taken.
  public private(set) var reports: [WindowReport] = []
  var log: EventLog
  var store: PredictionStore
  private var counted = EventTally()
  private var sinceStart: SinceStartMeans
  private var fresh = LabelledColumns()
  private(set) var recent: LabelledColumns
  var book: AlertBook
  /// The step that events now fall into, and the first of all.
  private var currentStep: Int?
  private var firstStep = 0
  /// The estimates of windows that have ended and are not final.
  private var estimated: [Int: [Finding]] = [:]
  private static let freshRows = 8192

  /// A monitor that has seen nothing.
  public init(_ settings: MonitorSettings) throws(MonitoringError) {
    guard settings.capacity > 0, settings.recentRows > 0 else {
      throw .setting("capacity and recentRows", expected: "at least 1")
    }
    self.settings = settings
    log = try EventLog(settings.log)
    store = PredictionStore(settings.plan, capacity: settings.capacity)
    delays = LabelDelays(horizon: settings.plan.horizon)
    sinceStart = try SinceStartMeans(settings.task, level: settings.level)
    recent = LabelledColumns()
    book = try AlertBook(settings)
    (shares, budget) = (book.shares, book.budget)
  }

  /// What became of the events so far.
  public var tally: EventTally {
    var tally = counted
    tally.duplicates += log.tally.duplicates
    tally.tooLate += log.tally.tooLate
    tally.beforeStart += log.tally.beforeStart
    tally.clockJumps += log.tally.clockJumps
    return tally
  }

  /// The changes of alerts so far and not yet taken, in order.
  public var changes: [AlertChange] { book.changes }

  /// What the sequential evidence of each rule says of each segment now, before or after any event: with it
  /// the evidence can be drawn over time. Alerts look at it at the ends of steps alone.
  public var signals: [Signal] { book.signals(settings.segments) }

  /// How many events, rows and labels are held now.
  public var heldCount: Int { log.waitingCount + store.heldCount }

  /// Takes an event in.
  public mutating func add(_ event: MonitoredEvent) throws(MonitoringError) {
    try log.add(event)
    if log.isRipe { try process(log.release()) }
  }

  /// Looks at all events that none can come before any more, without waiting for more of them. With `clock`
  /// time has passed so far, whether or not something came: a stream that falls silent shows.
  public mutating func advance(asOf clock: Instant? = nil) throws(MonitoringError) {
    try process(log.release(asOf: clock))
    guard let clock, let disorder = settings.log.disorder, currentStep != nil else { return }
    try advance(to: clock.advanced(by: TimeSpan(microseconds: -disorder.microseconds)))
  }

  /// Takes events in.
  public mutating func add(_ events: some Sequence<MonitoredEvent>) throws(MonitoringError) {
    for event in events { try add(event) }
  }

  /// Brings a measure of another kind to the next look at or after `time`: drift of a feature, say. Rules
  /// that watch a measure of this name on this slice judge it; with `hasMoved` explanations name it.
  public mutating func observe(_ finding: Finding, at time: Instant, hasMoved: Bool = false) {
    book.observe(finding, at: time, hasMoved: hasMoved)
  }

  /// Ends the stream: all that waits is processed, and windows still open are reported as they are.
  public mutating func finish() throws(MonitoringError) {
    try process(log.finish())
    guard let last = currentStep else { return }
    try look(atEndOf: last)
    let now = settings.plan.start(ofStep: last + 1)
    let closed = last - settings.plan.stepsToHorizon
    for window in openWindows(atEndOf: last)
    where window + settings.plan.stepsPerWindow > closed + 1 {
      report(rows(window, now, isFinal: false), window)
    }
    store.expireAll(&counted)
    currentStep = nil
  }

  /// Takes the reports out.
  public mutating func takeReports() -> [WindowReport] {
    defer { reports.removeAll() }
    return reports
  }

  /// Takes the changes of alerts out.
  public mutating func takeChanges() -> [AlertChange] { book.takeChanges() }

  /// Whether what alerts see at looks is kept, to be taken by ``takeHistory()``; it grows until it is taken.
  public var keepsHistory: Bool {
    get { book.keepsHistory }
    set { book.keepsHistory = newValue }
  }

  /// Takes out what each alert saw at the looks so far, and what its condition came to in windows that are
  /// final. Empty unless ``keepsHistory`` says so.
  public mutating func takeHistory() -> (looks: [AlertLook], windows: [JudgedWindow]) {
    book.takeHistory()
  }
}

extension Monitor {
  private mutating func process(_ events: [MonitoredEvent]) throws(MonitoringError) {
    for event in events {
      guard event.subject == settings.subject else {
        counted.otherSubjects += 1
        continue
      }
      try advance(to: event.time)
      switch event.kind {
      case .prediction:
        counted.predictions += 1
        let row = store.take(prediction: checked(event), &counted)
        try gather(row, at: event.time)
      case .label, .correction:
        if event.kind == .label { counted.labels += 1 } else { counted.corrections += 1 }
        guard settings.task.isLabel(event.value) else {
          counted.invalidLabels += 1
          continue
        }
        let row = store.take(label: event, &counted)
        try gather(row, at: event.time)
      }
    }
  }

  /// The event with its score, or without where the score is none of the task.
  private mutating func checked(_ event: MonitoredEvent) -> MonitoredEvent {
    if let checked = settings.task.checked(event) { return checked }
    counted.missingScores += 1
    return .prediction(
      key: event.key, at: event.time, score: nil, by: event.subject, in: event.segments)
  }

  /// Looks at the end of every step before the one that holds `time`.
  private mutating func advance(to time: Instant) throws(MonitoringError) {
    let step = settings.plan.step(of: time)
    guard let current = currentStep else {
      (currentStep, firstStep) = (step, step)
      return
    }
    guard step > current else { return }
    guard step - firstStep <= WindowPlan.mostLooks else {
      throw .tooManyLooks(settings.plan.step)
    }
    for passed in current..<step { try look(atEndOf: passed) }
    currentStep = step
  }

  /// Keeps a row for the sequential evidence when its label has come.
  private mutating func gather(_ row: PredictionRow?, at time: Instant) throws(MonitoringError) {
    guard let row, row.isComplete, settings.evidenceOrder == .labelArrival else { return }
    fresh.append(row, at: time)
    if fresh.count >= Self.freshRows { try flush() }
  }

  /// Gives the labelled rows gathered to the sequential evidence.
  private mutating func flush() throws(MonitoringError) {
    guard !fresh.isEmpty else { return }
    try book.take(fresh, settings.segments)
    recent.append(fresh)
    if recent.count > 2 * settings.recentRows {
      recent.removeFirst(recent.count - settings.recentRows)
    }
    fresh.removeAll()
  }

  private mutating func look(atEndOf step: Int) throws(MonitoringError) {
    let plan = settings.plan
    let now = plan.start(ofStep: step + 1)
    let closing = step - plan.stepsToHorizon
    store.expire(at: now, &counted)
    try close(closing)
    try flush()
    var windows: [Int: WindowRows] = [:]
    for window in openWindows(atEndOf: step) {
      let isFinal = window + plan.stepsPerWindow - 1 == closing
      let isNew = window + plan.stepsPerWindow - 1 == step
      let steps = window..<(window + plan.stepsPerWindow)
      if isNew { estimate(window, at: now) }
      let isAwaited = book.awaits(
        window: window, coverage: store.coverage(inSteps: steps), isFinal: isFinal)
      guard isFinal || isAwaited || isNew && settings.reportsEndedWindows else { continue }
      let rows = rows(window, now, isFinal: isFinal)
      windows[window] = rows
      if isFinal || isNew && settings.reportsEndedWindows { report(rows, window) }
      if isFinal { estimated[window] = nil }
    }
    try book.look(at: now, windows: windows, settings, recent: recent)
    store.drop(step: closing - plan.stepsPerWindow + 1)
  }

  /// Windows that have ended, and become final at the end of this step at the earliest.
  private func openWindows(atEndOf step: Int) -> Range<Int> {
    let plan = settings.plan
    let last = step - plan.stepsPerWindow + 1
    let first = max(firstStep, last - plan.stepsToHorizon)
    return first..<max(first, last + 1)
  }

  /// Estimates the metrics of a window that has ended, and brings them to this look.
  private mutating func estimate(_ window: Int, at now: Instant) {
    guard let estimates = settings.estimates else { return }
    let scores = store.rows(inSteps: window..<(window + settings.plan.stepsPerWindow))
      .map(\.score).filter { !$0.isNaN }
    let findings = estimates.findings(
      scores: scores, subject: settings.subject, level: settings.level)
    estimated[window] = findings
    for finding in findings { book.observe(finding, at: now, hasMoved: false) }
  }

  private func rows(_ window: Int, _ now: Instant, isFinal: Bool) -> WindowRows {
    WindowRows(
      window: window, of: settings.plan, in: store, settings.segments, asOf: now, isFinal: isFinal)
  }

  /// Takes no more labels for a step; what its rows say for good goes into the states.
  private mutating func close(_ step: Int) throws(MonitoringError) {
    let rows = store.close(step: step)
    guard !rows.isEmpty else { return }
    for row in rows {
      if row.isLabelled {
        delays.add(delay: row.labelTime.since(row.time))
      } else {
        delays.add(waiting: settings.plan.horizon)
      }
    }
    try sinceStart.add(rows)
    guard settings.evidenceOrder == .horizon else { return }
    for row in rows where row.isComplete { fresh.append(row, at: row.time) }
  }

  /// Reports a window on all rows, then on each segment that has predictions.
  private mutating func report(_ window: WindowRows, _ number: Int) {
    for segment in 0..<settings.segments.count {
      let counts = window.counts(segment)
      guard segment == 0 || counts.predictions > 0 else { continue }
      reports.append(
        WindowReport(
          start: window.start, end: window.end, asOf: window.asOf, isFinal: window.isFinal,
          slice: settings.segments.slice(segment), predictions: counts.predictions,
          missingScores: counts.missing, labelled: counts.labelled,
          findings: window.findings(
            settings.task, segment, subject: settings.subject, level: settings.level),
          meanScore: settings.task.hasScores
            ? window.meanScore(segment, subject: settings.subject, level: settings.level) : nil,
          estimated: segment == 0 ? estimated[number] ?? [] : [],
          maturity: segment == 0 ? maturity(window) : nil,
          sinceStart: segment == 0 ? sinceStart.estimates : []))
    }
  }

  private func maturity(_ window: WindowRows) -> LabelMaturity {
    var known = delays
    known.merge(store.delays(before: settings.plan.step(of: window.start), asOf: window.asOf))
    return LabelMaturity(
      expectedCoverage: known.coverage(at: settings.plan.horizon, level: settings.level),
      expectedShare: known.expectedShare(atAges: window.ages))
  }
}

extension LabelledColumns {
  /// The last rows.
  func suffix(_ most: Int) -> LabelledColumns {
    var last = LabelledColumns()
    last.append(self, from: max(0, count - most))
    return last
  }
}
