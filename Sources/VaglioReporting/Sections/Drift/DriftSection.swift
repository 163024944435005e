internal import VaglioFindings

/// Did the data change?
struct DriftSection: Section {
  let identifier = "drift"

  func title(for dossier: Dossier) -> String { "Did the data change?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let exhibit = dossier.exhibit("drift_columns", .difference) else { return [] }
    var blocks: [Block] = []
    if let lead = Self.lead(for: dossier) { blocks.append(.prose(.paragraph(.text(lead)))) }
    if let chart = chart(of: exhibit) { blocks.append(.charts([chart])) }
    let table = DriftTable(dossier).table
    if let table { blocks.append(.folded(summary: "All distances of every column", table)) }
    return blocks
  }

  /// How many columns differ, in a sentence; `nil` where nothing was compared.
  static func lead(for dossier: Dossier) -> String? {
    guard let exhibit = dossier.exhibit("drift_columns", .difference),
      let columns = exhibit.words("column"), !columns.isEmpty
    else { return nil }
    let adjusted = exhibit.numbers("adjusted_p_value") ?? exhibit.numbers("p_value") ?? []
    let α = 1 - dossier.level
    let differing = columns.indices.filter { row in
      row < adjusted.count && adjusted[row].map { $0 < α } ?? false
    }
    let values = exhibit.numbers("value") ?? []
    let furthest = columns.indices.max { (values[$0] ?? -1) < (values[$1] ?? -1) }
    guard !differing.isEmpty else {
      return "No column of \(NumberFormat.count(columns.count)) differs for certain from the "
        + "reference."
    }
    let far = furthest.flatMap { row in
      values[row].map {
        " Furthest is \(SafeText.shortened(columns[row])), by \(NumberFormat.bare($0))."
      }
    }
    return
      "\(NumberFormat.count(differing.count)) of \(NumberFormat.count(columns.count)) columns "
      + "\(differing.count == 1 ? "differs" : "differ") from the reference for certain, however "
      + "little: with enough rows any change is certain, and its size is what matters."
      + (far ?? "")
  }

  private func chart(of exhibit: Exhibit) -> Chart? {
    let bars = BarChart.bars(of: exhibit, "value", label: "column")
    guard let first = bars.first else { return nil }
    return BarChart(
      bars: bars, noun: "column", quantity: "distance, 0 to 1",
      title: "\(SafeText.shortened(first.label)) lies furthest from the reference",
      caption: "Of numbers and times the greatest difference of the distribution functions "
        + "(Kolmogorov–Smirnov), of categories half the sum of the differences of shares (total "
        + "variation): which part of the rows is distributed otherwise. Pale: the interval holds zero."
    ).chart
  }
}
