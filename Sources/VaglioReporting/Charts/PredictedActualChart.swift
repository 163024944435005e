internal import VaglioFindings

/// Where predictions and truths meet: the number of rows in each cell, darker for more, on a
/// logarithmic scale of five steps.
struct PredictedActualChart {
  let exhibit: Exhibit
  let subject: Subject

  /// The chart; `nil` where no cell holds rows.
  var chart: Chart? {
    let cells = exhibit.rows(
      "predicted_lower", "predicted_upper", "actual_lower", "actual_upper", "count"
    ).filter { $0[4] > 0 }
    guard !cells.isEmpty else { return nil }
    let reach = cells.flatMap { $0.prefix(4) }
    let frame = PlotFrame(coveringX: reach, y: reach)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height + 30)
    frame.draw(x: "predicted", y: "actual", on: &canvas)
    let most = cells.map { $0[4] }.max() ?? 1
    for cell in cells {
      let (left, right) = (frame.x.position(cell[0]), frame.x.position(cell[1]))
      let (bottom, top) = (frame.y.position(cell[2]), frame.y.position(cell[3]))
      canvas.rectangle(
        Point(left, top), width: max(right - left - 0.5, 1), height: max(bottom - top - 0.5, 1),
        Ink.sequential[step(of: cell[4], most: most)])
    }
    canvas.line(
      frame.point(frame.x.domain.lowerBound, frame.x.domain.lowerBound),
      frame.point(frame.x.domain.upperBound, frame.x.domain.upperBound), .text, dashed: true)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    drawRamp(most: most, at: frame.height + 12, on: &canvas)
    return Chart(
      title: "Predicted and actual, \(subject.rawValue)",
      caption: "Rows per cell; on the dashed line a prediction is exact.",
      alternative: alternative(cells), table: table(cells), canvas: canvas)
  }

  /// The step of the ramp for a count: fifths of its logarithm.
  private func step(of count: Double, most: Double) -> Int {
    var (step, bound) = (0, 1.0)
    let ratio = Self.fifthRoot(of: max(most, 1))
    while step < 4, count > bound * ratio {
      bound *= ratio
      step += 1
    }
    return step
  }

  /// Newton's iteration for x⁵ = value, which is at least 1.
  private static func fifthRoot(of value: Double) -> Double {
    var root = value.squareRoot().squareRoot()
    for _ in 0..<60 { root -= (root - value / (root * root * root * root)) / 5 }
    return root
  }

  private func drawRamp(most: Double, at y: Double, on canvas: inout Canvas) {
    let right = PlotFrame.left + PlotFrame.side
    let most = NumberFormat.bare(most)
    canvas.text(most + " rows", Point(right, y + 10), .end, .muted, size: 12)
    let start = right - TextWidth.of(most + " rows", size: 12) - 8 - 5 * 22
    for (index, ink) in Ink.sequential.enumerated() {
      canvas.rectangle(Point(start + 22 * Double(index), y), width: 21, height: 11, ink)
    }
    canvas.text("1", Point(start - 8, y + 10), .end, .muted, size: 12)
  }

  private func alternative(_ cells: [[Double]]) -> String {
    let total = cells.map { $0[4] }.reduce(0, +)
    let diagonal = cells.filter { $0[0] < $0[3] && $0[2] < $0[1] }.map { $0[4] }.reduce(0, +)
    return "\(NumberFormat.percent(diagonal / total)) of \(NumberFormat.bare(total)) rows of "
      + "\(subject.rawValue) lie in cells on the diagonal, where predicted and actual agree."
  }

  private func table(_ cells: [[Double]]) -> DataTable {
    let largest = cells.sorted { $0[4] > $1[4] }.prefix(21)
    return DataTable(
      caption: "The \(largest.count) fullest of \(cells.count) cells; all are in the record",
      columns: [.words("Predicted"), .words("Actual"), .numbers("Rows")],
      rows: largest.map { cell in
        let ends = cell.prefix(4).map(NumberFormat.bare)
        return [
          .init("\(ends[0]) – \(ends[1])"), .init("\(ends[2]) – \(ends[3])"),
          .init(NumberFormat.bare(cell[4])),
        ]
      })
  }
}
