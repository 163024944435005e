internal import VaglioFindings

/// How a model's scores lie: positives above the axis, negatives below, each as a share of its own
/// class, so that a rare class is seen.
struct ScoreHistogramChart {
  let exhibit: Exhibit
  let subject: Subject
  let threshold: Double?

  /// The chart; `nil` where no bin holds rows.
  var chart: Chart? {
    let bins = exhibit.rows("lower", "upper", "positives", "negatives")
    let totals = (bins.map { $0[2] }.reduce(0, +), bins.map { $0[3] }.reduce(0, +))
    guard totals.0 > 0 || totals.1 > 0 else { return nil }
    let shares = bins.map { ($0[2] / max(totals.0, 1), $0[3] / max(totals.1, 1)) }
    let most = shares.map { max($0.0, $0.1) }.max() ?? 1
    let frame = PlotFrame(
      x: (bins.map { $0[0] }.min() ?? 0)...(max(bins.map { $0[1] }.max() ?? 1, bins[0][0])),
      y: -most...most, depth: 190)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    drawAxis(frame, on: &canvas)
    for (bin, share) in zip(bins, shares) { draw(bin, share, frame, on: &canvas) }
    canvas.line(
      frame.point(frame.x.domain.lowerBound, 0), frame.point(frame.x.domain.upperBound, 0), .axis,
      width: 1.5)
    if let threshold {
      canvas.line(frame.point(threshold, -most), frame.point(threshold, most), .text, dashed: true)
    }
    let name = subject.rawValue
    return Chart(
      title: "Scores of \(name) by class",
      caption: "Share of each class per bin"
        + (threshold == nil ? "." : "; dashed: the threshold."),
      alternative: alternative(bins, totals), table: table(bins), canvas: canvas)
  }

  private func drawAxis(_ frame: PlotFrame, on canvas: inout Canvas) {
    for tick in frame.x.ticks(5, apart: 8) {
      canvas.text(
        tick.label, Point(frame.held(frame.x.position(tick.value), tick.label), frame.bottom + 18),
        .middle, .muted,
        size: 12)
    }
    let right = PlotFrame.left + PlotFrame.side
    canvas.text("score", Point(right, frame.bottom + 36), .end, .muted, size: 12)
    canvas.text("▲ positives", Point(0, 12), .start, subject.ink, size: 12, bold: true)
    canvas.text("▼ negatives", Point(96, 12), .start, .muted, size: 12, bold: true)
    canvas.text(subject.rawValue, Point(right, 12), .end, subject.ink, size: 12, bold: true)
  }

  private func draw(
    _ bin: [Double], _ share: (Double, Double), _ frame: PlotFrame, on canvas: inout Canvas
  ) {
    let (left, right) = (frame.x.position(bin[0]), frame.x.position(bin[1]))
    let (top, middle, bottom) = (
      frame.y.position(share.0), frame.y.position(0), frame.y.position(-share.1)
    )
    let width = max(right - left - 1, 0.5)
    canvas.rectangle(Point(left + 0.5, top), width: width, height: middle - top, subject.ink)
    canvas.rectangle(
      Point(left + 0.5, middle), width: width, height: bottom - middle, .axis, opacity: 0.55)
  }

  private func alternative(_ bins: [[Double]], _ totals: (Double, Double)) -> String {
    let peak = { (column: Int) in
      bins.max { $0[column] < $1[column] }.map {
        "\(NumberFormat.bare($0[0])) to \(NumberFormat.bare($0[1]))"
      } ?? ""
    }
    return "\(NumberFormat.bare(totals.0)) positives, most often scored \(peak(2)); "
      + "\(NumberFormat.bare(totals.1)) negatives, most often scored \(peak(3))."
  }

  private func table(_ bins: [[Double]]) -> DataTable {
    DataTable(
      caption: "Rows by score and class, \(subject.rawValue)",
      columns: [.words("Score"), .numbers("Positives"), .numbers("Negatives")],
      rows: bins.map { bin in
        [
          .init("\(NumberFormat.bare(bin[0])) – \(NumberFormat.bare(bin[1]))"),
          .init(NumberFormat.bare(bin[2])), .init(NumberFormat.bare(bin[3])),
        ]
      })
  }
}
