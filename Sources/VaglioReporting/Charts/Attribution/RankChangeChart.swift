internal import VaglioFindings

/// The features by importance, production at the left and the candidate at the right, with a line
/// from each feature's rank to its other.
struct RankChangeChart {
  /// The exhibit `rank_change`.
  let exhibit: Exhibit

  private struct Line {
    let feature: String
    let (production, candidate): (Int, Int)
    let verdict: String
  }

  /// The most ranks that are drawn; the table holds all.
  static let limit = 15
  private static let (width, left, right) = (896.0, 320.0, 576.0)
  private static let (rowHeight, head) = (26.0, 34.0)

  private var lines: [Line] {
    let features = exhibit.words("feature") ?? []
    let (production, candidate, verdicts) = (
      exhibit.numbers("production") ?? [], exhibit.numbers("candidate") ?? [],
      exhibit.words("verdict") ?? []
    )
    return features.enumerated().compactMap { index, feature in
      guard index < production.count, index < candidate.count, let before = production[index],
        let after = candidate[index]
      else { return nil }
      return Line(
        feature: feature, production: Int(before), candidate: Int(after),
        verdict: index < verdicts.count ? verdicts[index] : "")
    }.sorted { ($0.candidate, $0.production) < ($1.candidate, $1.production) }
  }

  /// The chart; `nil` with fewer than two features.
  var chart: Chart? {
    let lines = lines
    let shown = lines.filter { min($0.production, $0.candidate) <= Self.limit }
    guard shown.count > 1 else { return nil }
    let before = slots(shown, \.production)
    let after = slots(shown, \.candidate)
    var canvas = Canvas(
      width: Self.width, height: Self.head + Self.rowHeight * Double(shown.count) + 8)
    canvas.text("production", Point(Self.left - 12, 13), .end, .production, bold: true)
    canvas.text("candidate", Point(Self.right + 12, 13), .start, .candidate, bold: true)
    for (index, line) in shown.enumerated() {
      let (start, end) = (y(before[index]), y(after[index]))
      let isMoved = line.verdict == "rises" || line.verdict == "falls"
      let ink: Ink = isMoved ? .candidate : .axis
      canvas.line(Point(Self.left, start), Point(Self.right, end), ink, width: isMoved ? 2.5 : 1)
      canvas.mark(.ring, Point(Self.left, start), .production)
      canvas.mark(.dot, Point(Self.right, end), .candidate)
      canvas.text(
        "\(SafeText.shortened(line.feature))  \(line.production)",
        Point(Self.left - 12, start + 4.5),
        .end, limit: Self.left - 14)
      canvas.text(
        "\(line.candidate)  \(SafeText.shortened(line.feature))", Point(Self.right + 12, end + 4.5),
        .start, limit: Self.width - Self.right - 14)
    }
    return Chart(
      title: title(lines), caption: caption, alternative: alternative(shown), table: table(lines),
      canvas: canvas)
  }

  /// The place of each line in the order of a rank, ties in the order of the lines.
  private func slots(_ lines: [Line], _ rank: (Line) -> Int) -> [Int] {
    let order = lines.indices.sorted { (rank(lines[$0]), $0) < (rank(lines[$1]), $1) }
    var slots = [Int](repeating: 0, count: lines.count)
    for (slot, index) in order.enumerated() { slots[index] = slot }
    return slots
  }

  private func y(_ slot: Int) -> Double { Self.head + Self.rowHeight * (Double(slot) + 0.5) }

  private func title(_ lines: [Line]) -> String {
    let moved = lines.filter { $0.verdict == "rises" || $0.verdict == "falls" }.count
    return moved == 0
      ? "No feature's rank changes beyond what the rows leave open"
      : "\(moved) of \(lines.count) features change their rank for certain"
  }

  private var caption: String {
    "Features by mean absolute attribution, the most important at the top. Thick: the ranks differ at "
      + "the joint level \(NumberFormat.level(exhibit.scalars["level"] ?? 0.95)); thin: they may be "
      + "the same."
  }

  private func alternative(_ lines: [Line]) -> String {
    lines.map { "\($0.feature): rank \($0.production) to \($0.candidate), \($0.verdict)" }
      .joined(separator: "; ") + "."
  }

  private func table(_ lines: [Line]) -> DataTable {
    DataTable(
      caption: "Ranks by mean absolute attribution",
      columns: [
        .words("Feature"), .numbers("Production"), .numbers("Candidate"), .words("Reading"),
      ],
      rows: lines.map {
        [
          .init(SafeText.shortened($0.feature)), .init("\($0.production)"),
          .init("\($0.candidate)"),
          .init($0.verdict),
        ]
      })
  }
}
