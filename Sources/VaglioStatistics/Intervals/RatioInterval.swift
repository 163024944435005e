public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Intervals for the ratio p₁/p₂ of two independent proportions.
public enum RatioInterval {
  /// The log interval of Katz et al. (1978, doi:10.2307/2530610), method `katz-log`:
  /// log ratio ± z·√(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂).
  ///
  /// Where a count is zero, or nothing but successes, the variance would be infinite or zero: then
  /// ½ is added to the four counts (Walter 1975, doi:10.1093/biomet/62.2.371), method
  /// `walter-log`; the lower bound is 0 when x₁ is, and the ratio itself is always contained.
  /// `nil` when x₂ is 0 or a proportion has no trials: there is no finite ratio.
  public static func katz(
    _ first: Proportion, over second: Proportion, level: ConfidenceLevel
  ) -> Interval? {
    guard first.trials > 0, second.successes > 0 else { return nil }
    let isRegular =
      first.successes > 0
      && (first.successes < first.trials || second.successes < second.trials)
    guard isRegular else { return walter(first, over: second, level: level) }
    let variance =
      1 / first.successes - 1 / first.trials + 1 / second.successes - 1 / second.trials
    let margin = level.deviate * max(0, variance).squareRoot()
    let centre = log(first.value / second.value)
    return Interval(exp(centre - margin), exp(centre + margin), level, "katz-log")
  }

  private static func walter(
    _ first: Proportion, over second: Proportion, level: ConfidenceLevel
  ) -> Interval? {
    func raised(_ part: Proportion) -> (successes: Double, trials: Double) {
      (part.successes + 0.5, part.trials + 0.5)
    }
    let (a, b) = (raised(first), raised(second))
    let variance = 1 / a.successes - 1 / a.trials + 1 / b.successes - 1 / b.trials
    let centre = log(a.successes / a.trials) - log(b.successes / b.trials)
    // Nothing but successes on both sides: ½ to the failures too, or the variance stays 0.
    let spread =
      variance > 0 ? variance : 1 / (first.trials + 1) + 1 / (second.trials + 1)
    let margin = level.deviate * spread.squareRoot()
    let ratio = first.value / second.value
    return Interval(
      first.successes == 0 ? 0 : min(ratio, exp(centre - margin)),
      max(ratio, exp(centre + margin)), level, "walter-log")
  }
}
