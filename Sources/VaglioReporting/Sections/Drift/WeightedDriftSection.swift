internal import VaglioFindings

/// Does the drift matter to the model?
struct WeightedDriftSection: Section {
  let identifier = "weighted-drift"

  func title(for dossier: Dossier) -> String { "Does the drift matter to the model?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let parts = dossier.findings.all.filter { $0.measure.hasPrefix("drift.attributed[") }
    let bars = parts.compactMap { finding -> BarChart.Bar? in
      guard let value = finding.estimate.value, let column = DriftMeasure(finding.measure).column
      else { return nil }
      return BarChart.Bar(
        label: column, value: value,
        interval: finding.estimate.interval.map { $0.lower...max($0.lower, $0.upper) })
    }.sorted { $0.value > $1.value }
    guard let first = bars.first else { return [] }
    let chart = BarChart(
      bars: bars, noun: "feature", quantity: "distance × share of attribution",
      title: "Most of the drift that matters runs through \(SafeText.shortened(first.label))",
      caption: "A column's distance times the share of the model's attributions that runs through "
        + "it: drift of a feature that the model hardly uses counts for little. Pale: the interval "
        + "holds zero."
    ).chart
    let total = dossier.findings.all.first { $0.measure.hasPrefix("drift.attributed_total") }
    let sentence = total.flatMap { finding in
      finding.estimate.value == nil
        ? nil
        : "All together: \(NumberFormat.estimate(finding.estimate)), on a scale from 0 to 1."
    }
    return (sentence.map { [.prose(.paragraph(.text($0)))] } ?? [])
      + (chart.map { [.charts([$0])] } ?? [])
  }
}
