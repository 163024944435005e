internal import VaglioFindings

/// On which rows do the models differ?
struct DisagreementSection: Section {
  let identifier = "disagreement"

  func title(for dossier: Dossier) -> String { "On which rows do they differ?" }

  func blocks(for dossier: Dossier) -> [Block] {
    var blocks: [Block] = []
    if let exhibit = dossier.exhibit("disagreement", .difference) {
      let test = dossier.findings.finding("accuracy", .difference)?.test
      if let chart = DisagreementChart(exhibit: exhibit, test: test).chart {
        blocks.append(.charts([chart]))
      }
    }
    if let exhibit = dossier.exhibit("closer", .difference),
      let chart = CloserChart(exhibit: exhibit).chart
    {
      blocks.append(.charts([chart]))
    }
    if let table = rows(of: dossier) { blocks.append(.table(table)) }
    return blocks
  }

  /// The rows whose change matters most.
  private func rows(of dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("disagreement_rows", .difference),
      let names = exhibit.words("row")
    else { return nil }
    let values = ["label", "candidate", "production"].map { exhibit.numbers($0) ?? [] }
    guard let length = (values.map(\.count) + [names.count]).min(), length > 0 else { return nil }
    return DataTable(
      caption: "Rows whose answer changed most",
      columns: [
        .words("Row"), .numbers("Label"), .numbers("Candidate"), .numbers("Production"),
        .numbers("Change"), .words("Closer"),
      ],
      rows: (0..<min(length, 20)).map { index in
        row(names[index], values.map { $0[index] })
      })
  }

  private func row(_ name: String, _ values: [Double?]) -> [DataTable.Cell] {
    let texts = values.map { $0.map(NumberFormat.bare) ?? NumberFormat.missing }
    guard let label = values[0], let candidate = values[1], let production = values[2] else {
      return [.init(name)] + texts.map { .init($0) } + [.init(NumberFormat.missing), .init("")]
    }
    let (near, far) = ((candidate - label).magnitude, (production - label).magnitude)
    let closer = near == far ? "neither" : near < far ? "candidate" : "production"
    let change = candidate - production
    return [.init(name)] + texts.map { .init($0) } + [
      .init(change.isFinite ? NumberFormat.signedBare(change) : NumberFormat.missing),
      .init(closer),
    ]
  }
}
