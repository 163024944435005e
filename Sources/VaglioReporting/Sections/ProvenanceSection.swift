internal import VaglioFindings

/// Where does this come from, and how is it made again?
struct ProvenanceSection: Section {
  let identifier = "provenance"

  func title(for dossier: Dossier) -> String { "Where does this come from?" }

  func blocks(for dossier: Dossier) -> [Block] {
    [
      .prose(
        .paragraph(
          "Vaglio ", .code(SafeText.shortened(dossier.provenance.vaglio)), ", seed ",
          .code("\(dossier.provenance.seed)"),
          ". The same files, options and seed give the same record, whatever the number of threads."
        )),
      .table(files(of: dossier)),
    ] + omissions(of: dossier) + options(of: dossier) + names(of: dossier)
  }

  private func files(of dossier: Dossier) -> DataTable {
    let models = dossier.models.map { model -> [DataTable.Cell] in
      let digest = model.sha256.map { DataTable.Cell.code(SafeText.shortened($0, to: 80)) }
      return [
        .init(model.role.rawValue), .init(SafeText.shortened(model.name)),
        digest ?? .init("its predictions stand in the data"), "", "",
      ]
    }
    let data = dossier.provenance.data.prefix(50).map { file($0, "data") }
    let policy = dossier.provenance.policy.map { [file($0, "policy")] } ?? []
    return DataTable(
      caption: "Inputs with their SHA-256 digests",
      columns: [
        .words("Part"), .words("Name"), .words("SHA-256"), .numbers("Rows"), .numbers("Left out"),
      ],
      rows: models + data + policy)
  }

  /// Why rows were left out, where any were.
  private func omissions(of dossier: Dossier) -> [Block] {
    let rows = dossier.provenance.data.prefix(50).flatMap { source in
      source.reasons.sorted { $0.key < $1.key }.prefix(50).map { reason, rows in
        [
          DataTable.Cell(SafeText.shortened(source.name)), .init(SafeText.shortened(reason)),
          .init(NumberFormat.count(rows)),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        DataTable(
          caption: "Rows left out, each under the first reason that holds",
          columns: [.words("File"), .words("Reason"), .numbers("Rows")], rows: rows))
    ]
  }

  private func file(_ source: Provenance.Source, _ part: String) -> [DataTable.Cell] {
    [
      .init(part), .init(SafeText.shortened(source.name)),
      .code(SafeText.shortened(source.sha256, to: 80)),
      .init(source.rows.map(NumberFormat.count) ?? ""),
      .init(source.dropped.map(NumberFormat.count) ?? ""),
    ]
  }

  private func options(of dossier: Dossier) -> [Block] {
    let options = dossier.provenance.options.sorted { $0.key < $1.key }
    guard !options.isEmpty else { return [] }
    return [
      .table(
        DataTable(
          caption: "Options, defaults included",
          columns: [.words("Option"), .words("Value")],
          rows: options.prefix(100).map { name, value in
            [.init("--\(SafeText.shortened(name))"), .code(SafeText.shortened(value, to: 200))]
          }))
    ]
  }

  /// Names that are shown shortened elsewhere, in full up to a size that a page can bear.
  private func names(of dossier: Dossier) -> [Block] {
    let all =
      dossier.models.map(\.name) + dossier.provenance.data.map(\.name)
      + dossier.measures.map(\.title) + dossier.findings.slices.map(\.description)
    var seen: Set<String> = []
    let long = all.filter { SafeText.isLong($0) && seen.insert($0).inserted }.prefix(20)
    guard !long.isEmpty else { return [] }
    return [
      .folded(
        summary: "Names in full",
        DataTable(
          caption: "Names that are shortened above",
          columns: [.words("Shown as"), .words("In full")],
          rows: long.map {
            [.init(SafeText.shortened($0)), .code(SafeText.shortened($0, to: 12_000))]
          }))
    ]
  }
}
