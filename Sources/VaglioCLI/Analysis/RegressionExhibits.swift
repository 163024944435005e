internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of regression models.
struct RegressionExhibits {
  let plan: AnalysisPlan

  /// The exhibits of one model, or of candidate and production on shared axes.
  func exhibits(of models: [RegressionOutcomes]) -> [Exhibit] {
    guard let ranges = ResidualExhibits.ranges(models) else { return [] }
    let single = concurrentMap(models.count, threads: plan.threads) { index in
      ResidualExhibits(
        of: models[index], subject: plan.models[index].role, range: ranges.values,
        residualRange: ranges.residuals
      ).exhibits
    }
    guard models.count == 2 else { return single.flatMap { $0 } }
    return single.flatMap { $0 }
      + DisagreementExhibits.exhibits(
        of: Paired(candidate: models[0], production: models[1]))
  }
}
