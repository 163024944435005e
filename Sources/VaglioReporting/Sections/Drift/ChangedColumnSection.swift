internal import VaglioFindings

/// How did the columns change?
struct ChangedColumnSection: Section {
  let identifier = "changed-columns"

  /// The most columns that are drawn.
  static let limit = 12

  func title(for dossier: Dossier) -> String { "How did the columns change?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let overview = dossier.exhibit("drift_columns", .difference) else { return [] }
    let order = BarChart.bars(of: overview, "value", label: "column").map(\.label)
    let byColumn = Dictionary(
      dossier.exhibits.compactMap { exhibit -> (String, Exhibit)? in
        guard ["drift_histogram", "drift_levels"].contains(exhibit.kind) else { return nil }
        return exhibit.words("column")?.first.map { ($0, exhibit) }
      }
    ) { first, _ in first }
    let charts = order.compactMap { byColumn[$0] }.prefix(Self.limit).compactMap { exhibit in
      exhibit.kind == "drift_levels"
        ? ChangedLevelsChart(exhibit: exhibit).chart
        : ChangedHistogramChart(exhibit: exhibit).chart
    }
    guard !charts.isEmpty else { return [] }
    let rest = byColumn.count - charts.count
    return [
      .prose(
        .paragraph(
          .text(
            "Shares of the rows that have a value, the columns that lie furthest first"
              + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record." : "."))))
    ] + [.charts(charts)]
  }
}
