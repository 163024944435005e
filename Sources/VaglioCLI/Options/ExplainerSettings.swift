internal import VaglioAttribution

/// How models are explained, whatever for.
struct ExplainerSettings {
  /// The explainer; `nil` for the one that suits the model.
  var method: ExplainerChoice?
  /// What is shared out; `nil` for what is exact.
  var scale: ScaleChoice?
  /// Whether a table of background rows was named.
  var hasBackground = false
  /// Up to which share of a row's range of attributions standard errors are drawn down.
  var tolerance = 0.01
  /// How often a model may be asked for one row.
  var budget = 1_000_000
  /// The most seconds of drawing.
  var seconds: Double?
  var threads = 1
}

extension ExplanationPlan {
  /// The settings of the explainers.
  var explainers: ExplainerSettings {
    ExplainerSettings(
      method: method, scale: scale, hasBackground: background != nil, tolerance: tolerance,
      budget: budget, seconds: seconds, threads: threads)
  }
}
