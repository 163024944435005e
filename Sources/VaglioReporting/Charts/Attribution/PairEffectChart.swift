internal import VaglioFindings

/// What two features do together beyond what each does by itself, over the plane of their values.
struct PairEffectChart {
  /// The exhibit `accumulated_pair_effects`: words `feature`, `other`, `output`; numbers `x` and `y`,
  /// the edges of cells, and `effect` there, one line after the other.
  let exhibit: Exhibit
  let title: String

  private static let depth = 240.0

  /// The chart; `nil` with fewer than two edges either way.
  var chart: Chart? {
    let points = exhibit.rows("x", "y", "effect")
    let (xs, ys) = (Self.edges(points, 0), Self.edges(points, 1))
    guard xs.count > 1, ys.count > 1, points.count == xs.count * ys.count else { return nil }
    let frame = PlotFrame(
      x: xs[0]...xs[xs.count - 1], y: ys[0]...ys[ys.count - 1], depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    let most = points.reduce(0) { max($0, abs($1[2])) }
    for row in 0..<xs.count - 1 {
      for column in 0..<ys.count - 1 {
        let corners = [(0, 0), (0, 1), (1, 0), (1, 1)].map {
          points[(row + $0.0) * ys.count + column + $0.1][2]
        }
        let effect = corners.reduce(0, +) / 4
        let (left, right) = (frame.x.position(xs[row]), frame.x.position(xs[row + 1]))
        let (bottom, top) = (frame.y.position(ys[column]), frame.y.position(ys[column + 1]))
        canvas.rectangle(
          Point(left, top), width: max(right - left, 0.5), height: max(bottom - top, 0.5),
          effect < 0 ? .lowers : .raises, opacity: most > 0 ? abs(effect) / most : 0)
      }
    }
    frame.draw(
      x: SafeText.shortened(exhibit.words("feature")?.first ?? ""),
      y: SafeText.shortened(exhibit.words("other")?.first ?? ""), on: &canvas)
    return Chart(
      title: title,
      caption: "Orange: together they raise the prediction beyond their own effects, by up to "
        + "\(NumberFormat.bare(most)); blue: they lower it.",
      alternative: alternative(points), table: table(points), canvas: canvas)
  }

  /// The different values of a column, ascending.
  private static func edges(_ points: [[Double]], _ column: Int) -> [Double] {
    Set(points.map { $0[column] }).sorted()
  }

  private func alternative(_ points: [[Double]]) -> String {
    guard let least = points.min(by: { $0[2] < $1[2] }),
      let most = points.max(by: { $0[2] < $1[2] })
    else { return "" }
    func written(_ point: [Double]) -> String {
      "\(NumberFormat.signedBare(point[2])) at \(NumberFormat.bare(point[0])), "
        + NumberFormat.bare(point[1])
    }
    return "Lowest \(written(least)); highest \(written(most))."
  }

  private func table(_ points: [[Double]]) -> DataTable {
    let (feature, other) = (
      SafeText.shortened(exhibit.words("feature")?.first ?? ""),
      SafeText.shortened(exhibit.words("other")?.first ?? "")
    )
    return DataTable(
      caption: "Joint effect of \(feature) and \(other)",
      columns: [.numbers(feature), .numbers(other), .numbers("Effect")],
      rows: DataTable.thinned(points, to: 121).map { point in
        [
          .init(NumberFormat.bare(point[0])), .init(NumberFormat.bare(point[1])),
          .init(NumberFormat.signedBare(point[2])),
        ]
      })
  }
}
