internal import VaglioFindings

/// How good are the models in absolute terms?
struct LevelSection: Section {
  let identifier = "levels"

  func title(for dossier: Dossier) -> String {
    dossier.isComparison ? "How good are they in absolute terms?" : "How good is the model?"
  }

  func blocks(for dossier: Dossier) -> [Block] {
    // What a watch measured in its latest window stands beside the windows before.
    guard !dossier.isWatch else { return [] }
    let comparison = dossier.isComparison
    let first: Subject = comparison ? .candidate : .model
    let rows = dossier.leadingMeasures.compactMap { measure -> MetricRow? in
      guard let finding = dossier.findings.finding(measure.name, first),
        finding.estimate.value != nil
      else { return nil }
      let other = comparison ? dossier.findings.finding(measure.name, .production) : nil
      return MetricRow(measure, finding.estimate, other: other?.estimate)
    }
    let chart = LevelChart(
      rows: rows, names: (first.rawValue, comparison ? Subject.production.rawValue : nil),
      title: comparison ? "Candidate beside production" : "Every metric with its interval"
    ).chart
    return chart.map { [.charts([$0])] } ?? []
  }
}
