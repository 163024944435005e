internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioReporting

/// A monitor at work, and what it has reported so far.
struct WatchedStream {
  private(set) var monitor: Monitor
  private(set) var history = WatchHistory()
  private var drift: [DriftReport] = []
  private let notes: [String]

  /// A stream that nothing has come from.
  ///
  /// `measures` are those that are brought besides, for alerts to watch.
  init(
    _ setup: (settings: MonitorSettings, notes: [String]), measures: [String]
  ) throws(Trouble) {
    let settings = setup.settings
    notes = setup.notes
    try Self.check(
      settings, measures + (settings.estimates?.metricNames ?? []).map { "estimated_\($0)" })
    do throws(MonitoringError) { monitor = try Monitor(settings) } catch {
      throw Trouble("watch: \(error)")
    }
    monitor.keepsHistory = true
  }

  /// Refuses alerts on measures that nobody brings.
  private static func check(_ settings: MonitorSettings, _ known: [String]) throws(Trouble) {
    for rule in settings.alerts?.rules ?? [] {
      guard case .measure(let name, _) = rule.watch, !known.contains(name) else { continue }
      let place = "\(rule.place): the alert \"\(rule.name)\" watches \(name), "
      guard !known.isEmpty else {
        throw Trouble(place + "which needs rows to be held against: give them by --reference")
      }
      throw Trouble(
        place + "which is not measured here; "
          + (NearestWord(to: name, among: known).map { "did you mean \($0.word)?" }
            ?? "there is \(known.prefix(6).joined(separator: ", "))"))
    }
  }

  /// Takes in how far a window's columns have drifted, before the events that end it.
  mutating func observe(_ reports: [DriftReport]) {
    for report in reports { monitor.observe(report) }
    drift += reports
  }

  /// Takes an event in.
  mutating func add(_ event: MonitoredEvent) throws(Trouble) {
    do throws(MonitoringError) { try monitor.add(event) } catch { throw Trouble("watch: \(error)") }
  }

  /// Looks at what has come as far as nothing can come before it; `clock` is a time that has passed.
  mutating func advance(to clock: Instant? = nil) throws(Trouble) {
    do throws(MonitoringError) { try monitor.advance(asOf: clock) } catch {
      throw Trouble("watch: \(error)")
    }
    history.take(from: &monitor)
  }

  /// Ends the stream.
  mutating func finish() throws(Trouble) {
    do throws(MonitoringError) { try monitor.finish() } catch { throw Trouble("watch: \(error)") }
    history.take(from: &monitor)
  }

  /// The dossier of what was seen so far.
  func dossier(_ plan: WatchPlan, data: [Provenance.Source], notes: [String]) -> Dossier {
    let findings = Findings(history.latest + history.counts)
    let names = Set(findings.all.map { String($0.measure.prefix { $0 != "[" }) })
    let known = MeasureCatalogue.measures(of: nil) + WatchHistory.measures
    return Dossier(
      task: "watch",
      models: [Dossier.Model(role: .model, name: plan.columns.scores.joined(separator: ", "))],
      findings: findings, measures: known.filter { names.contains($0.name) },
      exhibits: history.exhibits(of: monitor)
        + (drift.contains { !$0.columns.isEmpty } ? [DriftReport.exhibit(drift)] : []),
      verdict: nil,
      provenance: Provenance(
        vaglio: Version.current, seed: 0, data: data, policy: plan.alerts?.source,
        options: plan.recorded),
      notes: notes + self.notes + history.notes(monitor) + driftNotes)
  }

  /// What windows say of columns that have moved, and of the table as a whole, each once with the first
  /// window that says it.
  private var driftNotes: [String] {
    var seen: Set<String> = []
    return drift.flatMap { report in
      let quiet = report.columns.filter { !$0.hasMoved }.map { "\($0.name): " }
      return report.notes.filter { note in
        !quiet.contains(where: note.hasPrefix) && seen.insert(note).inserted
      }.map { "\(report.start): \($0)" }
    }
  }

  /// How a watch ends: an alert that fires at its end is a failure.
  func outcome(exitZero: Bool) -> Outcome {
    history.firing.isEmpty || exitZero ? .done : .fail
  }
}

extension WatchHistory {
  /// What a reader must know.
  fileprivate func notes(_ monitor: Monitor) -> [String] {
    var notes: [String] = []
    if reports.isEmpty { notes.append("no window holds a prediction") }
    let tally = monitor.tally
    if tally.predictions > 0, tally.labels + tally.corrections == 0 {
      notes.append("no label has come: nothing is known of performance")
    }
    if monitor.settings.alerts == nil { notes.append("no alerts were given by --alerts") }
    if droppedLooks > 0 {
      notes.append(
        "\(droppedLooks) looks at inactive alerts are not in the record, which holds "
          + "\(Self.mostLooks)")
    }
    return notes
  }
}
