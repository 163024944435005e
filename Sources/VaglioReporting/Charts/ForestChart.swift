internal import VaglioFindings
internal import VaglioGates

/// Paired differences with their intervals, drawn so that right is always better, with the margins
/// of the gates as ticks.
struct ForestChart {
  let rows: [MetricRow]
  let level: Double
  /// What the rows are, in the singular: metric, slice.
  var noun = "metric"
  /// What stands before the title: `ROC AUC: `.
  var prefix = ""

  private static let (width, plotEnd) = (896.0, 650.0)
  private static let (rowHeight, head, foot, gap) = (26.0, 30.0, 44.0, 18.0)

  private var labelEnd: Double { LabelColumn.end(of: rows.map(\.label)) }
  private var plotStart: Double { labelEnd + 20 }

  /// The chart; `nil` where no difference has a value.
  var chart: Chart? {
    let panels = MetricPanel.panels(of: rows.filter { $0.estimate.value != nil }, contrast: 14)
    guard !panels.isEmpty else { return nil }
    let heights = panels.map { Self.head + Self.rowHeight * Double($0.rows.count) + Self.foot }
    let height = heights.reduce(0, +) + Self.gap * Double(panels.count - 1)
    var canvas = Canvas(width: Self.width, height: height)
    var top = 0.0
    for (panel, height) in zip(panels, heights) {
      draw(panel, top: top, height: height, on: &canvas)
      top += height + Self.gap
    }
    return Chart(
      title: title, caption: caption, alternative: alternative, table: table, canvas: canvas)
  }

  private func draw(_ panel: MetricPanel, top: Double, height: Double, on canvas: inout Canvas) {
    let bottom = top + height - Self.foot
    let scale = LinearScale(
      covering: panel.rows.flatMap(reach) + [0], ticks: 6, from: plotStart, to: Self.plotEnd)
    heading(of: panel, top: top, on: &canvas)
    for tick in scale.ticks(7, apart: 18) {
      let x = scale.position(tick.value)
      let isZero = tick.value.magnitude < 1e-300 || tick.label.allSatisfy { "0.".contains($0) }
      canvas.line(
        Point(x, top + Self.head - 6), Point(x, bottom + 4), isZero ? .axis : .line,
        width: isZero ? 1.5 : 1)
      let sign = tick.value > 0 && !isZero ? "+" : ""
      canvas.text(sign + tick.label, Point(x, bottom + 19), .middle, .muted, size: 12)
    }
    if panel.judges { directions(at: bottom + 36, zero: scale.position(0), on: &canvas) }
    for (index, row) in panel.rows.enumerated() {
      let y = top + Self.head + Self.rowHeight * (Double(index) + 0.5)
      draw(row, at: y, scale: scale, on: &canvas)
    }
  }

  private func heading(of panel: MetricPanel, top: Double, on canvas: inout Canvas) {
    let unit = panel.unit.isEmpty ? "" : ", \(panel.unit)"
    let noun = noun.prefix(1).uppercased() + noun.dropFirst()
    let title = panel.judges ? noun + unit : "Descriptive\(unit)"
    canvas.text(title, Point(0, top + 13), bold: true, limit: labelEnd)
    canvas.text(
      "candidate − production, \(NumberFormat.level(level)) interval",
      Point(Self.width, top + 13), .end, bold: true)
  }

  private func directions(at y: Double, zero: Double, on canvas: inout Canvas) {
    let words = ("← candidate worse", "candidate better →")
    let left = zero - 10 - TextWidth.of(words.0, size: 12)
    let right = zero + 10 + TextWidth.of(words.1, size: 12)
    if left > labelEnd - 60 {
      canvas.text(words.0, Point(zero - 10, y), .end, .muted, size: 12)
    }
    if right < Self.width { canvas.text(words.1, Point(zero + 10, y), .start, .muted, size: 12) }
  }

