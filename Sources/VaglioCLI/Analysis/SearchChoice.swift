internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// The search for subgroups that an analysis was asked for, if any.
struct SearchChoice<Observed: Outcomes> {
  private let plan: AnalysisPlan
  private let metric: (any Metric<Observed>)?

  /// The metrics that are searched by when none is named, the first that there is.
  private static var usual: [String] { ["accuracy", "mean_absolute_error"] }

  /// The search by the metric that the plan names, else by the usual one of the task.
  init(
    _ plan: AnalysisPlan, catalogue: [any Metric<Observed>], measured: [any Metric<Observed>]
  ) throws(Trouble) {
    self.plan = plan
    guard !plan.searchedColumns.isEmpty else {
      metric = nil
      return
    }
    guard let name = plan.searchMetric else {
      metric =
        Self.usual.lazy.compactMap { MetricCatalogue.metric($0, in: catalogue) }.first
        ?? measured.first { $0.measure.direction.isOneSided }
      return
    }
    guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
      let known = catalogue.filter { $0.measure.direction.isOneSided }.map { $0.measure.name }
      throw Trouble(
        "--search-metric \(name): there is no such metric of this task; "
          + (NearestWord(to: name, among: known).map { "did you mean \($0.word)?" }
            ?? "vaglio list metrics shows all"))
    }
    guard metric.measure.direction.isOneSided else {
      throw Trouble(
        "--search-metric \(name): it says not which way is worse; name another, such as "
          + (Self.usual.first ?? ""))
    }
    self.metric = metric
  }

  /// What the search finds on one model, or on candidate and production.
  func part(of models: [Observed], _ factors: [SubgroupFactor]) throws(Trouble) -> AnalysisPart {
    guard let metric, !factors.isEmpty, let first = models.first else {
      return AnalysisPart(findings: Findings([]), measures: [], exhibits: [], verdict: nil)
    }
    let analysis = SubgroupAnalysis(
      metric: metric,
      search: SubgroupSearch(
        factors: factors, rows: first.rows, seed: UInt64(plan.seed), settings: SubgroupSettings(),
        threads: plan.threads),
      level: plan.level, resamples: plan.resamples, seed: UInt64(plan.seed))
    do {
      let result =
        models.count == 2
        ? try analysis.result(on: Paired(candidate: first, production: models[1]))
        : try analysis.result(on: first)
      return AnalysisPart(
        findings: Findings(result.findings), measures: analysis.contracts,
        exhibits: [result.exhibit], verdict: nil)
    } catch {
      throw Trouble("--search-metric \(metric.measure.name): \(error.reason)")
    }
  }
}
