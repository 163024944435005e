internal import VaglioFindings

/// How far each column was from the reference, window by window: a strip a column, darker (in the dark
/// scheme lighter) for further, a dot where the column was named as moved.
struct DriftStripChart {
  /// The columns, those furthest away first.
  let columns: [DriftHistory]
  let buckets: TimeBuckets
  let span: ClosedRange<Double>

  /// The most columns that are drawn.
  static let limit = 40
  private static let (row, height, head) = (20.0, 15.0, 36.0)
  /// The distances at which the ramp goes on.
  private static let steps = [0.05, 0.1, 0.2, 0.4]
  private static let names = ["< 0.05", "< 0.1", "< 0.2", "< 0.4", "≥ 0.4"]

  private typealias Entry = DriftHistory.Entry

  private var drawn: [DriftHistory] { Array(columns.prefix(Self.limit)) }

  /// The chart; `nil` where no window of any column has a distance.
  var chart: Chart? {
    guard columns.contains(where: { $0.windowCount > 0 }) else { return nil }
    let bottom = Self.head + Self.row * Double(drawn.count)
    var canvas = Canvas(width: TimelineFrame.width, height: bottom + TimelineFrame.foot)
    let time = TimeScale(span, from: TimelineFrame.left, to: TimelineFrame.right)
    TimelineFrame.drawTime(
      time, from: Self.head - 2, to: bottom, width: TimelineFrame.width, on: &canvas)
    canvas.text(
      time.title, Point(TimelineFrame.right, bottom + 36), .end, .muted, size: 12,
      limit: TimelineFrame.right)
    key(on: &canvas)
    cells(time, on: &canvas)
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  /// All cells of one shade as one shape, and neighbours of one shade as one cell.
  private func cells(_ time: TimeScale, on canvas: inout Canvas) {
    var boxes: [Int: [Canvas.Box]] = [:]
    var dots: [Bool: [Point]] = [:]
    for (index, column) in drawn.enumerated() {
      let y = Self.head + Self.row * Double(index)
      canvas.text(
        column.column, Point(3, y + 12), size: 12, bold: column.movedCount > 0,
        limit: TimelineFrame.left - 65)
      canvas.text(
        column.largest?.distance.value.map { NumberFormat.fixed($0, decimals: 2) }
          ?? NumberFormat.missing,
        Point(TimelineFrame.left - 12, y + 12), .end, .muted, size: 12, limit: 40)
      for (shade, from, to) in runs(of: column.entries.compactMap(\.self), time) {
        boxes[shade, default: []].append(
          .init(x: from, y: y + 1, width: max(to - from, 0.8), height: Self.height))
      }
      for entry in column.entries.compactMap(\.self) where entry.moved {
        let x = (time.position(entry.start) + time.position(entry.end)) / 2
        dots[Self.shade(of: entry.distance) < 2, default: []].append(
          Point(x, y + 1 + Self.height / 2))
      }
    }
    for (shade, ink) in Ink.sequential.enumerated() { canvas.boxes(boxes[shade] ?? [], ink) }
    canvas.dots(dots[true] ?? [], .text, diameter: 4, opacity: 1)
    canvas.dots(dots[false] ?? [], .background, diameter: 4, opacity: 1)
  }

  /// Spans of positions of one shade; a cell ends where the next begins.
  private func runs(
    of entries: [DriftHistory.Entry], _ time: TimeScale
  ) -> [(shade: Int, from: Double, to: Double)] {
    var runs: [(shade: Int, from: Double, to: Double)] = []
    for (index, entry) in entries.enumerated() {
      let next = index + 1 < entries.count ? entries[index + 1].start : .infinity
      let (from, to) = (time.position(entry.start), time.position(min(entry.end, next)))
      let shade = Self.shade(of: entry.distance)
      if let last = runs.last, last.shade == shade, from - last.to < 0.3 {
        runs[runs.count - 1].to = max(last.to, to)
      } else {
        runs.append((shade, from, to))
      }
    }
    return runs
  }

  private static func shade(of distance: Double) -> Int {
    steps.firstIndex { distance < $0 } ?? steps.count
  }

  private func key(on canvas: inout Canvas) {
    canvas.text("Column", Point(3, 20), bold: true)
    canvas.text("largest", Point(TimelineFrame.left - 12, 20), .end, .muted, size: 12)
    var key = KeyRow(from: TimelineFrame.left, y: 20)
    for (name, ink) in zip(Self.names, Ink.sequential) {
      key.entry(.bar(ink, height: 14, outline: nil), name, on: &canvas)
    }
    key.entry(.mark(.dot, .text), "moved", on: &canvas)
  }

  private var title: String {
    let moved = columns.filter { $0.movedCount > 0 }
    guard let first = moved.first else {
      let furthest = columns.first.map { SafeText.shortened($0.column) } ?? ""
      return "No column was named as moved; \(furthest) was furthest from the reference"
    }
    let since = moved.compactMap(\.firstMoved).min()
    return
      "\(NumberFormat.count(moved.count)) of \(TimeText.count(columns.count, "column")) moved, "
      + "\(SafeText.shortened(first.column)) furthest; the first on \(TimeText.moment(since))"
  }

  private var caption: String {
    let rest = columns.count - drawn.count
    return
      "Of numbers the greatest difference of the distribution functions (Kolmogorov–Smirnov), of "
      + "categories half the sum of the differences of shares (total variation), 0 to 1. A dot in a "
      + "cell, and a bold name: named as moved."
      + (rest > 0
        ? " Not drawn, as they were nearer: "
          + "\(AlertLog.list(columns.dropFirst(Self.limit).map { SafeText.shortened($0.column) }, limit: 12))."
        : "") + buckets.remark
      + (buckets.areMerged ? " Of those the largest distance is shown." : "")
  }

  private var alternative: String {
    let sentences = drawn.prefix(20).map { column -> String in
      let largest = column.largest.map {
        "largest distance \(NumberFormat.estimate($0.distance)) on \(TimeText.moment($0.start))"
      }
      return "\(SafeText.shortened(column.column)): \(largest ?? "no distance")"
        + (column.movedCount > 0
          ? ", moved in \(TimeText.count(column.movedCount, "window"))" : "")
    }
    let rest = columns.count > 20 ? "; and \(columns.count - 20) more" : ""
    return "Distance of each column from the reference by window. "
      + sentences.joined(separator: "; ") + rest + "."
  }

  private var table: DataTable {
    func cell(_ estimate: Estimate?) -> DataTable.Cell {
      .init(estimate.map(NumberFormat.estimate) ?? NumberFormat.missing)
    }
    let rest = columns.count - 100
    return DataTable(
      caption: "Columns by their largest distance from the reference, UTC"
        + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record" : ""),
      columns: [
        .words("Column"), .numbers("Largest"), .words("On"), .numbers("Latest"),
        .numbers("Windows moved"), .words("First moved"), .numbers("Most missing"),
      ],
      rows: columns.prefix(100).map { column in
        [
          .init(SafeText.shortened(column.column)), cell(column.largest?.distance),
          .init(TimeText.moment(column.largest?.start)), cell(column.latest?.distance),
          .init(
            "\(NumberFormat.count(column.movedCount)) of \(NumberFormat.count(column.windowCount))"),
          .init(TimeText.moment(column.firstMoved)),
          .init(column.largestMissing.map(NumberFormat.percent) ?? NumberFormat.missing),
        ]
      })
  }
}
