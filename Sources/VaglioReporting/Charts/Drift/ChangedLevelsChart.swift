internal import VaglioFindings

/// The shares of a column's levels: the current rows as bars, the reference as marks.
struct ChangedLevelsChart {
  /// The exhibit `drift_levels`: words `column` and `level`; the rows of either side that have it,
  /// `reference` and `current`, the most frequent first.
  let exhibit: Exhibit

  /// The most levels that are drawn; the table has all of the exhibit.
  private static let limit = 8
  private static let (rowHeight, labelEnd) = (22.0, 130.0)

  private var column: String { SafeText.shortened(exhibit.words("column")?.first ?? "") }

  private struct Level {
    let name: String
    let reference: Double
    let current: Double
  }

  private var levels: [Level] {
    let names = exhibit.words("level") ?? []
    let counts = exhibit.rows("reference", "current")
    let totals = counts.reduce((0.0, 0.0)) { ($0.0 + $1[0], $0.1 + $1[1]) }
    guard totals.0 > 0, totals.1 > 0 else { return [] }
    return zip(names, counts).map {
      Level(name: $0, reference: $1[0] / totals.0, current: $1[1] / totals.1)
    }
  }

  /// The chart; `nil` where a side has no rows.
  var chart: Chart? {
    let all = levels
    guard !all.isEmpty else { return nil }
    let shown = all.prefix(Self.limit)
    let most = shown.reduce(0) { max($0, $1.reference, $1.current) }
    let bottom = PlotFrame.top + Self.rowHeight * Double(shown.count)
    var canvas = Canvas(width: PlotFrame.width, height: bottom + 26)
    let scale = LinearScale(
      0...max(most, 1e-9), from: Self.labelEnd, to: PlotFrame.left + PlotFrame.side)
    for tick in scale.ticks(3, apart: 14) {
      let x = scale.position(tick.value)
      canvas.line(Point(x, PlotFrame.top - 4), Point(x, bottom + 2), .line)
      canvas.text(tick.label, Point(x, bottom + 18), .middle, .muted, size: 12)
    }
    for (row, level) in shown.enumerated() {
      let y = PlotFrame.top + Self.rowHeight * (Double(row) + 0.5)
      canvas.text(level.name, Point(0, y + 4), limit: Self.labelEnd - 8)
      canvas.rectangle(
        Point(scale.position(0), y - 6), width: scale.position(level.current) - scale.position(0),
        height: 12, .candidate, opacity: 0.6)
      let x = scale.position(level.reference)
      canvas.line(Point(x, y - 8), Point(x, y + 8), .production, width: 2.5)
    }
    DataKey.draw(on: &canvas)
    return Chart(
      title: column,
      caption: all.count > Self.limit
        ? "The \(Self.limit) most frequent levels; the table has more."
        : "Shares of rows by level.",
      alternative: alternative(shown), table: table(all), canvas: canvas)
  }

  private func alternative(_ shown: ArraySlice<Level>) -> String {
    "\(column), share in the reference and in the current data: "
      + shown.map {
        "\($0.name) \(NumberFormat.percent($0.reference)) and \(NumberFormat.percent($0.current))"
      }.joined(separator: "; ") + "."
  }

  private func table(_ all: [Level]) -> DataTable {
    DataTable(
      caption: "Shares of rows, \(column)",
      columns: [.words("Level"), .numbers("Reference"), .numbers("Current")],
      rows: all.map {
        [
          .init(SafeText.shortened($0.name)), .init(NumberFormat.percent($0.reference)),
          .init(NumberFormat.percent($0.current)),
        ]
      })
  }
}
