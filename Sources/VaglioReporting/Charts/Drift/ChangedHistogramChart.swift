internal import VaglioFindings

/// How a column's values lie: the current rows as bars, the reference as a line over the same bins.
struct ChangedHistogramChart {
  /// The exhibit `drift_histogram`: words `column`; numbers `lower` and `upper` of each bin, and the
  /// rows of either side in it, `reference` and `current`.
  let exhibit: Exhibit

  private static let depth = 190.0

  private var column: String { SafeText.shortened(exhibit.words("column")?.first ?? "") }

  /// The chart; `nil` where a side has no rows.
  var chart: Chart? {
    let bins = exhibit.rows("lower", "upper", "reference", "current")
    let totals = (bins.reduce(0) { $0 + $1[2] }, bins.reduce(0) { $0 + $1[3] })
    guard totals.0 > 0, totals.1 > 0, let first = bins.first, let last = bins.last else {
      return nil
    }
    let shares = bins.map { (reference: $0[2] / totals.0, current: $0[3] / totals.1) }
    let most = shares.reduce(0) { max($0, $1.reference, $1.current) }
    let frame = PlotFrame(
      x: first[0]...max(last[1], first[0].nextUp), y: 0...most, depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: column, y: "share of rows", on: &canvas)
    for (bin, share) in zip(bins, shares) {
      let (left, right) = (frame.x.position(bin[0]), frame.x.position(bin[1]))
      let top = frame.y.position(share.current)
      canvas.rectangle(
        Point(left + 0.5, top), width: max(right - left - 1, 0.5),
        height: frame.y.position(0) - top, .candidate, opacity: 0.6)
    }
    let steps = zip(bins, shares).flatMap { bin, share in
      [frame.point(bin[0], share.reference), frame.point(bin[1], share.reference)]
    }
    canvas.curve(steps, .production)
    DataKey.draw(on: &canvas)
    return Chart(
      title: column, caption: "The outer bins hold what lies beyond.",
      alternative: alternative(bins, shares), table: table(bins, shares), canvas: canvas)
  }

  private func alternative(
    _ bins: [[Double]], _ shares: [(reference: Double, current: Double)]
  ) -> String {
    func peak(_ share: (Int) -> Double) -> String {
      bins.indices.max { share($0) < share($1) }.map {
        "\(NumberFormat.bare(bins[$0][0])) to \(NumberFormat.bare(bins[$0][1]))"
      } ?? ""
    }
    return "\(column): most rows of the reference lie in \(peak { shares[$0].reference }), of the "
      + "current data in \(peak { shares[$0].current })."
  }

  private func table(
    _ bins: [[Double]], _ shares: [(reference: Double, current: Double)]
  ) -> DataTable {
    DataTable(
      caption: "Shares of rows, \(column)",
      columns: [.words("Values"), .numbers("Reference"), .numbers("Current")],
      rows: zip(bins, shares).map { bin, share in
        [
          .init("\(NumberFormat.bare(bin[0])) – \(NumberFormat.bare(bin[1]))"),
          .init(NumberFormat.percent(share.reference)), .init(NumberFormat.percent(share.current)),
        ]
      })
  }
}

/// The key of charts that hold current data against a reference.
enum DataKey {
  /// Names both sides above the plot.
  static func draw(on canvas: inout Canvas) {
    let right = PlotFrame.left + PlotFrame.side
    canvas.text("reference", Point(right, 12), .end, .production, size: 12, bold: true)
    let width = TextWidth.of("reference", size: 12, bold: true) + 8
    canvas.curve([Point(right - width - 20, 8), Point(right - width, 8)], .production)
    let end = right - width - 34
    canvas.text("current", Point(end, 12), .end, .candidate, size: 12, bold: true)
    let left = end - TextWidth.of("current", size: 12, bold: true) - 8
    canvas.rectangle(Point(left - 12, 3), width: 12, height: 10, .candidate, opacity: 0.6)
  }
}
