internal import VaglioFindings

/// Are the current rows in order?
struct QualitySection: Section {
  let identifier = "quality"

  /// The most rows of the table.
  private static let limit = 60

  func title(for dossier: Dossier) -> String { "Are the current rows in order?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let schema = dossier.findings.all.filter { $0.measure.hasPrefix("schema.") }
    let quality = dossier.findings.all.filter { $0.measure.hasPrefix("quality.") }
    guard !schema.isEmpty || !quality.isEmpty else { return [] }
    var blocks = [Block.prose(.paragraph(.text(Self.schemaSentence(schema))))]
    let remarkable = quality.filter(Self.isRemarkable)
    guard !remarkable.isEmpty else {
      return blocks + [
        .prose(
          .paragraph(
            .text(
              "No value is missing, new or out of range, no row stands there twice, and no column is "
                + "constant.")))
      ]
    }
    blocks.append(.table(table(remarkable, dossier)))
    if remarkable.count > Self.limit {
      blocks.append(
        .prose(.paragraph(.text("\(remarkable.count - Self.limit) more are in the record."))))
    }
    return blocks
  }

  /// What came of the columns, in a sentence.
  static func schemaSentence(_ findings: [Finding]) -> String {
    let notes = findings.filter { ($0.estimate.value ?? 0) > 0 }.flatMap(\.notes)
    guard !notes.isEmpty else {
      return "The columns are those of the reference, of the same types."
    }
    return "The columns are not those of the reference: "
      + notes.prefix(20).map { SafeText.shortened($0, to: 100) }.joined(separator: "; ")
      + (notes.count > 20 ? "; …" : "") + "."
  }

  /// Whether a rate is above zero, or a column holds one value alone.
  private static func isRemarkable(_ finding: Finding) -> Bool {
    guard let value = finding.estimate.value else { return false }
    guard finding.measure.hasPrefix("quality.top_value_rate") else { return value > 0 }
    return value >= 0.99
  }

  private func table(_ findings: [Finding], _ dossier: Dossier) -> DataTable {
    DataTable(
      caption: "Rows that ask for a look, with \(NumberFormat.level(dossier.level)) intervals",
      columns: [
        .words("Column"), .words("What"), .numbers("Value"), .words("Which"),
      ],
      rows: findings.prefix(Self.limit).map { finding in
        let name = DriftMeasure(finding.measure)
        return [
          .init(name.column.map { SafeText.shortened($0) } ?? "all"),
          .init(dossier.contract(of: name.base).shortTitle),
          .init(NumberFormat.estimate(finding.estimate)),
          .init(
            finding.notes.isEmpty
              ? NumberFormat.missing
              : SafeText.shortened(finding.notes.joined(separator: "; "), to: 160)),
        ]
      })
  }
}
