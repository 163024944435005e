internal import VaglioFindings

/// What rang, and when: one lane an alert and segment, low and pale where it was pending, tall and
/// solid where it fired, a line below where the model was off in hindsight.
struct AlertLanesChart {
  let lanes: [AlertLane]
  let span: ClosedRange<Double>

  /// The most lanes that are drawn.
  static let limit = 40
  private static let (lane, head) = (36.0, 34.0)

  private var drawn: [AlertLane] { Array(lanes.prefix(Self.limit)) }

  /// The chart; `nil` where nothing rang or was about to.
  var chart: Chart? {
    guard !drawn.isEmpty else { return nil }
    let bottom = Self.head + Self.lane * Double(drawn.count)
    var canvas = Canvas(width: TimelineFrame.width, height: bottom + TimelineFrame.foot)
    let time = TimeScale(span, from: TimelineFrame.left, to: TimelineFrame.right)
    TimelineFrame.drawTime(
      time, from: Self.head, to: bottom, width: TimelineFrame.width, on: &canvas)
    canvas.text(
      time.title, Point(TimelineFrame.right, bottom + 36), .end, .muted, size: 12,
      limit: TimelineFrame.right)
    key(on: &canvas)
    for (index, lane) in drawn.enumerated() {
      draw(lane, at: Self.head + Self.lane * (Double(index) + 0.5), time, on: &canvas)
    }
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  private func draw(
    _ lane: AlertLane, at y: Double, _ time: TimeScale, on canvas: inout Canvas
  ) {
    canvas.line(Point(TimelineFrame.left, y), Point(TimelineFrame.right, y), .line)
    let room = TimelineFrame.left - 15
    let isOfAll = lane.slice == "all" || lane.slice.isEmpty
    canvas.text(
      AlertLog.title(of: lane.alert, ""), Point(3, isOfAll ? y + 4.5 : y - 2), bold: lane.isFiring,
      limit: room)
    if !isOfAll {
      canvas.text("in \(lane.slice)", Point(3, y + 13), .start, .muted, size: 12, limit: room)
    }
    let end = span.upperBound
    let pending = places(lane.episodes.compactMap { $0.pending(until: end) }, time)
    let low = pending.map { box($0, y: y - 4, height: 8) }
    canvas.boxes(low, .inconclusiveTint)
    canvas.outlines(low, .inconclusive)
    let firing = places(lane.episodes.compactMap { $0.firing(until: end) }, time)
    canvas.boxes(firing.map { box($0, y: y - 9, height: 18) }, .fail)
    canvas.boxes(
      places(lane.stretches, time).map { box($0, y: y + 11, height: 3) }, .text)
    if let last = firing.last { label(lane, last, from: firing, at: y, on: &canvas) }
  }

  /// The word on a lane's last firing: within it where there is room, else before it.
  private func label(
    _ lane: AlertLane, _ last: ClosedRange<Double>, from firing: [ClosedRange<Double>],
    at y: Double, on canvas: inout Canvas
  ) {
    let words = lane.isFiring ? "▲ firing" : "▲ resolved"
    let width = TextWidth.of(words, size: 12, bold: true)
    if last.upperBound - last.lowerBound >= width + 10 {
      canvas.text(
        words, Point(last.lowerBound + 5, y + 4), .start, .background, size: 12, bold: true)
      return
    }
    let before = firing.dropLast().last?.upperBound ?? TimelineFrame.left
    if !lane.isFiring, last.upperBound + 6 + width <= TimelineFrame.right {
      canvas.text(words, Point(last.upperBound + 6, y + 4), .start, .fail, size: 12, bold: true)
    } else if last.lowerBound - 8 - width > before {
      canvas.text(words, Point(last.lowerBound - 8, y + 4), .end, .fail, size: 12, bold: true)
    }
  }

  private func places(_ spans: [ClosedRange<Double>], _ time: TimeScale) -> [ClosedRange<Double>] {
    TimelineFrame.joined(
      spans.map { span in
        let from = time.position(span.lowerBound)
        return from...max(time.position(span.upperBound), from)
      }, gap: 2.5)
  }

  private func box(_ place: ClosedRange<Double>, y: Double, height: Double) -> Canvas.Box {
    let width = max(place.upperBound - place.lowerBound, 3)
    return Canvas.Box(
      x: min(place.lowerBound, TimelineFrame.right - width), y: y, width: width, height: height)
  }

  private func key(on canvas: inout Canvas) {
    var key = KeyRow(from: TimelineFrame.left, y: 18)
    let episodes = drawn.flatMap(\.episodes)
    if episodes.contains(where: { $0.pending(until: span.upperBound) != nil }) {
      key.entry(.bar(.inconclusiveTint, height: 8, outline: .inconclusive), "pending", on: &canvas)
    }
    if episodes.contains(where: { $0.firedAt != nil }) {
      key.entry(.bar(.fail, height: 18, outline: nil), "firing", on: &canvas)
    }
    if drawn.contains(where: { !$0.stretches.isEmpty }) {
      key.entry(
        .bar(.text, height: 3, outline: nil), "off in hindsight, with all labels", on: &canvas)
    }
  }
}

extension AlertLanesChart {
  private var title: String {
    let firing = lanes.filter(\.isFiring)
    let episodes = lanes.flatMap(\.episodes).filter { $0.firedAt != nil }.count
    guard let first = firing.first else {
      let off = lanes.map(\.stretches.count).reduce(0, +)
      return episodes == 0
        ? "No alert fired"
          + (off > 0
            ? "; in hindsight \(TimeText.count(off, "stretch was", "stretches were")) off" : "")
        : "Nothing fires at the end; alerts fired \(TimeText.count(episodes, "time")) before"
    }
    return firing.count == 1
      ? "\(first.title) is firing at the end"
      : "\(NumberFormat.count(firing.count)) alerts are firing at the end, \(first.title) foremost"
  }

