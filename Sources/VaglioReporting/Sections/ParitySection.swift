internal import VaglioFindings
internal import VaglioGates

/// Are groups treated alike?
struct ParitySection: Section {
  let identifier = "parity"

  /// What is drawn where no gate asks for it; the contrasts of other metrics stand in the record.
  private static let rates: Set = ["scoring_rate", "selection_rate"]

  func title(for dossier: Dossier) -> String { "Are groups treated alike?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let gated = Set((dossier.verdict?.judgements ?? []).map(\.metric))
    let charts = dossier.orderedMeasures.filter { measure in
      let stem = measure.name.split(separator: ".").first.map(String.init) ?? ""
      return measure.comparesGroups
        && (Self.rates.contains(stem) || gated.contains(stem) || gated.contains(measure.name))
    }.compactMap { chart(of: $0, in: dossier) }
    guard !charts.isEmpty else { return [] }
    let lead = "Each group held against the one with the highest value."
    return [.prose(.paragraph(.text(lead)))] + charts.map { .charts([$0]) }
  }

  private func chart(of measure: Measure, in dossier: Dossier) -> Chart? {
    let first: Subject = dossier.isComparison ? .candidate : .model
    let rows = dossier.findings.slices.prefix(40).compactMap { slice -> MetricRow? in
      guard let finding = dossier.findings.finding(measure.name, first, on: slice),
        finding.estimate.value != nil
      else { return nil }
      let other = dossier.findings.finding(measure.name, .production, on: slice)
      return MetricRow(
        measure, finding.estimate, other: other?.estimate, label: slice.shortDescription)
    }
    let isRatio = measure.name.hasSuffix(".ratio")
    let limit = limit(on: measure, in: dossier)
    let title = SafeText.shortened(measure.title, to: 100)
    return LevelChart(
      rows: rows,
      names: (first.rawValue, dossier.isComparison ? Subject.production.rawValue : nil),
      reference: limit ?? (isRatio ? 1 : 0),
      title: title
        + (limit.map { ", with the gate's limit of \(NumberFormat.chosen($0))" } ?? ""),
      noun: "Group",
      reading: (dossier.isComparison ? "Filled: candidate. Hollow: production. " : "")
        + (limit == nil ? "The dashed line is parity." : "The dashed line is the gate's limit.")
    ).chart
  }

  /// The limit of the first gate that reads a finding about the measure: one on a ratio says nothing
  /// about differences.
  private func limit(on measure: Measure, in dossier: Dossier) -> Double? {
    let findings = dossier.findings.all
    return (dossier.verdict?.judgements ?? []).lazy
      .filter { judgement in
        judgement.rule == "parity"
          && judgement.findings.contains {
            findings.indices.contains($0) && findings[$0].measure == measure.name
          }
      }
      .compactMap(\.thresholds.first).first
  }
}
