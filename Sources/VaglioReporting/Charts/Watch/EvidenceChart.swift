internal import VaglioFindings

/// The evidence of an alert over time beside its threshold, or its value beside its limits.
struct EvidenceChart {
  let history: EvidenceHistory
  let span: ClosedRange<Double>

  private static let depth = 132.0

  private typealias Look = EvidenceHistory.Look

  /// The chart; `nil` where no look has a number.
  var chart: Chart? {
    let reach = reach
    guard !reach.isEmpty else { return nil }
    let time = TimeScale(span, from: PlotFrame.left, to: PlotFrame.left + PlotFrame.side)
    let frame = PlotFrame(coveringX: [0, 1], y: reach, depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    shade(time, frame, on: &canvas)
    frame.drawRows(
      x: time.title, y: history.weighsEvidence ? "share of threshold" : "value", on: &canvas)
    TimelineFrame.drawTime(
      time, from: PlotFrame.top, to: frame.bottom, width: PlotFrame.width, on: &canvas)
    for limit in limits {
      let y = frame.y.position(limit)
      canvas.line(
        Point(time.start, y), Point(time.end, y), .text, width: 1.5, dashed: true)
    }
    draw(time, frame, on: &canvas)
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  private var limits: [Double] {
    history.weighsEvidence ? [1] : [history.atLeast, history.atMost].compactMap(\.self)
  }

  private func number(_ look: Look) -> Double? {
    history.weighsEvidence ? look.share : look.value?.value
  }

  private var reach: [Double] {
    let values = history.looks.compactMap(number)
    guard !history.weighsEvidence else { return values + [0, 1.1] }
    let bounds = history.looks.compactMap { $0.value?.interval }.flatMap { [$0.lower, $0.upper] }
    return values + bounds + limits
  }

  private func shade(_ time: TimeScale, _ frame: PlotFrame, on canvas: inout Canvas) {
    let spans = zip(history.looks, history.looks.dropFirst()).filter { $0.0.isFiring }
      .map { time.position($0.at)...time.position($1.at) }
    let last = history.looks.last.flatMap { $0.isFiring ? time.position($0.at)...time.end : nil }
    let boxes = TimelineFrame.joined(spans + [last].compactMap(\.self), gap: 0.5).map {
      Canvas.Box(
        x: $0.lowerBound, y: PlotFrame.top, width: max($0.upperBound - $0.lowerBound, 1.5),
        height: Self.depth)
    }
    canvas.boxes(boxes, .failTint)
  }

  private func draw(_ time: TimeScale, _ frame: PlotFrame, on canvas: inout Canvas) {
    let known = history.looks.filter { number($0) != nil }
    func place(_ look: Look, _ value: Double) -> Point {
      Point(time.position(look.at), frame.y.position(value))
    }
    if !history.weighsEvidence {
      let bars = known.compactMap { look in
        look.value?.interval.map { (start: place(look, $0.lower), end: place(look, $0.upper)) }
      }
      canvas.lines(bars, .candidate)
    }
    for run in history.buckets.runs(known, start: \.at) {
      canvas.curve(run.map { place($0, number($0) ?? 0) }, .candidate, width: 1.5)
    }
    if known.count <= 40 {
      canvas.dots(known.map { place($0, number($0) ?? 0) }, .candidate, diameter: 4, opacity: 1)
    }
    for (before, look) in zip([nil] + history.looks.map(Optional.some), history.looks)
    where look.isFiring && before?.isFiring != true {
      guard let value = number(look) else { continue }
      canvas.mark(.square, place(look, value), .fail, radius: 4)
    }
  }
}

extension EvidenceChart {
  private var title: String {
    if let first = history.firstFiring {
      return "\(history.title) rang on \(TimeText.moment(first))"
    }
    return history.weighsEvidence
      ? "\(history.title) came to \(NumberFormat.percent(history.highest)) of its threshold"
      : "\(history.title) did not ring"
  }

  private var caption: String {
    (history.weighsEvidence
      ? "Evidence as a share of its threshold, on the logarithmic scale; dashed: 1, where it rings, "
        + "after which it starts anew.\(rangTogether ? " Several segments together ring earlier." : "")"
      : "The value at each look with its interval; dashed: the limit.")
      + (history.firstFiring == nil ? "" : " Square and shade: firing.")
      + (history.buckets.areMerged
        ? " Up to \(NumberFormat.count(history.buckets.largest)) looks are drawn as one, by the most "
          + "evidence."
        : "")
  }

  /// Whether it rang below its own threshold, as segments do that show evidence together.
  private var rangTogether: Bool {
    history.weighsEvidence && history.firstFiring != nil
      && history.looks.first(where: \.isFiring)?.share ?? 1 < 1
  }

  private func words(_ look: Look) -> String {
    history.weighsEvidence
      ? look.share.map(NumberFormat.bare) ?? NumberFormat.missing
      : look.value.map(NumberFormat.estimate) ?? NumberFormat.missing
  }

  private var alternative: String {
    let shown = DataTable.thinned(history.looks.filter { number($0) != nil }, to: 9).map {
      "\(TimeText.moment($0.at)) \(words($0))\($0.isFiring ? ", firing" : "")"
    }
    return "\(history.title) over time: \(shown.joined(separator: "; "))."
  }

  private var table: DataTable {
    DataTable(
      caption: "\(history.title), look by look, UTC",
      columns: [
        .words("At"), .numbers(history.weighsEvidence ? "Share of threshold" : "Value"),
        .words("State"),
      ],
      rows: DataTable.thinned(history.looks, to: 30).map { look in
        [
          .init(TimeText.moment(look.at)), .init(words(look)),
          .init(look.isFiring ? "▲ firing" : "not firing"),
        ]
      })
  }
}
