internal import VaglioFindings

/// What more rows would find: the detectable difference of a metric over the number of rows, and the
/// power for the difference that was asked for.
struct PowerChart {
  /// How many metrics are drawn.
  static let most = 4

  let title: String
  let points: [(rows: Double, value: Double)]
  let y: String
  /// The rows at hand.
  let rows: Double?
  /// The level that is to be reached.
  let goal: Double?

  /// The charts of a dossier's foremost metrics.
  static func charts(of dossier: Dossier) -> [Chart] {
    guard
      let curve = dossier.exhibit("power_curve", .difference), let names = curve.words("metric"),
      let table = dossier.exhibit("power", .difference), let metrics = table.words("metric")
    else { return [] }
    let planned = metrics.filter(names.contains)
    let headline = dossier.headline.map(\.name).filter(planned.contains)
    let chosen = (headline + planned.filter { !headline.contains($0) }).prefix(most)
    let column =
      (curve.numbers("power") ?? []).contains { $0 != nil } ? "power" : "detectable_difference"
    let values = zip(curve.numbers("rows") ?? [], curve.numbers(column) ?? [])
    let pairs = Array(zip(names, values))
    return chosen.compactMap { metric in
      let own = pairs.filter { $0.0 == metric }.compactMap {
        pair -> (rows: Double, value: Double)? in
        guard let rows = pair.1.0, let value = pair.1.1 else { return nil }
        return (rows, value)
      }
      let atHand = metrics.firstIndex(of: metric).flatMap { table.numbers("rows")?[$0] }
      let name = dossier.contract(of: metric).shortTitle
      return PowerChart(
        title: column == "power" ? "\(name): power by rows" : "\(name): detectable by rows",
        points: own, y: column == "power" ? "power" : "detectable difference", rows: atHand ?? nil,
        goal: column == "power" ? table.scalars["power"] : nil
      ).chart
    }
  }

  /// The chart up to four times the rows at hand, or as far as the goal asks; `nil` without a curve.
  var chart: Chart? {
    let shown = points.filter { $0.rows <= reach }
    guard shown.count > 1 else { return nil }
    let frame = PlotFrame(
      coveringX: [0] + shown.map(\.rows), y: [0] + shown.map(\.value) + (goal == nil ? [] : [1]),
      depth: 220)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: "rows", y: y, on: &canvas)
    if let goal {
      canvas.line(
        Point(PlotFrame.left, frame.y.position(goal)),
        Point(PlotFrame.left + PlotFrame.side, frame.y.position(goal)), .text, dashed: true)
    }
    if let rows, rows <= reach {
      canvas.line(
        Point(frame.x.position(rows), PlotFrame.top), Point(frame.x.position(rows), frame.bottom),
        .text, dashed: true)
    }
    canvas.curve(shown.map { frame.point($0.rows, $0.value) }, .candidate)
    return Chart(
      title: title,
      caption: rows == nil ? "" : "The upright line: the rows at hand.",
      alternative: alternative(shown), table: table, canvas: canvas)
  }

  private var reach: Double {
    let reached = goal.flatMap { goal in points.first { $0.value >= goal }?.rows }
    return max(4 * (rows ?? .infinity), 1.5 * (reached ?? 0))
  }

  private func alternative(_ shown: [(rows: Double, value: Double)]) -> String {
    "\(y) over rows: "
      + DataTable.thinned(shown, to: 5).map {
        "\(NumberFormat.bare($0.value)) at \(NumberFormat.bare($0.rows))"
      }.joined(separator: ", ") + "."
  }

  private var table: DataTable {
    DataTable(
      caption: "\(title): at most 21 points; all are in the record",
      columns: [.numbers("Rows"), .numbers(y)],
      rows: DataTable.thinned(points).map {
        [
          .init(NumberFormat.count(Int(min($0.rows, 1e15)))), .init(NumberFormat.bare($0.value)),
        ]
      })
  }
}
