internal import VaglioFindings

/// Which share of each window's predictions has its label, beside what should be here by now and in
/// the end.
struct LabelMaturityChart {
  let windows: [WatchWindow]
  let span: ClosedRange<Double>

  private static let depth = 150.0

  /// Neighbouring windows together.
  private struct Entry {
    let start: Double
    let end: Double
    let (predictions, labelled): (Double, Double)
    let isFinal: Bool
    let due: Double?
    let inTheEnd: Estimate?

    var share: Double? { predictions > 0 ? min(labelled / predictions, 1) : nil }
    var place: Double { start + (end - start) / 2 }

    init(_ windows: [WatchWindow]) {
      start = windows.map(\.start).min() ?? 0
      end = windows.map(\.end).max() ?? 0
      predictions = windows.map(\.predictions).reduce(0, +)
      labelled = windows.map(\.labelled).reduce(0, +)
      isFinal = windows.allSatisfy(\.isFinal)
      due =
        Estimate(spanning: windows.map { ($0.expectedShare.map { Estimate($0) }, $0.predictions) })?
        .value
      inTheEnd = Estimate(spanning: windows.map { ($0.expectedCoverage, $0.predictions) })
    }
  }

  private var buckets: TimeBuckets { TimeBuckets(windows.lazy.map(\.start)) }
  private var entries: [Entry] { buckets.groups(windows, start: \.start).map(Entry.init) }

  /// The chart; `nil` where no window holds a prediction.
  var chart: Chart? {
    let entries = entries
    guard entries.contains(where: { $0.share != nil }) else { return nil }
    let frame = TimelineFrame(span, values: 0...1, depth: Self.depth)
    var canvas = Canvas(width: TimelineFrame.width, height: frame.height)
    frame.draw(on: &canvas)
    let boxes = { (isFinal: Bool) in
      entries.filter { $0.isFinal == isFinal }.compactMap { box(of: $0, frame) }
    }
    canvas.boxes(boxes(true), .candidate)
    canvas.boxes(boxes(false), .candidate, opacity: 0.3)
    canvas.outlines(boxes(false), .candidate)
    expectations(entries, frame, on: &canvas)
    key(entries, on: &canvas)
    return Chart(
      title: title, caption: caption, alternative: alternative(entries), table: table(entries),
      canvas: canvas)
  }

  private func box(of entry: Entry, _ frame: TimelineFrame) -> Canvas.Box? {
    guard let share = entry.share, share > 0 else { return nil }
    let (from, to) = (frame.time.position(entry.start), frame.time.position(entry.end))
    let y = frame.values.position(share)
    return Canvas.Box(x: from, y: y, width: max(to - from - 1, 1), height: frame.bottom - y)
  }

  private func expectations(
    _ entries: [Entry], _ frame: TimelineFrame, on canvas: inout Canvas
  ) {
    let buckets = buckets
    for run in buckets.runs(entries.filter { $0.inTheEnd?.value != nil }, start: \.start) {
      canvas.area(
        run.map { frame.point($0.place, $0.inTheEnd?.interval?.lower ?? $0.inTheEnd?.value ?? 0) }
          + run.reversed().map {
            frame.point($0.place, $0.inTheEnd?.interval?.upper ?? $0.inTheEnd?.value ?? 0)
          }, .notEvaluated, opacity: 0.16)
      canvas.curve(
        run.map { frame.point($0.place, $0.inTheEnd?.value ?? 0) }, .notEvaluated, width: 1.5,
        dashed: true)
    }
    for run in buckets.runs(entries.filter { $0.due != nil }, start: \.start) {
      canvas.curve(run.map { frame.point($0.place, $0.due ?? 0) }, .text, width: 1.5)
    }
  }

  private func key(_ entries: [Entry], on canvas: inout Canvas) {
    var key = ChartKey(from: 22)
    key.heading("Share with a label", on: &canvas)
    if entries.contains(where: \.isFinal) {
      key.entry(.bar(.candidate, height: 12, outline: nil), "final", on: &canvas)
    }
    if entries.contains(where: { !$0.isFinal }) {
      key.entry(
        .band(.candidate, opacity: 0.3, line: nil, dashed: false), "labels still coming",
        on: &canvas)
    }
    if entries.contains(where: { $0.due != nil }) {
      key.entry(.line(.text, dashed: false), "due by now", on: &canvas)
    }
    if entries.contains(where: { $0.inTheEnd != nil }) {
      key.entry(
        .band(.notEvaluated, opacity: 0.16, line: .notEvaluated, dashed: true), "in the end",
        on: &canvas)
    }
  }

  private var title: String {
    guard windows.contains(where: { $0.labelled > 0 }) else { return "No label has come" }
    let open = windows.filter { !$0.isFinal }.count
    let final = windows.count - open
    guard open > 0 else {
      return "All \(NumberFormat.count(final)) windows are final: no label can come any more"
    }
    return "\(NumberFormat.count(final)) of \(TimeText.count(windows.count, "window")) "
      + "\(final == 1 ? "is" : "are") final; the latest \(NumberFormat.count(open)) may still get labels"
  }

  private var caption: String {
    "Bars: predictions with a label. Due by now and in the end: what the delays of older labels "
      + "lead to expect; bars that stay below the line are labels that are missing, not late."
      + buckets.remark
  }

  private func alternative(_ entries: [Entry]) -> String {
    let shown = DataTable.thinned(entries, to: 11).map { entry in
      "from \(TimeText.moment(entry.start)) "
        + (entry.share.map(NumberFormat.percent) ?? "no predictions")
        + (entry.due.map { ", due \(NumberFormat.percent($0))" } ?? "")
    }
    return "Share of predictions with a label: \(shown.joined(separator: "; "))."
  }

  private func table(_ entries: [Entry]) -> DataTable {
    DataTable(
      caption: "Labels by window, UTC",
      columns: [
        .words("From"), .words("To"), .numbers("Predictions"), .numbers("Labels"),
        .numbers("Share"), .numbers("Due by now"), .numbers("In the end"),
      ],
      rows: DataTable.thinned(entries, to: 60).map { entry in
        [
          .init(TimeText.moment(entry.start)), .init(TimeText.moment(entry.end)),
          .init(WatchBanner.whole(entry.predictions)), .init(WatchBanner.whole(entry.labelled)),
          .init(entry.share.map(NumberFormat.percent) ?? NumberFormat.missing),
          .init(entry.due.map(NumberFormat.percent) ?? NumberFormat.missing),
          .init(entry.inTheEnd.map(NumberFormat.estimate) ?? NumberFormat.missing),
        ]
      })
  }
}
