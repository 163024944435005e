internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What an analysis says of the groups of slicings, beyond the slices themselves.
struct GroupRun<Observed: Outcomes> {
  private let plan: AnalysisPlan
  private let choice: MetricChoice<Observed>
  private let analysis: GroupAnalysis<Observed>
  private let contrasted: Set<String>

  /// The groups of an analysis; a policy wants those of the metrics in `gated` held against each
  /// other.
  init(_ plan: AnalysisPlan, choice: MetricChoice<Observed>, gated: [String]) {
    (self.plan, self.choice) = (plan, choice)
    contrasted = choice.contrasted(gated)
    analysis = GroupAnalysis(
      measures: choice.metrics.map { $0.measure }, level: plan.level, contrasted: contrasted)
  }

  /// The findings with those about groups added, and all tests of slices corrected for their number.
  func findings(
    adding findings: [Finding], on models: [Observed], _ slicings: [[SliceRows]]
  ) -> [Finding] {
    let known = Findings(findings)
    let further = slicings.flatMap { groups in
      zip(plan.models, models).flatMap { model, outcomes in
        analysis.findings(about: groups, of: outcomes, subject: model.role, from: known)
      }
    }
    let all = findings + further
    guard let rows = models.first?.rows, rows.arePlain, rows.weights == nil else {
      return SliceMultiplicity.adjusted(all)
    }
    return SliceMultiplicity.adjusted(FourFifths.tested(all))
  }

  /// The contracts of what is added.
  func contracts(of slicings: [[SliceRows]]) -> [Measure] {
    guard !slicings.isEmpty else { return [] }
    return slicings.compactMap { $0.first?.slice.columns }.flatMap(analysis.contracts)
      + choice.metrics.map { $0.measure }.filter { !contrasted.contains($0.name) }
      .flatMap(\.contrasts)
  }

  /// The contracts of what would be added for slicings as they are written.
  func contracts(ofSlicings texts: [String]) -> [Measure] {
    texts.compactMap { try? SliceRequest($0) }.map { $0.factors.map(\.column) }
      .flatMap(analysis.contracts)
  }
}
