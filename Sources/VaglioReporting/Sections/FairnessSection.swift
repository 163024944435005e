internal import VaglioFindings

/// How unlike are groups treated?
struct FairnessSection: Section {
  let identifier = "fairness"

  func title(for dossier: Dossier) -> String { "How unlike are groups treated?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let all = FairnessTables.all(of: dossier)
    guard !all.isEmpty else { return [] }
    let lead =
      "Notions of fairness exclude each other where groups differ in prevalence: choose what the "
      + "decision calls for, not what looks best."
    return [.prose(.paragraph(.text(lead)))]
      + all.flatMap { tables -> [Block] in
        [.prose(.paragraph(.text(tables.lead)))]
          + [tables.notions.map(Block.table), tables.extremes.map(Block.table)].compactMap { $0 }
      }
  }
}
