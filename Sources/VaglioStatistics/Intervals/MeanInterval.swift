public import VaglioFindings

/// Intervals for a mean.
public enum MeanInterval {
  /// mean ± t·standard error, with Student's t; `nil` when a bound is not finite or there is no
  /// degree of freedom.
  public static func t(
    mean: Double, standardError: Double, degreesOfFreedom: Double, level: ConfidenceLevel,
    method: String = "t"
  ) -> Interval? {
    guard degreesOfFreedom > 0, standardError >= 0 else { return nil }
    let student = StudentT(degreesOfFreedom: degreesOfFreedom)
    let margin = student.upperQuantile(level.alpha / 2) * standardError
    return Interval(mean - margin, mean + margin, level, method)
  }
}
