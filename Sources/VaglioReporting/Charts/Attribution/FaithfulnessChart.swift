internal import VaglioFindings

/// How the output moves while features are put in or taken out, in the order of the attributions and
/// in others.
struct FaithfulnessChart {
  /// The exhibit `faithfulness`.
  let exhibit: Exhibit
  /// The column: `insertion`, `deletion`.
  let column: String
  let title: String

  private static let depth = 220.0
  private static let inks: [Ink] = [.candidate, .production, .inconclusive, .notEvaluated]

  private var curves: [(order: String, points: [[Double]])] {
    let orders = exhibit.words("order") ?? []
    let (shares, values) = (exhibit.numbers("share") ?? [], exhibit.numbers(column) ?? [])
    var names: [String] = []
    var points: [String: [[Double]]] = [:]
    for (index, order) in orders.enumerated() where index < shares.count && index < values.count {
      guard let share = shares[index], let value = values[index] else { continue }
      if points[order] == nil { names.append(order) }
      points[order, default: []].append([share, value])
    }
    return names.map { ($0, points[$0] ?? []) }
  }

  /// The chart; `nil` without curves.
  var chart: Chart? {
    let curves = curves.filter { $0.points.count > 1 }
    guard !curves.isEmpty else { return nil }
    let frame = PlotFrame(
      coveringX: [0, 1], y: curves.flatMap { $0.points.map { $0[1] } }, depth: Self.depth)
    let key = Double(curves.count) * 18 + 6
    var canvas = Canvas(width: PlotFrame.width, height: frame.height + key)
    frame.draw(x: "share of features", y: "change of the output", on: &canvas)
    for (index, curve) in curves.enumerated() {
      let ink = Self.inks[index % Self.inks.count]
      canvas.curve(curve.points.map { frame.point($0[0], $0[1]) }, ink, dashed: index > 0)
      let y = frame.height + 14 + Double(index) * 18
      canvas.curve(
        [Point(PlotFrame.left, y - 4), Point(PlotFrame.left + 24, y - 4)], ink, dashed: index > 0)
      canvas.text(curve.order, Point(PlotFrame.left + 32, y), .start, .muted, size: 12, limit: 260)
    }
    return Chart(
      title: title,
      caption: "Features in the order of their attributions, and in other orders for comparison.",
      alternative: alternative(curves), table: table(curves), canvas: canvas)
  }

  private func alternative(_ curves: [(order: String, points: [[Double]])]) -> String {
    curves.map { curve in
      let half = curve.points.min { abs($0[0] - 0.5) < abs($1[0] - 0.5) }
      return "\(curve.order): \(half.map { NumberFormat.bare($0[1]) } ?? "–") after half of the "
        + "features"
    }.joined(separator: "; ") + "."
  }

  private func table(_ curves: [(order: String, points: [[Double]])]) -> DataTable {
    DataTable(
      caption: title, columns: [.words("Order"), .numbers("Share"), .numbers("Output")],
      rows: curves.flatMap { curve in
        DataTable.thinned(curve.points, to: 11).map {
          [
            .init(curve.order), .init(NumberFormat.fixed($0[0], decimals: 2)),
            .init(NumberFormat.bare($0[1])),
          ]
        }
      })
  }
}
