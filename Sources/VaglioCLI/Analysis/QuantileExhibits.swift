internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of models that predict quantiles.
struct QuantileExhibits {
  let plan: AnalysisPlan

  /// The exhibits of one model, or of candidate and production.
  func exhibits(of models: [QuantileOutcomes]) -> [Exhibit] {
    []
  }
}
