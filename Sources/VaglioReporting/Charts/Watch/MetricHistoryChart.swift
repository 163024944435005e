internal import VaglioFindings

/// A metric over time: each window with its interval, the confidence sequence since the start, what
/// was estimated without labels, the alert's limits, and when it fired.
struct MetricHistoryChart {
  let history: MetricHistory
  let measure: Measure
  let span: ClosedRange<Double>
  /// When an alert about it fired.
  var firing: [ClosedRange<Double>] = []

  private static let depth = 172.0

  private typealias Entry = MetricHistory.Entry

  private var title: String { measure.shortTitle }

  /// The chart; `nil` where there is nothing to draw.
  var chart: Chart? {
    let reach = reach
    guard !reach.isEmpty else { return nil }
    let frame = TimelineFrame(span, covering: reach, depth: Self.depth)
    var canvas = Canvas(width: TimelineFrame.width, height: frame.height)
    if !firing.isEmpty { frame.shade(firing, .failTint, on: &canvas) }
    frame.draw(on: &canvas)
    band(\.sinceStart, .candidate, dashed: false, frame, on: &canvas)
    band(\.estimated, .notEvaluated, dashed: true, frame, on: &canvas)
    limits(frame, on: &canvas)
    windows(frame, on: &canvas)
    frame.flag(firing, .fail, on: &canvas)
    key(on: &canvas)
    return Chart(
      title: finding, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  /// The values that the axis must hold: of the bounds, those that don't dwarf the values.
  private var reach: [Double] {
    let estimates = history.entries.flatMap { [$0.measured, $0.sinceStart, $0.estimated] }
      .compactMap(\.self)
    let values = estimates.compactMap(\.value)
    guard let least = values.min(), let most = values.max() else { return [] }
    let halves = history.entries.compactMap { $0.measured?.interval?.width }.sorted()
    let typical = halves.isEmpty ? 0 : halves[halves.count / 2]
    let room = max(most - least, typical)
    let bounds = estimates.compactMap(\.interval).flatMap { [$0.lower, $0.upper] }.filter {
      room.isFinite && $0 >= least - room && $0 <= most + room
    }
    return values + bounds + [history.atLeast, history.atMost].compactMap(\.self)
  }

  private func band(
    _ part: KeyPath<Entry, Estimate?>, _ ink: Ink, dashed: Bool, _ frame: TimelineFrame,
    on canvas: inout Canvas
  ) {
    let known = history.entries.filter { $0[keyPath: part]?.value != nil }
    for run in history.buckets.runs(known, start: \.start) {
      let places = run.map { entry in
        (history.place(of: entry), entry[keyPath: part]?.value ?? 0, entry[keyPath: part]?.interval)
      }
      canvas.area(
        places.map { frame.point($0.0, $0.2?.lower ?? $0.1) }
          + places.reversed().map { frame.point($0.0, $0.2?.upper ?? $0.1) }, ink, opacity: 0.16)
      canvas.curve(
        places.map { frame.point($0.0, $0.1) }, ink, width: 1.5, dashed: dashed)
    }
  }

  private func limits(_ frame: TimelineFrame, on canvas: inout Canvas) {
    for limit in [history.atLeast, history.atMost].compactMap(\.self) {
      let y = frame.values.position(limit)
      canvas.line(
        Point(TimelineFrame.left, y), Point(TimelineFrame.right, y), .text, width: 1.5, dashed: true
      )
    }
  }

  private func windows(_ frame: TimelineFrame, on canvas: inout Canvas) {
    let known = history.entries.filter { $0.measured?.value != nil }
    let bars = known.compactMap { entry in
      entry.measured?.interval.map { interval in
        let place = history.place(of: entry)
        return (start: frame.point(place, interval.lower), end: frame.point(place, interval.upper))
      }
    }
    canvas.lines(bars, .candidate, width: known.count > 60 ? 1 : 1.5)
    let size = known.count > 60 ? 5.0 : 7.0
    func places(_ isFinal: Bool) -> [Point] {
      known.filter { $0.isFinal == isFinal }.map {
        frame.point(history.place(of: $0), $0.measured?.value ?? 0)
      }
    }
    canvas.dots(places(true), .candidate, diameter: size, opacity: 1)
    canvas.dots(places(false), .candidate, diameter: size + 1.5, opacity: 1)
    canvas.dots(places(false), .background, diameter: size - 2, opacity: 1)
  }

  private func key(on canvas: inout Canvas) {
    var key = ChartKey(from: 22)
    key.heading(measure.arrowedTitle, on: &canvas)
    let known = history.entries.filter { $0.measured?.value != nil }
    if known.contains(where: \.isFinal) {
      key.entry(.dot(.candidate), "window", on: &canvas)
    }
    if known.contains(where: { !$0.isFinal }) {
      key.entry(.ring(.candidate), "labels still coming", on: &canvas)
    }
    if history.entries.contains(where: { $0.sinceStart != nil }) {
      key.entry(
        .band(.candidate, opacity: 0.16, line: .candidate, dashed: false), "since the start",
        on: &canvas)
    }
    if history.entries.contains(where: { $0.estimated != nil }) {
      key.entry(
        .band(.notEvaluated, opacity: 0.16, line: .notEvaluated, dashed: true),
        "estimated",
        on: &canvas)
    }
    if let words = history.limitWords {
      key.entry(.line(.text, dashed: true), words, on: &canvas)
    }
    if !firing.isEmpty {
      key.entry(.bar(.failTint, height: 12, outline: .fail), "▲ firing", on: &canvas)
    }
  }
}

extension MetricHistoryChart {
  /// What the windows show, in a sentence.
  private var finding: String {
    let beyond = history.beyond
    if let words = history.limitWords, history.latestFinal != nil {
      guard let first = beyond.first else {
        return "\(title): no window lies wholly outside the limit of \(words)"
      }
      let final = history.windows.filter { $0.isFinal && $0.measured?.value != nil }.count
      return "\(title) should be \(words): \(NumberFormat.count(beyond.count)) of "
        + "\(TimeText.count(final, "final window")) \(beyond.count == 1 ? "lies" : "lie") wholly "
        + "outside, the first from \(TimeText.moment(first.start))"
    }
    if let last = history.latestFinal {
      return "\(title): \(Self.words(last.measured)) in the latest final window, from "
        + TimeText.moment(last.start)
    }
    if let last = history.latest {
      return "\(title): \(Self.words(last.measured)) in the latest window, with labels still coming"
    }
    return "\(title): no window has a value yet"
  }

  private static func words(_ estimate: Estimate?) -> String {
    estimate.map(NumberFormat.estimate) ?? NumberFormat.missing
  }

  private var caption: String {
    var text =
      history.overlaps
      ? "Windows overlap and stand at their ends. Bars are their intervals"
      : "Bars are the windows' intervals"
    text += ", and go on where the plot cuts them; hollow marks may still change."
    let pairs = history.entries.compactMap { entry -> Bool? in
      guard let measured = entry.measured?.interval, let estimated = entry.estimated?.interval
      else { return nil }
      return measured.lower <= estimated.upper && estimated.lower <= measured.upper
    }
    if !pairs.isEmpty {
      text +=
        " Measured and estimated intervals meet in "
        + "\(NumberFormat.count(pairs.filter(\.self).count)) of "
        + "\(TimeText.count(pairs.count, "window"))."
    }
    return text + history.buckets.remark
  }

  private var alternative: String {
    let shown = DataTable.thinned(history.entries.filter { $0.measured != nil }, to: 11)
    let windows = shown.map {
      "from \(TimeText.moment($0.start)) \(Self.words($0.measured))"
        + ($0.isFinal ? "" : ", labels still coming")
    }
    let first = firing.first.map {
      " Alerts about it fired first from \(TimeText.moment($0.lowerBound)) to "
        + "\(TimeText.moment($0.upperBound))."
    }
    let values = windows.isEmpty ? "no window has a value" : windows.joined(separator: "; ")
    return "\(title) over time: \(values)." + (first ?? "")
  }

  private var table: DataTable {
    let has = (
      since: history.entries.contains { $0.sinceStart != nil },
      estimate: history.entries.contains { $0.estimated != nil }
    )
    return DataTable(
      caption: "\(title) by window, UTC",
      columns: [.words("From"), .words("To"), .numbers("Labels"), .numbers("Window")]
        + (has.since ? [.numbers("Since the start")] : [])
        + (has.estimate ? [.numbers("Without labels")] : []) + [.words("State")],
      rows: DataTable.thinned(history.entries, to: 60).map { entry in
        [
          .init(TimeText.moment(entry.start)), .init(TimeText.moment(entry.end)),
          .init(WatchBanner.whole(entry.labelled)), .init(Self.words(entry.measured)),
        ] + (has.since ? [.init(Self.words(entry.sinceStart))] : [])
          + (has.estimate ? [.init(Self.words(entry.estimated))] : [])
          + [.init(entry.isFinal ? "final" : "labels still coming")]
      })
  }
}
