internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioReporting
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Events taken through windows and alerts as they come.
///
/// What alerts do is printed when they do it. The report in `--out` is written when it has changed, every
/// ten seconds at most, and at the end: at the end of standard input, after silence if asked, or at Ctrl-C.
struct FollowRun {
  let plan: WatchPlan
  let output: OutputPlan
  let session: Session

  private static let pause: Int32 = 200
  private static let seconds = 10.0
  private static let mostReasons = 20

  /// What goes on while events come.
  private struct State {
    var stream: WatchedStream
    var refused = 0
    var lastEvent = FollowRun.now
    var lastReport = FollowRun.now
    var hasChanged = false
    var shownChanges = 0
    var shownReports = 0
  }

  /// Does the work, and says how it ended.
  func outcome() throws -> Outcome {
    guard case .follow(let paths, let idle, let usesClock) = plan.source else { return .done }
    let standard = WatchFiles(plan: plan, predictions: [], labels: [])
    let setup = try setup(standard)
    let reference = standard.sources
    var state = State(
      stream: try WatchedStream(setup, measures: standard.measures))
    let lines = EventLines(
      plan.columns, features: standard.followed.requests, in: setup.settings.segments)
    var files: [GrowingFile] = []
    for path in paths { files.append(try GrowingFile(path)) }
    var open = files
    session.interruption.yield()
    while !open.isEmpty, !session.interruption.isRequested {
      var hasRead = false
      var ended: Set<ObjectIdentifier> = []
      for file in open {
        switch try file.read(waiting: Self.pause / Int32(open.count)) {
        case .nothing: break
        case .ended: ended.insert(ObjectIdentifier(file))
        case .lines(let bytes, let first):
          hasRead = true
          let batch = lines.read(bytes, of: file.name, first: first)
          for table in batch.tables { try standard.followed.add(table) }
          try standard.note(batch.events)
          state.stream.observe(try standard.driftReports())
          try take(batch, of: file.name, &state)
        }
      }
      open.removeAll { ended.contains(ObjectIdentifier($0)) }
      let clock = usesClock ? Self.clock : nil
      if let clock { state.stream.observe(try standard.driftReports(asOf: clock)) }
      try state.stream.advance(to: clock)
      try show(&state)
      try report(&state, files, reference)
      guard !hasRead else {
        state.lastEvent = Self.now
        continue
      }
      if let idle, Self.now - state.lastEvent >= idle.seconds { break }
      if !open.isEmpty, open.contains(where: { $0.name != "standard input" }) {
        usleep(UInt32(Self.pause) * 1000)
      }
    }
    state.stream.observe(try standard.driftReports(atEnd: true))
    try state.stream.finish()
    try show(&state)
    try deliver(state, files, reference)
    return state.stream.outcome(exitZero: output.exitZero)
  }

  private func setup(
    _ files: WatchFiles
  ) throws -> (settings: MonitorSettings, notes: [String]) {
    try files.openReference()
    for segment in plan.segments where segment.levels == nil && files.reference == nil {
      throw Trouble(
        "--segment \(segment.column): its levels must be known beforehand; write "
          + "\(segment.column)=north,south, or give rows that have them by --reference")
    }
    if let reference = files.reference { try files.check([reference.table]) }
    return try WatchSetup(
      plan: plan, reference: files.reference,
      labels: [files.reference?.table].compactMap { $0 }
    ).settings()
  }

  private func take(_ batch: EventLines.Batch, of name: String, _ state: inout State) throws {
    // In order of time, for a batch's predictions come before its labels.
    for event in batch.events.sorted() { try state.stream.add(event) }
    for (line, reason) in batch.refused {
      state.refused += 1
      guard !output.isQuiet, state.refused <= Self.mostReasons else { continue }
      StandardStream.error.say("\(name), line \(line): set aside: \(reason)")
      if state.refused == Self.mostReasons {
        StandardStream.error.say("further lines that can't be read are counted, and not told")
      }
    }
  }

  /// Prints what alerts have done and, for machines, which windows were reported.
  private func show(_ state: inout State) throws(Trouble) {
    let history = state.stream.history
    let changes = history.changes[state.shownChanges...]
    let reports = history.reports[state.shownReports...]
    state.hasChanged = state.hasChanged || !changes.isEmpty || !reports.isEmpty
    if output.printsRecord {
      for report in reports { try line(["window": report.json]) }
      for change in changes { try line(["alert": change.json]) }
    } else {
      for change in changes { try StandardStream.output.write(Self.text(change) + "\n") }
    }
    (state.shownChanges, state.shownReports) = (history.changes.count, history.reports.count)
  }

  private func line(_ value: JSONValue) throws(Trouble) {
    try StandardStream.output.write(CanonicalJSON.bytes(of: value) + [UInt8(ascii: "\n")])
  }

  private static func text(_ change: AlertChange) -> String {
    let slice = change.slice == .all ? "" : " in \(change.slice)"
    let text = "\(change.at)  \(change.phase.rawValue)  \(change.alert)\(slice)".legible(
      atMost: 400)
    return text + (change.explanation.map { "\n    \($0.text.legible(atMost: 4000))" } ?? "")
  }

  /// Writes the report if something has changed and the last one is old enough.
  private func report(
    _ state: inout State, _ files: [GrowingFile], _ reference: [Provenance.Source]
  ) throws {
    guard output.folder != nil, state.hasChanged, Self.now - state.lastReport >= Self.seconds else {
      return
    }
    try deliver(state, files, reference)
    session.interruption.resume()
    (state.hasChanged, state.lastReport) = (false, Self.now)
  }

  private func deliver(
    _ state: State, _ files: [GrowingFile], _ reference: [Provenance.Source]
  ) throws {
    let followed = files.map { file in
      Provenance.Source(
        name: file.name == "standard input" ? "-" : PathName(file.name).lastComponent,
        sha256: file.sha256, rows: file.lineCount, dropped: 0)
    }
    let refused = state.refused + files.reduce(0) { $0 + $1.skippedLines }
    let dossier = state.stream.dossier(
      plan, data: reference + followed,
      notes: refused > 0 ? ["\(refused) lines could not be read, and were set aside"] : [])
    guard output.folder != nil || !output.formats.isEmpty else { return }
    _ = try Delivery(session: session, output: output.withoutRecord).deliver(dossier)
  }

  /// Seconds of a clock that only goes forward.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The time of day.
  private static var clock: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
