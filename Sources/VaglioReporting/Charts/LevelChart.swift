internal import VaglioFindings

/// How good in absolute terms: each metric's estimate on its own scale, beside production's.
struct LevelChart {
  let rows: [MetricRow]
  /// The words for the filled and the hollow mark; the latter only in comparisons.
  let names: (first: String, second: String?)
  /// A line across a panel: the four-fifths rule, say.
  var reference: Double?
  /// What the chart says.
  let title: String
  /// What the rows are, where they are not metrics: slice, group.
  var noun: String?
  /// How to read it, where the usual words don't fit.
  var reading: String?

  private static let width = 896.0
  private static let (rowHeight, head, foot, gap) = (30.0, 30.0, 28.0, 18.0)

  private var labelEnd: Double { LabelColumn.end(of: rows.map(\.label)) }
  private var plotStart: Double { labelEnd + 20 }

  /// The width that a column of numbers takes.
  private func numberWidth(_ estimates: [Estimate?]) -> Double {
    let widths = estimates.compactMap { $0 }.map {
      TextWidth.of(NumberFormat.estimate($0), size: 13)
    }
    return min(max((widths.max() ?? 0) + 4, 120), 240)
  }

  private var secondWidth: Double { names.second == nil ? 0 : numberWidth(rows.map(\.other)) + 12 }
  private var firstWidth: Double { numberWidth(rows.map(\.estimate)) }

  /// Where the first column of numbers ends, and where the plot does.
  private var firstEnd: Double { Self.width - secondWidth }
  private var plotEnd: Double { firstEnd - firstWidth - 20 }

  /// The chart; `nil` where nothing has a value.
  var chart: Chart? {
    let panels = MetricPanel.panels(of: rows.filter { !$0.reach.isEmpty }, contrast: 8)
    guard !panels.isEmpty else { return nil }
    let heights = panels.map { Self.head + Self.rowHeight * Double($0.rows.count) + Self.foot }
    let height = heights.reduce(0, +) + Self.gap * Double(panels.count - 1)
    var canvas = Canvas(width: Self.width, height: height)
    var top = 0.0
    for (panel, height) in zip(panels, heights) {
      draw(panel, top: top, bottom: top + height - Self.foot, on: &canvas)
      top += height + Self.gap
    }
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  private func draw(_ panel: MetricPanel, top: Double, bottom: Double, on canvas: inout Canvas) {
    let scale = scale(of: panel)
    let unit = panel.unit.isEmpty ? "" : ", \(panel.unit)"
    let heading = noun ?? (panel.judges ? "Metric" : "Descriptive")
    canvas.text(heading + unit, Point(0, top + 13), bold: true, limit: labelEnd)
    canvas.text(
      names.first, Point(firstEnd, top + 13), .end, .candidate, bold: true,
      limit: firstEnd - plotStart)
    if let second = names.second {
      canvas.text(
        second, Point(Self.width, top + 13), .end, .production, bold: true, limit: secondWidth - 8)
    }
    for tick in scale.ticks(6, apart: 12) {
      let x = scale.position(tick.value)
      canvas.line(Point(x, top + Self.head - 6), Point(x, bottom + 4), .line)
      canvas.text(tick.label, Point(x, bottom + 20), .middle, .muted, size: 12)
    }
    if let reference {
      let x = scale.position(reference)
      canvas.line(
        Point(x, top + Self.head - 6), Point(x, bottom + 4), .text, width: 2, dashed: true)
    }
    for (index, row) in panel.rows.enumerated() {
      let y = top + Self.head + Self.rowHeight * (Double(index) + 0.5)
      draw(row, at: y, scale: scale, on: &canvas)
    }
  }

  /// Fractions are shown on the whole of [0, 1] where they fill it; all else on what they reach.
  private func scale(of panel: MetricPanel) -> LinearScale {
    let reach = panel.rows.flatMap(\.reach) + (reference.map { [$0] } ?? [])
    let fractions = panel.rows.allSatisfy { $0.measure.lowest >= -1 && $0.measure.highest <= 1 }
    let spread = (reach.max() ?? 1) - (reach.min() ?? 0)
    let anchors: [Double] =
      fractions && spread > 0.35 && (reach.min() ?? 0) >= 0 ? [0, 1] : []
    return LinearScale(
      covering: reach + anchors, ticks: 5, from: plotStart, to: plotEnd)
  }

  private func draw(_ row: MetricRow, at y: Double, scale: LinearScale, on canvas: inout Canvas) {
    canvas.text(row.label, Point(0, y + 4.5), limit: labelEnd)
    let shift = names.second == nil ? 0 : 4.5
    if let value = row.estimate.value, let other = row.other?.value {
      canvas.line(
        Point(scale.position(value), y - shift), Point(scale.position(other), y + shift), .axis)
    }
    if let other = row.other {
      draw(other, .ring, .production, at: y + shift, scale: scale, on: &canvas)
      canvas.text(
        NumberFormat.estimate(other), Point(Self.width, y + 4.5), .end, .muted,
        limit: secondWidth - 8)
    }
    draw(row.estimate, .dot, .candidate, at: y - shift, scale: scale, on: &canvas)
    canvas.text(
      NumberFormat.estimate(row.estimate), Point(firstEnd, y + 4.5), .end, limit: firstWidth)
  }

  private func draw(
    _ estimate: Estimate, _ mark: Canvas.Mark, _ ink: Ink, at y: Double, scale: LinearScale,
    on canvas: inout Canvas
  ) {
    guard let value = estimate.value else { return }
    if let interval = estimate.interval {
      let ends = [scale.position(interval.lower), scale.position(interval.upper)]
      canvas.line(Point(ends[0], y), Point(ends[1], y), ink, width: 1.5)
      for x in ends { canvas.line(Point(x, y - 3), Point(x, y + 3), ink, width: 1.5) }
    }
    canvas.mark(mark, Point(scale.position(value), y), ink, radius: 4.5)
  }

  private var caption: String {
    if let reading { return reading }
    guard names.second != nil else { return "Each metric with its interval. ↓ lower is better." }
    return "Filled: candidate. Hollow: production. ↓ lower is better. These "
      + "intervals are for each model alone: whether two models differ is read above, from the "
      + "paired differences."
  }

  private var alternative: String {
    rows.prefix(25).map { row in
      let other =
        row.other.map { ", \(names.second ?? "other") \(NumberFormat.estimate($0))" } ?? ""
      return "\(row.label): \(names.first) \(NumberFormat.estimate(row.estimate))\(other)"
    }.joined(separator: "; ") + (rows.count > 25 ? "; more in the table." : ".")
  }

  private var table: DataTable {
    var columns: [DataTable.Column] = [.words("Row"), .numbers(names.first)]
    if let second = names.second { columns.append(.numbers(second)) }
    return DataTable(
      caption: title, columns: columns + [.words("Interval by")],
      rows: rows.map { row in
        var cells: [DataTable.Cell] = [
          .init(row.label), .init(NumberFormat.estimate(row.estimate)),
        ]
        if names.second != nil {
          cells.append(.init(row.other.map(NumberFormat.estimate) ?? NumberFormat.missing))
        }
        return cells + [.init(row.estimate.interval?.method ?? NumberFormat.missing)]
      })
  }
}
