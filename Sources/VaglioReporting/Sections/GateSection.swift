internal import VaglioFindings
internal import VaglioGates

/// Which rule decided?
struct GateSection: Section {
  let identifier = "gates"

  func title(for dossier: Dossier) -> String { "Which rule decided?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let table = Self.table(for: dossier) else { return [] }
    let judgements = dossier.verdict?.judgements ?? []
    var blocks: [Block] = [
      .prose(
        .paragraph(
          .text(Self.reading + (dossier.isDrift ? "rows" : "labelled rows") + " would settle it.")))
    ]
    if judgements.count > table.rows.count {
      blocks.append(
        .prose(
          .paragraph(
            .text(
              "The \(table.rows.count) gravest of \(NumberFormat.count(judgements.count)) gates; all "
                + "stand in the record."))))
    }
    return blocks + [.table(table)]
  }

  private static let reading =
    "A gate passes when its whole interval lies on the right side of its threshold, and fails when "
    + "the whole interval lies on the wrong side. In between it is inconclusive, and more "

  /// So many gates are shown; more are left to the record, the gravest first.
  static let limit = 60

  /// So many gates are shown where data are judged column by column, and most columns pass.
  private static let limitOfColumns = 12

  /// The judgements as a table; `nil` without gates.
  static func table(for dossier: Dossier) -> DataTable? {
    var judgements = dossier.verdict?.judgements ?? []
    guard !judgements.isEmpty else { return nil }
    let open = judgements.count { $0.ruling != .pass }
    let limit = dossier.isDrift ? min(self.limit, max(open, limitOfColumns)) : self.limit
    if judgements.count > limit {
      let gravest = judgements.indices.sorted {
        (-judgements[$0].ruling.gravity, $0) < (-judgements[$1].ruling.gravity, $1)
      }
      judgements = gravest.prefix(limit).map { judgements[$0] }
    }
    return DataTable(
      caption: "Gates of the policy, and what each says",
      columns: [
        .words("Gate"), .words("Ruling"), .numbers("Observed"), .numbers("Threshold"),
      ],
      rows: judgements.map { row(of: $0, in: dossier) })
  }

  private static func row(of judgement: Judgement, in dossier: Dossier) -> [DataTable.Cell] {
    let title = judgement.metric.isEmpty ? "" : dossier.contract(of: judgement.metric).shortTitle
    let slice =
      judgement.slice == .all ? "" : " · \(SafeText.shortened(judgement.slice.description))"
    let name = title.isEmpty ? "\(judgement.rule)\(slice)" : "\(judgement.rule): \(title)\(slice)"
    return [
      .init(name, detail: grounds(of: judgement, in: dossier)), .ruling(judgement.ruling),
      .init(observed(judgement, dossier)), .init(thresholds(judgement, dossier)),
    ]
  }

  /// The finding that the gate held against its threshold, as it is written elsewhere.
  private static func observed(_ judgement: Judgement, _ dossier: Dossier) -> String {
    let read = judgement.findings.filter(dossier.findings.all.indices.contains).map {
      dossier.findings.all[$0]
    }
    guard let finding = read.first(where: { $0.subject == .difference }) ?? read.first else {
      return NumberFormat.missing
    }
    return finding.subject == .difference && !Measure.isAboutData(finding.measure)
      ? NumberFormat.difference(finding.estimate) : NumberFormat.estimate(finding.estimate)
  }

  private static func thresholds(_ judgement: Judgement, _ dossier: Dossier) -> String {
    let isDifference = judgement.findings.contains {
      dossier.findings.all.indices.contains($0)
        && dossier.findings.all[$0].subject == .difference
        && !Measure.isAboutData(dossier.findings.all[$0].measure)
    }
    let write = isDifference ? NumberFormat.signedChosen : NumberFormat.chosen
    return judgement.thresholds.isEmpty
      ? NumberFormat.missing : judgement.thresholds.map(write).joined(separator: ", ")
  }

  private static func grounds(of judgement: Judgement, in dossier: Dossier) -> String {
    let grounds = judgement.sentence(limit: 400, title: dossier.title(of: judgement))
    guard let rows = judgement.furtherRows, !grounds.contains("further") else { return grounds }
    return grounds
      + " About \(NumberFormat.roughly(rows)) further \(dossier.isDrift ? "" : "labelled ")rows would settle "
      + "it."
  }
}
