public import VaglioFindings

/// Intervals for the F1 score.
public enum F1Interval {
  /// Wilson's interval for the Jaccard index J = TP/(TP + FP + FN), carried over by the monotone
  /// F1 = 2J/(1 + J), method `wilson-jaccard`.
  ///
  /// It covers where the delta method (Takahashi et al. 2022, doi:10.1007/s10489-021-02635-5) does
  /// not: near 1 and for few positives. The whole range when all three counts are 0.
  public static func wilsonJaccard(
    truePositives: Double, falsePositives: Double, falseNegatives: Double, level: ConfidenceLevel
  ) -> Interval {
    let trials = truePositives + falsePositives + falseNegatives
    guard trials > 0 else { return .vacuous(0...1, level, "wilson-jaccard") }
    let (lower, upper) = ProportionInterval.wilsonBounds(truePositives, trials, level.deviate)
    return Interval(
      lower: 2 * lower / (1 + lower), upper: 2 * upper / (1 + upper), level: level,
      method: "wilson-jaccard")
  }
}
