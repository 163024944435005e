public import VaglioFindings

/// How many times likelier a positive row is predicted positive than a negative one, TPR/FPR.
///
/// 1 is chance. Undefined unless both classes occur, and when no negative row is predicted positive,
/// where the ratio is infinite: a perfect prediction has no value. scikit-learn's
/// `class_likelihood_ratios`, which gives NaN there.
public struct PositiveLikelihoodRatio: LikelihoodRatioMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "positive_likelihood_ratio", title: "Positive likelihood ratio",
      definition:
        "TPR/FPR: how many times likelier a positive row is predicted positive than a negative one.",
      range: 0...Double.infinity, direction: .higherIsBetter,
      source: "doi:10.1016/0895-4356(91)90128-V")
  }

  public var ratio: RateRatio { .ofPositives }
  public var infinity: String { "no negative row is predicted positive, the ratio is infinite" }
}

extension Metric where Self == PositiveLikelihoodRatio {
  /// The likelihood ratio of a positive prediction.
  public static var positiveLikelihoodRatio: PositiveLikelihoodRatio { PositiveLikelihoodRatio() }
}
