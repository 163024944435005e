public import VaglioFindings

/// Mean of 2(ln(p/y) + y/p − 1), for positive labels; an error of so many per cent costs the same at
/// every size.
///
/// Undefined when a label or a prediction is not positive, on any row.
public struct MeanGammaDeviance: DomainMeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_gamma_deviance", title: "Mean gamma deviance",
      definition: "Mean of 2(ln(p/y) + y/p − 1), for positive labels and predictions.",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var loss: TweedieDeviance { TweedieDeviance(power: 2) }
  public var violation: String { loss.violation }
  public var isStandard: Bool { false }
}

extension Metric where Self == MeanGammaDeviance {
  /// The mean gamma deviance.
  public static var meanGammaDeviance: MeanGammaDeviance { MeanGammaDeviance() }
}
