public import VaglioFindings

/// The continuous ranked probability score of predicted quantiles: twice their mean pinball loss over
/// rows and levels.
///
/// The score is twice the integral of the pinball loss over all levels (Laio and Tamea 2007,
/// doi:10.5194/hess-11-1267-2007, equation 10; Gneiting and Ranjan 2011, doi:10.1198/jbes.2010.08110);
/// here the mean over the predicted levels stands for the integral, so that it is comparable between
/// forecasts of the same levels only. With symmetric levels and the median it equals the weighted
/// interval score.
public struct QuantileCRPS: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "crps", title: "Continuous ranked probability score",
      definition: "Twice the mean pinball loss over rows and predicted levels.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit",
      source: "doi:10.1198/jbes.2010.08110")
  }

  public var loss: QuantileLoss { QuantileLoss(factor: 2) }
}

extension Metric where Self == QuantileCRPS {
  /// The continuous ranked probability score from quantiles.
  public static var quantileCRPS: QuantileCRPS { QuantileCRPS() }
}