  private func draw(_ row: MetricRow, at y: Double, scale: LinearScale, on canvas: inout Canvas) {
    let flip = row.measure.orientation
    let (mark, ink) = look(of: row)
    canvas.text(row.label, Point(0, y + 4.5), limit: labelEnd)
    for threshold in row.thresholds {
      let x = scale.position(threshold * flip)
      canvas.line(Point(x, y - 11), Point(x, y + 11), .text, width: 2, dashed: true)
    }
    if let interval = row.estimate.interval {
      let ends = [scale.position(interval.lower * flip), scale.position(interval.upper * flip)]
      canvas.line(Point(ends[0], y), Point(ends[1], y), ink, width: 2)
      for x in ends { canvas.line(Point(x, y - 4), Point(x, y + 4), ink, width: 2) }
    }
    let value = row.estimate.value ?? 0
    canvas.mark(mark, Point(scale.position(value * flip), y), ink)
    canvas.text(
      NumberFormat.difference(row.estimate), Point(Self.width, y + 4.5), .end,
      row.judgement == nil ? .text : ink, bold: row.judgement != nil,
      limit: Self.width - Self.plotEnd - 14)
  }

  /// Gated rows bear their ruling; of the others, those whose interval holds zero are hollow.
  private func look(of row: MetricRow) -> (Canvas.Mark, Ink) {
    if let ruling = row.judgement?.ruling { return (ruling.mark, ruling.ink) }
    switch Tendency(of: row.estimate, by: row.measure) {
    case .better, .worse: return (.dot, .candidate)
    case .undecided: return (.ring, .candidate)
    case .neither: return (.ring, .axis)
    }
  }

  private func reach(of row: MetricRow) -> [Double] {
    (row.reach + row.thresholds).map { $0 * row.measure.orientation }
  }

  private var title: String {
    let tendencies = rows.map { Tendency(of: $0.estimate, by: $0.measure) }
    let judging = tendencies.filter { $0 != .neither }.count
    let better = tendencies.filter { $0 == .better }.count
    let worse = tendencies.filter { $0 == .worse }.count
    return prefix
      + "\(prefix.isEmpty ? "Of" : "of") \(judging) \(noun)s, \(better) \(better == 1 ? "is" : "are") better, \(worse) "
      + "\(worse == 1 ? "is" : "are") worse, \(judging - better - worse) undecided"
  }

  private var caption: String {
    "Difference on the same rows, with its paired interval. Right is better: metrics marked ↓, "
      + "where lower is better, are drawn mirrored; the numbers keep their sign. Filled: the "
      + "interval excludes zero; hollow: it doesn't. "
      + (rows.contains { $0.judgement != nil }
        ? "Coloured by ruling where a gate judges (● pass, ◆ inconclusive, ■ fail), with the "
          + "gate's margin as a dashed tick."
        : "")
  }

  private var alternative: String {
    let sentences = rows.prefix(25).map { row in
      "\(row.label): \(NumberFormat.difference(row.estimate)), "
        + (row.judgement?.ruling.rawValue ?? Tendency(of: row.estimate, by: row.measure).words)
    }
    let rest = rows.count > 25 ? "; and \(rows.count - 25) more in the table" : ""
    return sentences.joined(separator: "; ") + rest + "."
  }

  private var table: DataTable {
    DataTable(
      caption: "Differences, candidate minus production",
      columns: [
        .words("Row"), .numbers("Difference"), .numbers("Lower"), .numbers("Upper"),
        .words("Interval by"), .numbers("Margin"), .words("Reading"),
      ],
      rows: rows.map { row in
        let interval = row.estimate.interval
        return [
          .init(row.label), .init(NumberFormat.difference(row.estimate)),
          .init(interval.map { NumberFormat.signedBare($0.lower) } ?? NumberFormat.missing),
          .init(interval.map { NumberFormat.signedBare($0.upper) } ?? NumberFormat.missing),
          .init(interval?.method ?? NumberFormat.missing),
          .init(row.thresholds.map(NumberFormat.signedChosen).joined(separator: ", ")),
          row.judgement.map { .ruling($0.ruling) }
            ?? .init(Tendency(of: row.estimate, by: row.measure).words),
        ]
      })
  }
}
