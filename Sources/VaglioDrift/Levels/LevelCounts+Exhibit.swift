internal import VaglioFindings

extension LevelCounts {
  /// How many levels a table shows; the others share a row.
  private static let mostShown = 50

  /// The levels by their pooled rows, most frequent first, then the others together.
  func exhibit(_ column: String) -> Exhibit {
    let order = names.indices.sorted {
      (-(reference[$0] + current[$0]), $0) < (-(reference[$1] + current[$1]), $1)
    }
    let (shown, rest) = (order.prefix(Self.mostShown), order.dropFirst(Self.mostShown))
    var levels = shown.map { names[$0]?.legible() ?? "(missing)" }
    var (first, second) = (shown.map { Double(reference[$0]) }, shown.map { Double(current[$0]) })
    if !rest.isEmpty {
      levels.append("(\(rest.count) others)")
      first.append(Double(rest.reduce(0) { $0 + reference[$1] }))
      second.append(Double(rest.reduce(0) { $0 + current[$1] }))
    }
    return Exhibit(
      kind: "drift_levels", subject: .difference,
      series: [
        "column": .words(levels.map { _ in column }), "level": .words(levels),
        "reference": .numbers(first), "current": .numbers(second),
      ],
      scalars: ["levels": Double(names.count)])
  }
}
