internal import VaglioFindings

/// Who is right where: the four ways in which two classifiers can agree or not.
struct DisagreementChart {
  let exhibit: Exhibit
  /// McNemar's test of equal accuracy, if it was made.
  let test: SignificanceTest?

  private static let width = 560.0

  /// The chart; `nil` where a count is missing.
  var chart: Chart? {
    let scalars = exhibit.scalars
    guard let both = scalars["both_right"], let candidate = scalars["only_candidate_right"],
      let production = scalars["only_production_right"], let neither = scalars["both_wrong"]
    else { return nil }
    var canvas = Canvas(width: Self.width, height: 256)
    let total = max(both + candidate + production + neither, 1)
    for (column, word) in ["production right", "production wrong"].enumerated() {
      canvas.text(
        word, Point(132 + 212 * Double(column) + 104, 13), .middle, .production, bold: true)
    }
    for (row, word) in ["right", "wrong"].enumerated() {
      let y = 24 + 92 * Double(row) + 44
      canvas.text("candidate", Point(118, y - 4), .end, .candidate, bold: true)
      canvas.text(word, Point(118, y + 14), .end, .candidate, bold: true)
    }
    let cells: [(Double, Int, Int, Ink, Double)] = [
      (both, 0, 0, .line, 0.4), (candidate, 0, 1, .candidate, 0.18),
      (production, 1, 0, .production, 0.22), (neither, 1, 1, .line, 0.4),
    ]
    for (count, row, column, ink, opacity) in cells {
      draw(count, of: total, row: row, column: column, ink, opacity, on: &canvas)
    }
    BalanceBar(first: candidate, second: production).draw(
      from: 132, to: Self.width - 4, y: 224, on: &canvas)
    return Chart(
      title: title(candidate, production), caption: caption,
      alternative:
        "Both right on \(number(both)) rows, only the candidate on \(number(candidate)), "
        + "only production on \(number(production)), both wrong on \(number(neither)).",
      table: table(both, candidate, production, neither, total), canvas: canvas)
  }

  private func number(_ count: Double) -> String { NumberFormat.bare(count.rounded()) }

  private func draw(
    _ count: Double, of total: Double, row: Int, column: Int, _ ink: Ink, _ opacity: Double,
    on canvas: inout Canvas
  ) {
    let corner = Point(132 + 212 * Double(column), 24 + 92 * Double(row))
    canvas.rectangle(corner, width: 208, height: 88, ink, opacity: opacity, rounding: 6)
    let middle = corner.x + 104
    canvas.text(
      number(count), Point(middle, corner.y + 45), .middle, size: 22, bold: true, limit: 200)
    canvas.text(
      NumberFormat.percent(count / total), Point(middle, corner.y + 67), .middle, .text, size: 12)
  }

  private func title(_ candidate: Double, _ production: Double) -> String {
    "They differ in \(number(candidate + production)) rows: the candidate is right in "
      + "\(number(candidate)) of them, production in \(number(production))"
  }

  private var caption: String {
    guard let test else { return "Whether the decision is right, row by row." }
    return "Whether the decision is right, row by row. Equal accuracy of both: "
      + "\(NumberFormat.pValue(test.pValue)) (\(Self.words[test.name] ?? test.name))."
  }

  private static let words = [
    "mcnemar-exact": "McNemar's exact test", "mcnemar-mid-p": "McNemar's test, mid-p form",
  ]

  private func table(
    _ both: Double, _ candidate: Double, _ production: Double, _ neither: Double, _ total: Double
  ) -> DataTable {
    let cases = [
      ("both right", both), ("only candidate right", candidate),
      ("only production right", production), ("both wrong", neither),
    ]
    return DataTable(
      caption: "Rows by who is right",
      columns: [.words("Case"), .numbers("Rows"), .numbers("Share")],
      rows: cases.map { name, count in
        [.init(name), .init(number(count)), .init(NumberFormat.percent(count / total))]
      })
  }
}

/// One bar parted in two: the share of the one, and of the other.
struct BalanceBar {
  let first: Double
  let second: Double

  /// Draws the bar with its half marked.
  func draw(from left: Double, to right: Double, y: Double, on canvas: inout Canvas) {
    let total = first + second
    guard total > 0 else { return }
    let split = left + (right - left) * first / total
    canvas.rectangle(Point(left, y), width: split - left, height: 10, .candidate)
    canvas.rectangle(Point(split, y), width: right - split, height: 10, .production, opacity: 0.55)
    let middle = (left + right) / 2
    canvas.line(Point(middle, y - 4), Point(middle, y + 14), .text, width: 1.5)
    canvas.text(
      "\(NumberFormat.percent(first / total)) candidate", Point(left, y + 27), .start, .candidate,
      size: 12, bold: true)
    canvas.text(
      "production \(NumberFormat.percent(second / total))", Point(right, y + 27), .end,
      .production, size: 12, bold: true)
  }
}
