internal import VaglioFindings

/// Which subgroups fare worst?
struct SubgroupSection: Section {
  let identifier = "subgroups"

  func title(for dossier: Dossier) -> String { "Which subgroups fare worst?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let search = SubgroupTable(dossier) else { return [] }
    return [.prose(.paragraph(.text(search.lead)))]
      + [search.table.map(Block.table)].compactMap { $0 }
  }
}
