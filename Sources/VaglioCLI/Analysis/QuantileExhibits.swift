internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of models that predict quantiles.
struct QuantileExhibits {
  let plan: AnalysisPlan

  /// The exhibits of one model, or of candidate and production.
  func exhibits(of models: [QuantileOutcomes]) -> [Exhibit] {
    concurrentMap(models.count, threads: plan.threads) { index in
      ForecastExhibits(of: models[index], subject: plan.models[index].role, level: plan.level)
        .exhibits
    }.flatMap { $0 }
  }
}
