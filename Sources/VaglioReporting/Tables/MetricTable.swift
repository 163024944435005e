internal import VaglioFindings

/// All metrics over all rows, as Markdown and the terminal show them.
enum MetricTable {
  /// The table; `nil` where no metric has a value.
  static func table(for dossier: Dossier) -> DataTable? {
    let comparison = dossier.isComparison
    let rows = dossier.leadingMeasures.compactMap { row(of: $0, in: dossier) }
    guard !rows.isEmpty else { return nil }
    let numbers: [DataTable.Column] =
      comparison
      ? [.numbers("Candidate"), .numbers("Production"), .numbers("Difference"), .words("Reading")]
      : [.numbers("Value")]
    return DataTable(
      caption: "Metrics with \(NumberFormat.level(dossier.level)) intervals; ↓ lower is better",
      columns: [.words("Metric")] + numbers, rows: rows)
  }

  private static func row(of measure: Measure, in dossier: Dossier) -> [DataTable.Cell]? {
    let subjects: [Subject] = dossier.isComparison ? dossier.sides + [.difference] : [.model]
    let findings = subjects.map { dossier.findings.finding(measure.name, $0) }
    guard findings.contains(where: { $0?.estimate.value != nil }) else { return nil }
    let cells = zip(subjects, findings).map { subject, finding -> DataTable.Cell in
      guard let estimate = finding?.estimate else { return .init(NumberFormat.missing) }
      return .init(
        subject == .difference
          ? NumberFormat.difference(estimate) : NumberFormat.estimate(estimate))
    }
    let name = DataTable.Cell(measure.arrowedTitle)
    guard dossier.isComparison else { return [name] + cells }
    let reading = findings.last.flatMap { $0 }.map {
      Tendency(of: $0.estimate, by: measure).words
    }
    return [name] + cells + [.init(reading ?? NumberFormat.missing)]
  }
}
