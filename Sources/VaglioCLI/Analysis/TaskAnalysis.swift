internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting

/// What an analysis of one task gives.
struct AnalysisPart {
  let findings: Findings
  let measures: [Measure]
  let exhibits: [Exhibit]
  /// What the policy says; `nil` where none was given.
  let verdict: Verdict?
  /// The models by name, where they are not simply the plan's.
  var models: [Dossier.Model] = []
  /// What a reader must know about the analysis.
  var notes: [String] = []
}

/// What the analyses of all tasks share: the choice of metrics, the findings on all rows and slices.
struct TaskAnalysis<Observed: Outcomes> {
  let plan: AnalysisPlan
  let choice: MetricChoice<Observed>
  private let policy: Policy?
  private let search: SearchChoice<Observed>

  /// The analysis by the metrics of `catalogue` that the plan and its policy name, or by the
  /// `standard` ones.
  init(
    _ plan: AnalysisPlan, task: PredictionTask, catalogue: [any Metric<Observed>],
    standard: [any Metric<Observed>]
  ) throws {
    self.plan = plan
    let policy = try plan.policy?.policy(naming: .canonical(task: task.rawValue))
    self.policy = policy
    choice = try MetricChoice(
      named: plan.metrics,
      neededBy: (policy?.metrics ?? []) + [plan.searchMetric].compactMap { $0 },
      in: catalogue, standard: standard, task: task)
    search = try SearchChoice(plan, catalogue: catalogue, measured: choice.metrics)
    try policy?.check(
      measures: MeasureCatalogue.measures(of: task.rawValue)
        + GroupRun(plan, choice: choice, gated: policy?.contrasted ?? [])
        .contracts(ofSlicings: plan.fairness))
  }

  /// The findings on one model, or on candidate and production; then the exhibits. Where some rows
  /// have no label, `partly` holds all rows, and `models` those with a label.
  func part(
    _ models: [Observed], partly: [PartlyLabelled<Observed>] = [], _ slicings: Slicings,
    progress: ProgressBar, exhibits: () throws -> [Exhibit]
  ) throws -> AnalysisPart {
    let contrasted = choice.contrasted(policy?.contrasted ?? [])
    let analysis = Analysis(
      metrics: choice.metrics, level: plan.level, resamples: plan.resamples,
      seed: UInt64(plan.seed), contrasted: contrasted, threads: plan.threads,
      intervals: plan.interval)
    let findings =
      !partly.isEmpty
      ? self.findings(analysis, partly, slicings.all)
      : models.count == 2
        ? analysis.findings(
          on: Paired(candidate: models[0], production: models[1]), slicings: slicings.all)
        : analysis.findings(on: models[0], slicings: slicings.all)
    let groups = GroupRun(plan, choice: choice, gated: policy?.contrasted ?? [])
    let found = try search.part(of: models, slicings.factors)
    let everything = Findings(
      groups.findings(adding: findings, on: models, slicings.fair) + found.findings.all)
    let measures =
      choice.measures(contrasted: slicings.all.isEmpty ? [] : contrasted)
      + groups.contracts(of: slicings.fair) + found.measures
    progress.begin(AnalysisRun.steps - 1, "drawing")
    return AnalysisPart(
      findings: everything, measures: measures,
      exhibits: try exhibits() + power(of: models) + found.exhibits,
      verdict: policy?.judge(everything, measures: measures))
  }

  private func findings(
    _ analysis: Analysis<Observed>, _ models: [PartlyLabelled<Observed>], _ slicings: [[SliceRows]]
  ) -> [Finding] {
    models.count == 2
      ? analysis.findings(
        on: PartlyLabelledPair(candidate: models[0], production: models[1]), slicings: slicings)
      : analysis.findings(on: models[0], slicings: slicings)
  }

  /// What the rows can find, and how many others would need, where that is asked for.
  private func power(of models: [Observed]) -> [Exhibit] {
    guard let request = plan.power, models.count == 2 else { return [] }
    let analysis = PowerAnalysis(
      metrics: choice.metrics, request: request, resamples: plan.resamples,
      seed: UInt64(plan.seed))
    return PowerExhibits.exhibits(
      of: analysis.findings(on: Paired(candidate: models[0], production: models[1])),
      request: request)
  }
}
