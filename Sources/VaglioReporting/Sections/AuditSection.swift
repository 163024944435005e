internal import VaglioFindings

/// Who is selected, as New York City's Local Law 144 wants it told?
struct AuditSection: Section {
  let identifier = "audit"

  func title(for dossier: Dossier) -> String { "Who is selected?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let tables = AuditTables.all(of: dossier)
    guard !tables.isEmpty else { return [] }
    let lead =
      "The tables of a bias audit by 6 RCNY § 5-301: an impact ratio is a category's rate divided by "
      + "the highest category's. Intervals and Fisher's exact tests, corrected for the number of "
      + "categories by Holm's method, are added: the rule asks for none. A table is not a finding of "
      + "law, and not an independent auditor's opinion."
    return [.prose(.paragraph(.text(lead)))] + tables.map { .table($0) }
  }
}
