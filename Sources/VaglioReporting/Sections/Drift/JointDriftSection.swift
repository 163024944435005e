internal import VaglioFindings

/// Can rows be told apart by all columns together?
struct JointDriftSection: Section {
  let identifier = "joint-drift"

  func title(for dossier: Dossier) -> String { "Do the columns together give rows away?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let exhibit = dossier.exhibit("drift_classifier", .difference) else { return [] }
    var blocks: [Block] = []
    if let finding = finding("drift.classifier_auc", dossier), finding.estimate.value != nil {
      blocks.append(
        .prose(
          .paragraph(
            .text(
              "A learner that sees all columns tells current rows from those of the reference with an "
                + "area under the ROC curve of \(NumberFormat.estimate(finding.estimate)); 0.5 is "
                + "guessing, 1 gives every row away\(test(finding))."))))
    }
    let all = BarChart.bars(of: exhibit, "drop", label: "column")
    let bars = all.enumerated().filter { $0.offset == 0 || $0.element.value != 0 }.map(\.element)
    if let chart = chart(bars) { blocks.append(.charts([chart])) }
    if let table = removals(of: dossier) { blocks.append(.table(table)) }
    let others = [
      "drift.maximum_mean_discrepancy", "drift.reconstruction_error",
    ].compactMap { finding($0, dossier) }
    return blocks + (others.isEmpty ? [] : [.table(table(others, dossier))])
  }

  private func finding(_ measure: String, _ dossier: Dossier) -> Finding? {
    dossier.findings.all.first { $0.measure == measure && $0.subject == .difference }
  }

  private func test(_ finding: Finding) -> String {
    finding.test.map { "; if nothing differed: \(NumberFormat.pValue($0.pValue))" } ?? ""
  }

  private func chart(_ bars: [BarChart.Bar]) -> Chart? {
    guard let first = bars.first else { return nil }
    return BarChart(
      bars: bars, noun: "column", quantity: "area lost without it",
      title: first.isUndecided
        ? "No column gives rows away for certain"
        : "\(SafeText.shortened(first.label)) gives most rows away",
      caption: "What the area loses where a column's values are dealt out anew among the rows. "
        + "Columns that tell the same share their part; those that lose nothing are left out. Pale: the "
        + "interval holds zero."
    ).chart
  }

  private func removals(of dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("drift_removals", .difference),
      let removed = exhibit.words("removed"), !removed.isEmpty
    else { return nil }
    return DataTable(
      caption: "The area that is left when the strongest columns are taken away",
      columns: [.words("Without"), .numbers("Area")],
      rows: removed.indices.map { row in
        let area = exhibit.estimate("area", row: row, lower: "lower", upper: "upper")
        return [
          .init(SafeText.shortened(removed[row], to: 120)),
          .init(area.map(NumberFormat.estimate) ?? NumberFormat.missing),
        ]
      })
  }

  private func table(_ findings: [Finding], _ dossier: Dossier) -> DataTable {
    DataTable(
      caption: "Other looks at all columns together",
      columns: [.words("Measure"), .numbers("Value"), .words("No difference")],
      rows: findings.map { finding in
        [
          .init(dossier.contract(of: finding.measure).shortTitle),
          .init(NumberFormat.estimate(finding.estimate)),
          .init(finding.test.map { NumberFormat.pValue($0.pValue) } ?? NumberFormat.missing),
        ]
      })
  }
}
