internal import VaglioFindings
internal import VaglioGates

/// Is the candidate better, and are we sure?
struct DifferenceSection: Section {
  let identifier = "differences"

  func title(for dossier: Dossier) -> String { "Is the candidate better, and are we sure?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let rows = Self.rows(for: dossier)
    guard let chart = ForestChart(rows: rows, level: dossier.level).chart else { return [] }
    return [.charts([chart])]
  }

  /// The differences over all rows that have a value and could be other than zero, in the report's
  /// order.
  static func rows(for dossier: Dossier) -> [MetricRow] {
    dossier.leadingMeasures.compactMap { measure in
      guard let finding = dossier.findings.finding(measure.name, .difference),
        finding.estimate.value != nil, finding.estimate.interval?.method != "same-labels"
      else { return nil }
      let key = Findings.Key(measure: measure.name, subject: .difference)
      return MetricRow(measure, finding.estimate, judgement: dossier.judgement(of: key))
    }
  }
}
