internal import VaglioFindings

/// How far a feature moves each row's output, over the feature's value.
struct DependenceChart {
  /// The exhibit `attribution_dependence`: words `feature`, the same in every line; numbers `x` and
  /// `attribution`.
  let exhibit: Exhibit
  /// What the attributions are measured in.
  let unit: String

  private static let depth = 220.0

  private var feature: String { SafeText.shortened(exhibit.words("feature")?.first ?? "feature") }

  /// The chart; `nil` without rows.
  var chart: Chart? {
    let rows = exhibit.rows("x", "attribution")
    guard rows.count > 1 else { return nil }
    let frame = PlotFrame(
      coveringX: rows.map { $0[0] }, y: [0] + rows.map { $0[1] }, depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: feature, y: "attribution, \(unit)", on: &canvas)
    canvas.line(
      Point(PlotFrame.left, frame.y.position(0)),
      Point(PlotFrame.left + PlotFrame.side, frame.y.position(0)), .axis, width: 1.5)
    canvas.dots(rows.map { frame.point($0[0], $0[1]) }, .candidate, opacity: 0.55)
    return Chart(
      title: "What \(feature) does to single rows"
        + (exhibit.subject == .model ? "" : " (\(exhibit.subject.rawValue))"),
      caption: "Each dot is one of \(NumberFormat.count(rows.count)) rows.",
      alternative: alternative(rows), table: table(rows), canvas: canvas)
  }

  /// The rows in ten parts by the feature's value, with the mean attribution of each.
  private func parts(_ rows: [[Double]]) -> [(from: Double, to: Double, mean: Double, count: Int)] {
    let sorted = rows.enumerated().sorted {
      ($0.element[0], $0.offset) < ($1.element[0], $1.offset)
    }.map(\.element)
    let count = min(10, sorted.count)
    return (0..<count).compactMap { part in
      let own = sorted[part * sorted.count / count..<(part + 1) * sorted.count / count]
      guard let first = own.first, let last = own.last else { return nil }
      return (first[0], last[0], own.reduce(0) { $0 + $1[1] } / Double(own.count), own.count)
    }
  }

  private func alternative(_ rows: [[Double]]) -> String {
    "Mean attribution of \(feature): "
      + parts(rows).map {
        "\(NumberFormat.bare($0.from)) to \(NumberFormat.bare($0.to)): "
          + NumberFormat.signedBare($0.mean)
      }.joined(separator: "; ") + "."
  }

  private func table(_ rows: [[Double]]) -> DataTable {
    DataTable(
      caption: "Mean attribution of \(feature), \(unit)",
      columns: [.words("From"), .words("To"), .numbers("Mean"), .numbers("Rows")],
      rows: parts(rows).map {
        [
          .init(NumberFormat.bare($0.from)), .init(NumberFormat.bare($0.to)),
          .init(NumberFormat.signedBare($0.mean)), .init(NumberFormat.count($0.count)),
        ]
      })
  }
}
