public import VaglioFindings

extension ProportionInterval {
  /// Wilson's interval of a share whose variance was estimated otherwise than by p(1 − p)/n, method
  /// `wilson-effective`: n is the number of independent rows that would give that variance (Kish
  /// 1965's design effect), p(1 − p)/variance.
  ///
  /// Where the share is 0 or 1, or the variance 0, `trials` stand for n. The whole range when there
  /// are none.
  public static func effectiveWilson(
    _ share: Double, variance: Double, trials: Double, level: ConfidenceLevel
  ) -> Interval {
    let effective = share * (1 - share) / variance
    let count = effective > 0 && effective.isFinite ? effective : trials
    let wilson = wilson(successes: share * count, trials: count, level: level)
    // Dividing by what one has multiplied with may miss the share by an ulp.
    return Interval(
      lower: min(wilson.lower, share), upper: max(wilson.upper, share), level: level,
      method: "wilson-effective")
  }
}
