internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of models of several classes.
struct MulticlassExhibits {
  let plan: AnalysisPlan

  /// The exhibits of one model, or of candidate and production.
  func exhibits(of models: [MulticlassOutcomes]) -> [Exhibit] {
    []
  }
}
