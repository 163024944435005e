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
      if let table = pairs(of: row, in: dossier) { blocks.append(.table(table)) }
      if let table = changes(of: row, in: dossier) { blocks.append(.table(table)) }
      return blocks
    }
  }

  /// The exhibit of a kind about a row.
  private func exhibit(_ kind: String, of row: String?, in dossier: Dossier) -> Exhibit? {
    dossier.exhibits.first { $0.kind == kind && $0.words("row")?.first == row }
  }

  /// The exhibit `reason_codes` with the column `row`.
  private func reasons(of row: String?, in dossier: Dossier) -> DataTable? {
    guard let exhibit = exhibit("reason_codes", of: row, in: dossier),
      let texts = exhibit.words("text"), !texts.isEmpty
    else { return nil }
    let (codes, features, flags) = (
      exhibit.words("code") ?? [], exhibit.words("features") ?? [], exhibit.words("flags") ?? []
    )
    let values = exhibit.numbers("attribution") ?? []
    let hasCodes = codes.contains { !$0.isEmpty }
    let reference = exhibit.words("reference")?.first.map {
      ", held against \(SafeText.shortened($0, to: 120))"
    }
    return DataTable(
      caption: "Principal reasons for row \(SafeText.shortened(row ?? ""))\(reference ?? "")",
      columns: [.words("Reason")] + (hasCodes ? [.words("Code")] : [])
        + [.words("Features"), .numbers("Attribution"), .words("Standing")],
      rows: texts.indices.map { index in
        func word(_ words: [String], or other: String = NumberFormat.missing) -> DataTable.Cell {
          let word = index < words.count ? words[index] : ""
          return .init(word.isEmpty ? other : SafeText.shortened(word))
        }
        let value = index < values.count ? values[index] : nil
        return [.init(SafeText.shortened(texts[index], to: 120))] + (hasCodes ? [word(codes)] : [])
          + [
            word(features), .init(value.map(NumberFormat.signedBare) ?? NumberFormat.missing),
            word(flags, or: "certain"),
          ]
      })
  }

  /// The exhibit `decision_interactions` with the column `row`.
  private func pairs(of row: String?, in dossier: Dossier) -> DataTable? {
    guard let exhibit = exhibit("decision_interactions", of: row, in: dossier),
      let features = exhibit.words("feature"), let others = exhibit.words("other"),
      let values = exhibit.numbers("interaction"), !features.isEmpty,
      others.count == features.count, values.count == features.count
    else { return nil }
    return DataTable(
      caption:
        "Pairs of features that moved row \(SafeText.shortened(row ?? "")) most beyond what each does "
        + "by itself; \(dossier.attributionUnit)",
      columns: [.words("Feature"), .words("Other"), .numbers("Interaction")],
      rows: features.indices.map { index in
        [
          .init(SafeText.shortened(features[index])), .init(SafeText.shortened(others[index])),
          .init(values[index].map(NumberFormat.signedBare) ?? NumberFormat.missing),
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
