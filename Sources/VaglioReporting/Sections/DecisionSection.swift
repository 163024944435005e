internal import VaglioFindings

/// Why these decisions?
struct DecisionSection: Section {
  let identifier = "decisions"

  func title(for dossier: Dossier) -> String { "Why these decisions?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let decisions = dossier.exhibits.filter { $0.kind == "decision" }
    return decisions.flatMap { decision -> [Block] in
      var blocks: [Block] = []
      if let chart = WaterfallChart(exhibit: decision, unit: dossier.attributionUnit).chart {
        blocks.append(.charts([chart]))
      }
      let row = decision.words("row")?.first
      if let table = reasons(of: row, in: dossier) { blocks.append(.table(table)) }
      if let table = changes(of: row, in: dossier) { blocks.append(.table(table)) }
      return blocks
    }
  }

  /// The exhibit of a kind about a row.
  private func exhibit(_ kind: String, of row: String?, in dossier: Dossier) -> Exhibit? {
    dossier.exhibits.first { $0.kind == kind && $0.words("row")?.first == row }
  }

  /// The exhibit `reason-codes` with the column `row`.
  private func reasons(of row: String?, in dossier: Dossier) -> DataTable? {
    guard let exhibit = exhibit("reason-codes", of: row, in: dossier),
      let texts = exhibit.words("text"), !texts.isEmpty
    else { return nil }
    let (codes, features, flags) = (
      exhibit.words("code") ?? [], exhibit.words("features") ?? [], exhibit.words("flags") ?? []
    )
    let values = exhibit.numbers("attribution") ?? []
    return DataTable(
      caption: "Principal reasons for row \(SafeText.shortened(row ?? ""))",
      columns: [
        .words("Reason"), .words("Code"), .words("Features"), .numbers("Attribution"),
        .words("Standing"),
      ],
      rows: texts.indices.map { index in
        [
          .init(SafeText.shortened(texts[index], to: 120)),
          .init(index < codes.count ? SafeText.shortened(codes[index]) : ""),
          .init(index < features.count ? SafeText.shortened(features[index]) : ""),
          .init(
            (index < values.count ? values[index] : nil).map(NumberFormat.signedBare)
              ?? NumberFormat.missing),
          .init(index < flags.count ? flags[index] : ""),
        ]
      })
  }

  /// The exhibit `counterfactuals` with the column `row`.
  private func changes(of row: String?, in dossier: Dossier) -> DataTable? {
    guard let exhibit = exhibit("counterfactuals", of: row, in: dossier),
      let features = exhibit.words("feature"), !features.isEmpty
    else { return nil }
    let (from, to) = (exhibit.words("from") ?? [], exhibit.words("to") ?? [])
    let (numbers, outputs) = (
      exhibit.numbers("number") ?? [], exhibit.numbers("output") ?? []
    )
    return DataTable(
      caption:
        "What would turn the decision on row \(SafeText.shortened(row ?? "")), each checked by "
        + "asking the model",
      columns: [
        .words("Change"), .words("Feature"), .words("From"), .words("To"), .numbers("Prediction"),
      ],
      rows: features.indices.map { index in
        [
          .init((index < numbers.count ? numbers[index] : nil).map { "\(Int($0))" } ?? ""),
          .init(SafeText.shortened(features[index])),
          .init(index < from.count ? SafeText.shortened(from[index]) : ""),
          .init(index < to.count ? SafeText.shortened(to[index]) : ""),
          .init(
            (index < outputs.count ? outputs[index] : nil).map(NumberFormat.bare)
              ?? NumberFormat.missing),
        ]
      })
  }
}
