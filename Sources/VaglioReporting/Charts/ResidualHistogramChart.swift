internal import VaglioFindings

/// How far off the predictions are, in how many rows.
struct ResidualHistogramChart {
  let exhibit: Exhibit
  let subject: Subject
  /// The bins of all models that are shown, so that they share both axes.
  let shared: [[Double]]

  /// The bins of an exhibit, as lower edge, upper edge and rows.
  static func bins(of exhibit: Exhibit) -> [[Double]] { exhibit.rows("lower", "upper", "count") }

  /// The chart; `nil` where no bin holds rows.
  var chart: Chart? {
    let bins = Self.bins(of: exhibit)
    guard let most = bins.map({ $0[2] }).max(), most > 0 else { return nil }
    let frame = PlotFrame(
      coveringX: (bins + shared).flatMap { $0.prefix(2) },
      y: [0, most] + shared.map { $0[2] }, depth: 150)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: "residual", y: "rows", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    for bin in bins {
      let (left, right) = (frame.x.position(bin[0]), frame.x.position(bin[1]))
      let top = frame.y.position(bin[2])
      canvas.rectangle(
        Point(left + 0.5, top), width: max(right - left - 1, 0.5), height: frame.bottom - top,
        subject.ink, opacity: 0.75)
    }
    if frame.x.domain.contains(0) {
      let zero = frame.x.position(0)
      canvas.line(Point(zero, PlotFrame.top), Point(zero, frame.bottom), .text, dashed: true)
    }
    return Chart(
      title: "Residuals of \(subject.rawValue)",
      caption: "Predicted minus actual; the dashed line is an exact prediction.",
      alternative: alternative(bins), table: table(bins), canvas: canvas)
  }

  private func alternative(_ bins: [[Double]]) -> String {
    let peak = bins.max { $0[2] < $1[2] } ?? []
    let n = peak.map(NumberFormat.bare)
    return "Residuals of \(subject.rawValue): most rows, \(n[2]), lie between \(n[0]) and \(n[1])."
  }

  private func table(_ bins: [[Double]]) -> DataTable {
    DataTable(
      caption: "Rows by residual, \(subject.rawValue)",
      columns: [.words("Residual"), .numbers("Rows")],
      rows: DataTable.thinned(bins, to: 40).map { bin in
        let n = bin.map(NumberFormat.bare)
        return [.init("\(n[0]) – \(n[1])"), .init(n[2])]
      })
  }
}
