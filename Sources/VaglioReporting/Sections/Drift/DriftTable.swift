internal import VaglioFindings

/// Every column with its distances.
struct DriftTable {
  private let dossier: Dossier
  private let distances: [(measure: String, heading: String)]

  /// The distances that records of drift may hold, in the order of the table.
  private static let known: [(measure: String, heading: String)] = [
    ("drift.ks", "KS"), ("drift.total_variation", "Total variation"), ("drift.psi", "PSI"),
    ("drift.jensen_shannon", "Jensen–Shannon"), ("drift.hellinger", "Hellinger"),
    ("drift.wasserstein", "Wasserstein"), ("drift.wasserstein_scaled", "Wasserstein / IQR"),
    ("drift.cramers_v", "Cramér's V"), ("drift.missing_rate", "Missing"),
  ]

  init(_ dossier: Dossier) {
    self.dossier = dossier
    let bases = Set(dossier.findings.all.map { DriftMeasure($0.measure).base })
    distances = Self.known.filter { bases.contains($0.measure) }
  }

  /// The table; `nil` where no column was compared.
  var table: DataTable? {
    guard let exhibit = dossier.exhibit("drift_columns", .difference),
      let columns = exhibit.words("column"), let kinds = exhibit.words("kind"), !columns.isEmpty
    else { return nil }
    var cells: [String: [String: Estimate]] = [:]
    for finding in dossier.findings.all where finding.subject == .difference {
      let name = DriftMeasure(finding.measure)
      guard let column = name.column else { continue }
      cells[column, default: [:]][name.base] = finding.estimate
    }
    let pValues = exhibit.numbers("adjusted_p_value") ?? exhibit.numbers("p_value") ?? []
    return DataTable(
      caption: "Distances of every column, with \(NumberFormat.level(dossier.level)) intervals",
      columns: [.words("Column"), .words("Kind"), .numbers("p, no change")]
        + distances.map { .numbers($0.heading) },
      rows: columns.indices.map { row in
        let p = row < pValues.count ? pValues[row] : nil
        return [
          .init(SafeText.shortened(columns[row])), .init(row < kinds.count ? kinds[row] : ""),
          .init(p.map(NumberFormat.pValue) ?? NumberFormat.missing),
        ]
          + distances.map { distance in
            .init(
              cells[columns[row]]?[distance.measure].map(NumberFormat.estimate)
                ?? NumberFormat.missing)
          }
      })
  }
}

/// A measure of a column of data: `drift.ks[column=age,role=target]`.
struct DriftMeasure {
  /// The name without options.
  let base: String
  /// The column; `nil` where it is about none.
  let column: String?

  init(_ name: String) {
    let opening = name.firstIndex(of: "[") ?? name.endIndex
    base = String(name[..<opening])
    let options = name[opening...].dropFirst().dropLast().split(separator: ",")
    column =
      options.lazy.compactMap { option -> String? in
        option.hasPrefix("column=") ? OptionText.unescaped(option.dropFirst("column=".count)) : nil
      }.first
  }
}

extension Measure {
  /// Whether it is about data rather than models: drift, schema, quality of rows.
  var isAboutData: Bool { Self.isAboutData(name) }

  /// Whether a measure of this name is about data.
  static func isAboutData(_ name: String) -> Bool {
    ["drift.", "quality.", "schema."].contains { name.hasPrefix($0) }
  }
}