  private var caption: String {
    let rest = lanes.count - drawn.count
    return "One lane an alert and segment: what fires first, then what fired last."
      + (rest > 0
        ? " \(NumberFormat.count(rest)) more lanes are not drawn: "
          + "\(AlertLog.list(lanes.dropFirst(Self.limit).map(\.title), limit: 12))."
        : "")
  }

  private var alternative: String {
    let sentences = drawn.prefix(25).map { lane -> String in
      let fired = lane.episodes.filter { $0.firedAt != nil }
      guard let last = fired.max(by: { ($0.firedAt ?? 0) < ($1.firedAt ?? 0) }) else {
        return "\(lane.title) was pending and did not fire"
      }
      return "\(lane.title) fired \(TimeText.count(fired.count, "time")), last from "
        + "\(TimeText.moment(last.firedAt))"
        + (last.isFiring ? " on" : " to \(TimeText.moment(last.resolvedAt))")
    }
    let rest = lanes.count > 25 ? "; and \(lanes.count - 25) more" : ""
    return
      "Alerts from \(TimeText.moment(span.lowerBound)) to \(TimeText.moment(span.upperBound)): "
      + sentences.joined(separator: "; ") + rest + "."
  }

  private var table: DataTable {
    let episodes = lanes.flatMap(\.episodes)
      .sorted { ($1.firedAt ?? $1.pendingSince ?? 0) < ($0.firedAt ?? $0.pendingSince ?? 0) }
    let rest = episodes.count - 120
    return DataTable(
      caption: "Every time that an alert was pending or fired, the latest first, UTC"
        + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record" : ""),
      columns: [
        .words("Alert"), .words("Pending since"), .words("Fired"), .words("Resolved"),
        .words("Fired for"), .numbers("Predictions meanwhile"),
      ],
      rows: episodes.prefix(120).map(cells)
        + lanes.filter(\.episodes.isEmpty).prefix(60).map(cellsOfMissed))
  }

  private func cells(of episode: AlertEpisode) -> [DataTable.Cell] {
    let firing = episode.firing(until: span.upperBound)
    let end =
      episode.isFiring
      ? "still firing" : episode.isPending ? "still pending" : TimeText.moment(episode.resolvedAt)
    return [
      .init(episode.title, detail: SafeText.shortened(episode.severity)),
      .init(TimeText.moment(episode.pendingSince)), .init(TimeText.moment(episode.firedAt)),
      .init(end),
      .init(firing.map { TimeText.span($0.upperBound - $0.lowerBound) } ?? NumberFormat.missing),
      .init(episode.predictions.map(WatchBanner.whole) ?? NumberFormat.missing),
    ]
  }

  /// A lane that should have fired and did not.
  private func cellsOfMissed(_ lane: AlertLane) -> [DataTable.Cell] {
    let first = lane.stretches.map(\.lowerBound).min()
    return [
      .init(lane.title, detail: "off from \(TimeText.moment(first)) in hindsight"),
      .init(NumberFormat.missing), .init("never"), .init(NumberFormat.missing),
      .init(NumberFormat.missing), .init(NumberFormat.missing),
    ]
  }
}
