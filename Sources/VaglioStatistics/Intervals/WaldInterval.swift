public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// estimate ± z·standard error on the scale where an estimate is nearest to normal.
///
/// On every scale but the linear one the standard error is carried over by the derivative at the
/// estimate (delta method). `nil` where the estimate lies at or beyond the end of its scale, so that
/// the derivative does not exist, and where a bound would not be finite; a standard error of 0
/// elsewhere gives an interval of width 0.
public enum WaldInterval {
  /// On the estimate's own scale.
  public static func linear(
    _ estimate: Double, standardError: Double, level: ConfidenceLevel, method: String,
    range: ClosedRange<Double> = -.infinity ... .infinity
  ) -> Interval? {
    let margin = level.deviate * standardError
    return Interval(estimate - margin, estimate + margin, in: range, level, method)
  }

  /// On the scale log(x/(1 − x)), for estimates strictly between 0 and 1.
  public static func logit(
    _ estimate: Double, standardError: Double, level: ConfidenceLevel, method: String
  ) -> Interval? {
    guard estimate > 0, estimate < 1 else { return nil }
    let centre = log(estimate) - log1p(-estimate)
    let margin = level.deviate * standardError / (estimate * (1 - estimate))
    guard margin > 0 else { return exact(estimate, margin, level, method) }
    return Interval(
      1 / (1 + exp(margin - centre)), 1 / (1 + exp(-margin - centre)), in: 0...1, level, method)
  }

  /// On the scale log x, for estimates above 0.
  public static func logarithmic(
    _ estimate: Double, standardError: Double, level: ConfidenceLevel, method: String
  ) -> Interval? {
    guard estimate > 0 else { return nil }
    let factor = exp(level.deviate * standardError / estimate)
    return Interval(estimate / factor, estimate * factor, level, method)
  }

  /// On the scale artanh x, for estimates strictly between −1 and 1.
  public static func atanh(
    _ estimate: Double, standardError: Double, level: ConfidenceLevel, method: String
  ) -> Interval? {
    guard abs(estimate) < 1 else { return nil }
    let margin = level.deviate * standardError / ((1 - estimate) * (1 + estimate))
    guard margin > 0 else { return exact(estimate, margin, level, method) }
    let centre = (log1p(estimate) - log1p(-estimate)) / 2
    return Interval(tanh(centre - margin), tanh(centre + margin), in: -1...1, level, method)
  }

  /// The estimate itself when the margin is 0, nothing when it is NaN.
  private static func exact(
    _ estimate: Double, _ margin: Double, _ level: ConfidenceLevel, _ method: String
  ) -> Interval? {
    margin == 0 ? Interval(estimate, estimate, level, method) : nil
  }
}
