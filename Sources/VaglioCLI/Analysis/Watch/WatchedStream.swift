internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioReporting

/// A monitor at work, and what it has reported so far.
struct WatchedStream {
  private(set) var monitor: Monitor
  private(set) var history = WatchHistory()

  /// A stream that nothing has come from.
  init(_ settings: MonitorSettings) throws(Trouble) {
    do throws(MonitoringError) { monitor = try Monitor(settings) } catch {
      throw Trouble("watch: \(error)")
    }
    monitor.keepsHistory = true
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
      task: "watch", models: [Dossier.Model(role: .model, name: plan.columns.score)],
      findings: findings, measures: known.filter { names.contains($0.name) },
      exhibits: history.exhibits(of: monitor), verdict: nil,
      provenance: Provenance(
        vaglio: Version.current, seed: 0, data: data, policy: plan.alerts?.source,
        options: plan.recorded),
      notes: notes + history.notes(monitor))
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
