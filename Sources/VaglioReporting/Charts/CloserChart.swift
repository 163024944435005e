internal import VaglioFindings

/// Whose prediction is closer to the truth, row by row.
struct CloserChart {
  let exhibit: Exhibit

  /// The chart; `nil` where a count is missing.
  var chart: Chart? {
    guard let candidate = exhibit.scalars["candidate_closer"],
      let production = exhibit.scalars["production_closer"], candidate + production > 0
    else { return nil }
    let equal = exhibit.scalars["equal"] ?? 0
    var canvas = Canvas(width: 560, height: 46)
    BalanceBar(first: candidate, second: production).draw(from: 4, to: 556, y: 6, on: &canvas)
    let n = [candidate, production, equal].map { NumberFormat.bare($0.rounded()) }
    let total = candidate + production + equal
    let cases = [
      ("candidate closer", candidate), ("production closer", production), ("equally far", equal),
    ]
    return Chart(
      title: "The candidate is closer to the truth in \(n[0]) rows, production in \(n[1])",
      caption: "The tick is an even split; \(n[2]) rows are equally far and left out of the bar.",
      alternative: "Candidate closer in \(n[0]) rows, production in \(n[1]), equal in \(n[2]).",
      table: DataTable(
        caption: "Rows by whose prediction is closer",
        columns: [.words("Case"), .numbers("Rows"), .numbers("Share")],
        rows: cases.map { name, count in
          [
            .init(name), .init(NumberFormat.bare(count)),
            .init(NumberFormat.percent(count / total)),
          ]
        }), canvas: canvas)
  }
}
