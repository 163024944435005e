internal import VaglioFindings

/// Segments beside all rows over time: one lane a segment, bars up where its metric is above that of
/// all rows and down where it is below, solid where that is clear.
struct SegmentHistoryChart {
  /// The segments, those first that were clearly worse most often.
  let segments: [SegmentHistory]
  let overall: MetricHistory
  let measure: Measure
  let span: ClosedRange<Double>

  /// The most lanes that are drawn.
  static let limit = 12
  private static let (lane, half, head) = (44.0, 18.0, 34.0)

  private var drawn: [SegmentHistory] { Array(segments.prefix(Self.limit)) }
  private var largest: Double {
    let entries = drawn.flatMap(\.entries)
    let clear = entries.filter(\.isClear).map(\.deviation.magnitude).max()
    return clear ?? entries.map(\.deviation.magnitude).max() ?? 0
  }

  /// The chart; `nil` without segments.
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
    for (index, segment) in drawn.enumerated() {
      draw(segment, at: Self.head + Self.lane * (Double(index) + 0.5), time, on: &canvas)
    }
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  private func ink(ofDeviation sign: Double) -> Ink {
    guard measure.judges else { return .candidate }
    return sign * measure.orientation < 0 ? .raises : .lowers
  }

  private func draw(
    _ segment: SegmentHistory, at y: Double, _ time: TimeScale, on canvas: inout Canvas
  ) {
    canvas.text(
      segment.slice.shortDescription, Point(3, y - 2), limit: TimelineFrame.left - 15)
    canvas.text(
      segment.latest?.measured.map { "latest \(NumberFormat.estimate($0))" } ?? "no final window",
      Point(3, y + 14), .start, .muted, size: 12, limit: TimelineFrame.left - 15)
    let scale = largest > 0 ? Self.half / largest : 0
    for isClear in [false, true] {
      for sign in [-1.0, 1] {
        let boxes = segment.entries.filter {
          $0.isClear == isClear && $0.deviation * sign > 0
        }.map { entry -> Canvas.Box in
          let (from, to) = (time.position(entry.start), time.position(entry.end))
          let length = min(entry.deviation.magnitude * scale, Self.half)
          return Canvas.Box(
            x: from, y: sign > 0 ? y - length : y, width: max(to - from - 0.6, 0.8), height: length)
        }
        if isClear {
          canvas.boxes(boxes, ink(ofDeviation: sign))
        } else {
          canvas.boxes(boxes, ink(ofDeviation: sign), opacity: 0.3)
        }
      }
    }
    canvas.line(Point(TimelineFrame.left, y), Point(TimelineFrame.right, y), .axis)
  }

  private func key(on canvas: inout Canvas) {
    canvas.text(measure.arrowedTitle, Point(3, 18), bold: true, limit: TimelineFrame.left - 15)
    var key = KeyRow(from: TimelineFrame.left, y: 18)
    let words = measure.judges ? ("clearly worse", "clearly better") : ("clearly off", "")
    key.entry(
      .bar(measure.judges ? .raises : .candidate, height: 12, outline: nil), words.0, on: &canvas)
    if measure.judges { key.entry(.bar(.lowers, height: 12, outline: nil), words.1, on: &canvas) }
    key.entry(
      .band(measure.judges ? .raises : .candidate, opacity: 0.3, line: nil, dashed: false),
      "may be chance", on: &canvas)
    key.entry(.line(.axis, dashed: false), "all rows", on: &canvas)
  }

  private var title: String {
    guard let first = segments.first, first.entries.contains(where: \.isClear) else {
      return "\(measure.shortTitle): no segment differs clearly from all rows in any window"
    }
    let orientation = measure.judges ? measure.orientation : 0
    let (below, above) = first.clear
    let worse = first.clearlyWorse(by: orientation)
    let word = orientation == 0 ? "off from" : worse > 0 ? "worse than" : "better than"
    return "\(measure.shortTitle): \(first.slice.shortDescription) is clearly \(word) all rows in "
      + "\(NumberFormat.count(worse > 0 ? worse : below + above)) of "
      + "\(TimeText.count(first.entries.count, "window"))"
      + (orientation != 0 && worse == 0 ? ", and none clearly worse" : "")
  }

  private var caption: String {
    var text =
      "Up: above all rows; down: below. A bar of half a lane is \(WatchBanner.brief(largest)). Solid: the "
      + "segment's interval leaves out the value of all rows, each window by itself; with many "
      + "windows and segments some do so by chance, and alerts allow for that."
    let rest = segments.count - drawn.count
    if rest > 0 {
      let names = segments.dropFirst(Self.limit).map(\.slice.shortDescription)
      text += " Not drawn, as fewer windows are clear: \(AlertLog.list(names, limit: 12))."
    }
    return text + overall.buckets.remark
  }

  private var alternative: String {
    let sentences = drawn.map { segment in
      let (below, above) = segment.clear
      return "\(segment.slice.shortDescription): clearly below all rows in \(below) and above in "
        + "\(above) of \(TimeText.count(segment.entries.count, "window"))"
    }
    return "\(measure.shortTitle) by segment over time. \(sentences.joined(separator: "; "))."
  }

  private var table: DataTable {
    DataTable(
      caption:
        "\(measure.shortTitle) by segment, in the order of windows that are clearly off, on the worse side first",
      columns: [
        .words("Segment"), .numbers("Windows"), .numbers("Clearly below"),
        .numbers("Clearly above"), .numbers("Latest final window"), .words("From, UTC"),
      ],
      rows: segments.prefix(60).map { segment in
        let (below, above) = segment.clear
        return [
          .init(segment.slice.shortDescription), .init(NumberFormat.count(segment.entries.count)),
          .init(NumberFormat.count(below)), .init(NumberFormat.count(above)),
          .init(segment.latest?.measured.map(NumberFormat.estimate) ?? NumberFormat.missing),
          .init(TimeText.moment(segment.latest?.start)),
        ]
      })
  }
}
