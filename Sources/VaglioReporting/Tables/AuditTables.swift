internal import VaglioFindings

/// The tables of a bias audit as New York City's rule shows them: by sex, by race or ethnicity, by
/// both.
enum AuditTables {
  /// One table for each exhibit of the audit.
  static func all(of dossier: Dossier) -> [DataTable] {
    dossier.exhibits.filter { $0.kind == "local_law_144" }.map { table(of: $0, in: dossier) }
  }

  /// The lowest impact ratio of all tables, in a sentence; `nil` where nothing was audited.
  static func lead(of dossier: Dossier) -> String? {
    let audits = dossier.exhibits.filter { $0.kind == "local_law_144" }
    guard !audits.isEmpty else { return nil }
    let ratios = audits.flatMap { exhibit -> [(category: String, ratio: Double)] in
      let small = exhibit.numbers("small") ?? []
      return zip(exhibit.words("category") ?? [], exhibit.numbers("impact_ratio") ?? [])
        .enumerated().compactMap { index, entry -> (category: String, ratio: Double)? in
          guard let ratio = entry.1, index >= small.count || small[index] != 1 else { return nil }
          return (entry.0, ratio)
        }
    }
    let caution = "The rule sets no bound: nothing was decided."
    guard let lowest = ratios.min(by: { $0.ratio < $1.ratio }) else { return caution }
    return
      "The lowest of \(NumberFormat.count(ratios.count)) impact ratios of categories with at least 2 % of the applicants is "
      + "\(NumberFormat.fixed(lowest.ratio, decimals: 3)), that of "
      + "\(SafeText.shortened(lowest.category)). \(caution)"
  }

  private static func table(of exhibit: Exhibit, in dossier: Dossier) -> DataTable {
    let columns = exhibit.words("columns") ?? []
    let isScored = exhibit.scalars["median"] != nil
    let rate = isScored ? "scoring_rate" : "selection_rate"
    let categories = (exhibit.words("category") ?? []).map { Slice($0) ?? .all }
    let numbers = ["applicants", "favoured", "rate", "impact_ratio", "small"].map {
      exhibit.numbers($0) ?? []
    }
    let rows = categories.enumerated().map { row, slice -> [DataTable.Cell] in
      func number(_ column: Int) -> Double? {
        row < numbers[column].count ? numbers[column][row] : nil
      }
      let ratio = dossier.findings.finding("\(rate).ratio", .model, on: slice)
      let names = columns.indices.map { index in
        DataTable.Cell(
          SafeText.shortened(
            index < slice.conditions.count ? slice.conditions[index].value : ""),
          detail: index == 0 && number(4) == 1 ? "less than 2 %" : "")
      }
      return names + [
        .init(NumberFormat.count(Int(number(0) ?? 0))),
        .init(NumberFormat.count(Int(number(1) ?? 0))),
        .init(number(2).map(NumberFormat.percent) ?? NumberFormat.missing),
        .init(number(3).map { NumberFormat.fixed($0, decimals: 3) } ?? "left out"),
        .init(interval(ratio) ?? NumberFormat.missing),
        .init(
          (ratio?.test).map { NumberFormat.pValue($0.adjustedPValue ?? $0.pValue) }
            ?? NumberFormat.missing),
      ]
    }
    let unknown =
      [DataTable.Cell("Unknown", detail: "not in the calculation")]
      + columns.dropFirst().map { _ in DataTable.Cell(NumberFormat.missing) }
      + [.init(NumberFormat.count(Int(exhibit.scalars["unknown"] ?? 0)))]
      + (0..<5).map { _ in DataTable.Cell(NumberFormat.missing) }
    return DataTable(
      caption: "Impact ratios by \(SafeText.shortened(columns.joined(separator: " and "))), "
        + "\(NumberFormat.count(categories.count)) categories",
      columns: columns.map { .words(SafeText.shortened($0)) } + [
        .numbers("Applicants"), .numbers(isScored ? "Above median" : "Selected"),
        .numbers(isScored ? "Scoring rate" : "Selection rate"), .numbers("Impact ratio"),
        .numbers("\(NumberFormat.level(dossier.level)) interval"), .words("Fisher's test"),
      ], rows: rows + [unknown])
  }

  private static func interval(_ finding: Finding?) -> String? {
    (finding?.estimate.interval).map {
      "\(NumberFormat.fixed($0.lower, decimals: 3)) – \(NumberFormat.fixed($0.upper, decimals: 3))"
    }
  }
}
