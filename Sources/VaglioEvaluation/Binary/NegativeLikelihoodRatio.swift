public import VaglioFindings

/// How many times likelier a positive row is predicted negative than a negative one, FNR/TNR.
///
/// 0 is perfect, 1 is chance. Undefined unless both classes occur, and when no negative row is
/// predicted negative. scikit-learn's `class_likelihood_ratios`.
public struct NegativeLikelihoodRatio: LikelihoodRatioMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "negative_likelihood_ratio", title: "Negative likelihood ratio",
      definition:
        "FNR/TNR: how many times likelier a positive row is predicted negative than a negative one.",
      range: 0...Double.infinity, direction: .lowerIsBetter,
      source: "doi:10.1016/0895-4356(91)90128-V")
  }

  public var ratio: RateRatio { .ofNegatives }
  public var infinity: String { "no negative row is predicted negative, the ratio is infinite" }
}

extension Metric where Self == NegativeLikelihoodRatio {
  /// The likelihood ratio of a negative prediction.
  public static var negativeLikelihoodRatio: NegativeLikelihoodRatio { NegativeLikelihoodRatio() }
}
