internal import VaglioFindings

/// How residuals spread along the predictions: median, middle half and middle nine tenths per bin.
struct ResidualQuantileChart {
  let exhibit: Exhibit
  let subject: Subject
  /// Values that the vertical axis must hold besides, so that two models share it.
  let shared: [Double]

  private static let columns = ["q05", "q25", "q50", "q75", "q95"]

  /// The values that a chart of this exhibit would span.
  static func reach(of exhibit: Exhibit) -> [Double] {
    columns.flatMap { exhibit.numbers($0) ?? [] }.compactMap(\.self)
  }

  /// The chart; `nil` where no bin holds rows.
  var chart: Chart? {
    let bins = exhibit.rows(
      "predicted_lower", "predicted_upper", "q05", "q25", "q50", "q75", "q95", "count")
    guard !bins.isEmpty else { return nil }
    let frame = PlotFrame(
      coveringX: bins.flatMap { $0.prefix(2) }, y: bins.flatMap { $0[2...6] } + shared + [0],
      depth: 220)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: "predicted", y: "residual", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    canvas.line(
      Point(PlotFrame.left, frame.y.position(0)),
      Point(PlotFrame.left + PlotFrame.side, frame.y.position(0)), .text, dashed: true)
    for bin in bins { draw(bin, frame, on: &canvas) }
    return Chart(
      title: "Residuals of \(subject.rawValue) along its predictions",
      caption: "Residual: predicted minus actual. Line: median; dark: middle half; light: middle "
        + "nine tenths.", alternative: alternative(bins), table: table(bins), canvas: canvas)
  }

  private func draw(_ bin: [Double], _ frame: PlotFrame, on canvas: inout Canvas) {
    let (left, right) = (frame.x.position(bin[0]), frame.x.position(bin[1]))
    let width = max(right - left - 1.5, 1)
    let y = bin[2...6].map(frame.y.position)
    canvas.rectangle(
      Point(left, y[4]), width: width, height: y[0] - y[4], subject.ink, opacity: 0.2)
    canvas.rectangle(
      Point(left, y[3]), width: width, height: y[1] - y[3], subject.ink, opacity: 0.4)
    canvas.line(Point(left, y[2]), Point(left + width, y[2]), subject.ink, width: 2.5)
  }

  private func alternative(_ bins: [[Double]]) -> String {
    bins.map { bin in
      let n = bin.map(NumberFormat.bare)
      return "predicted \(n[0]) to \(n[1]): median \(n[4]), nine tenths from \(n[2]) to \(n[6])"
    }.joined(separator: "; ") + "."
  }

  private func table(_ bins: [[Double]]) -> DataTable {
    DataTable(
      caption: "Quantiles of the residual by prediction, \(subject.rawValue)",
      columns: [.words("Predicted"), .numbers("Rows")]
        + ["5 %", "25 %", "50 %", "75 %", "95 %"].map(DataTable.Column.numbers),
      rows: bins.map { bin in
        let n = bin.map(NumberFormat.bare)
        return [.init("\(n[0]) – \(n[1])"), .init(n[7])] + n[2...6].map { .init($0) }
      })
  }
}
