internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioReporting
internal import VaglioTables

/// History taken through windows and alerts.
struct ReplayRun {
  let plan: WatchPlan
  let output: OutputPlan
  let session: Session

  private static let steps = 3
  private static let mostNoted = 8192

  /// Does the work, and says how it ended.
  func outcome() throws -> Outcome {
    guard case .replay(let predictions, let labels) = plan.source else { return .done }
    let progress = ProgressBar(steps: Self.steps, isWanted: output.showsProgress)
    defer { progress.end() }
    progress.begin(0, "reading \(PathName(predictions[0]).lastComponent)")
    let files = WatchFiles(plan: plan, predictions: predictions, labels: labels)
    try files.openReference()
    var stream =
      try plan.disorder == nil
      ? whole(files, progress) : inOrder(files, progress)
    try stream.finish()
    progress.begin(2, "writing")
    let dossier = stream.dossier(plan, data: files.sources, notes: files.notes)
    if !output.isQuiet { dossier.notes.forEach(StandardStream.error.say) }
    progress.end()
    _ = try Delivery(session: session, output: output).deliver(dossier)
    return stream.outcome(exitZero: output.exitZero)
  }

  /// All events at once, in whatever order the files hold them.
  private func whole(_ files: WatchFiles, _ progress: ProgressBar) throws -> WatchedStream {
    var tables = try (
      predictions: files.allPredictions(), labels: files.allLabels()
    )
    let setup = WatchSetup(
      plan: plan, reference: files.reference, predictions: tables.predictions,
      labels: tables.labels.isEmpty ? tables.predictions : tables.labels)
    var stream = try WatchedStream(setup.settings(), measures: files.measures)
    try files.check(tables.predictions + tables.labels)
    let segments = stream.monitor.settings.segments
    if files.watchesDrift {
      for table in tables.predictions {
        try files.note(files.predictionReader.events(table, in: segments))
      }
      for table in tables.labels { try files.note(files.labelReader.events(table, in: segments)) }
      stream.observe(try files.driftReports(atEnd: true))
    }
    progress.begin(1, "watching")
    while let table = tables.predictions.popLast() {
      for event in try files.predictionReader.events(table, in: segments) { try stream.add(event) }
    }
    while let table = tables.labels.popLast() {
      for event in try files.labelReader.events(table, in: segments) { try stream.add(event) }
    }
    return stream
  }

  /// File after file, events merged by their times, with no more than the open files in memory.
  private func inOrder(_ files: WatchFiles, _ progress: ProgressBar) throws -> WatchedStream {
    let first = try (predictions: files.nextPredictions(), labels: files.nextLabels())
    let setup = WatchSetup(
      plan: plan, reference: files.reference,
      predictions: [first.predictions].compactMap { $0 },
      labels: [first.labels ?? first.predictions].compactMap { $0 })
    var stream = try WatchedStream(setup.settings(), measures: files.measures)
    try files.check([first.predictions, first.labels].compactMap { $0 })
    progress.begin(1, "watching")
    let segments = stream.monitor.settings.segments
    var waiting = [first.predictions, first.labels]
    var merge = try EventMerge(sources: 2) { source in
      let table =
        try waiting[source] ?? (source == 0 ? files.nextPredictions() : files.nextLabels())
      waiting[source] = nil
      guard let table else { return nil }
      guard source == 0 else {
        return (try files.labelReader.events(table, in: segments), [])
      }
      let events = try files.predictionReader.events(table, in: segments)
      return (
        events.filter { $0.kind == .prediction }, events.filter { $0.kind != .prediction }
      )
    }
    var (labels, step) = ([MonitoredEvent](), Int.min)
    while let event = try merge.next() {
      if files.watchesDrift {
        // Windows end for features when the first event of the next step comes, whatever it is.
        let now = plan.windows.step(of: event.time)
        if event.kind != .prediction { labels.append(event) }
        if now != step || labels.count == Self.mostNoted {
          try files.note(labels)
          (labels, step) = ([], now)
        }
        stream.observe(try files.driftReports())
      }
      try stream.add(event)
    }
    try files.note(labels)
    stream.observe(try files.driftReports(atEnd: true))
    return stream
  }
}
