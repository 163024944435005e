public import VaglioFindings

/// Intervals for a proportion from the number of successes among independent trials.
///
/// Both counts are doubles, so that a weighted proportion p enters as p·n and Kish's effective
/// n = (Σw)²/Σw². Successes are held in 0...trials; with no trials the interval is 0...1. No success
/// gives the lower bound 0 exactly, nothing but successes the upper bound 1 exactly, except under
/// ``jeffreys(successes:trials:level:)``. Compared in Brown, Cai and DasGupta 2001,
/// doi:10.1214/ss/1009213286.
public enum ProportionInterval {
  /// Wilson's score interval (1927, doi:10.1080/01621459.1927.10502953), method `wilson`.
  ///
  /// The roots θ of (p − θ)² = z²θ(1 − θ)/n; the lower one from the product of both, which does not
  /// cancel.
  public static func wilson(
    successes: Double, trials: Double, level: ConfidenceLevel
  ) -> Interval {
    guard isUsable(successes, trials) else { return .vacuous(0...1, level, "wilson") }
    let (lower, upper) = wilsonBounds(successes, trials, level.deviate)
    return Interval(lower: lower, upper: upper, level: level, method: "wilson")
  }

  /// The interval of Clopper and Pearson (1934, doi:10.1093/biomet/26.4.404), method
  /// `clopper-pearson`: it covers at least at its level, for every p.
  public static func clopperPearson(
    successes: Double, trials: Double, level: ConfidenceLevel
  ) -> Interval {
    guard isUsable(successes, trials) else { return .vacuous(0...1, level, "clopper-pearson") }
    let x = min(max(successes, 0), trials)
    let tail = level.alpha / 2
    let lower = x > 0 ? BetaDistribution(x, trials - x + 1).quantile(tail) : 0
    let upper = x < trials ? BetaDistribution(x + 1, trials - x).upperQuantile(tail) : 1
    return bounded(lower, upper, level, "clopper-pearson")
  }

  /// The equal-tailed interval of the posterior Beta(x + ½, n − x + ½), method `jeffreys`.
  public static func jeffreys(
    successes: Double, trials: Double, level: ConfidenceLevel
  ) -> Interval {
    guard isUsable(successes, trials) else { return .vacuous(0...1, level, "jeffreys") }
    let (lower, upper) = jeffreysBounds(successes, trials, level)
    return bounded(lower, upper, level, "jeffreys")
  }

  /// Jeffreys' interval with the bound at 0 when there is no success, and at 1 when there is
  /// nothing else, method `jeffreys-modified`.
  public static func modifiedJeffreys(
    successes: Double, trials: Double, level: ConfidenceLevel
  ) -> Interval {
    guard isUsable(successes, trials) else { return .vacuous(0...1, level, "jeffreys-modified") }
    let (lower, upper) = jeffreysBounds(successes, trials, level)
    return bounded(
      successes <= 0 ? 0 : lower, successes >= trials ? 1 : upper, level, "jeffreys-modified")
  }

  /// Wilson's bounds at the deviate z ≥ 0.
  static func wilsonBounds(
    _ successes: Double, _ trials: Double, _ z: Double
  ) -> (lower: Double, upper: Double) {
    let p = min(max(successes / trials, 0), 1)
    let t = z * z / trials
    let root = (t * (4 * p * (1 - p) + t)).squareRoot()
    let upper = p == 1 ? 1 : min(1, max(p, (2 * p + t + root) / (2 * (1 + t))))
    let lower = p == 0 ? 0 : min(p, p * p / (upper * (1 + t)))
    guard p == 1 else { return (lower, upper) }
    return (1 / (1 + t), 1)
  }

  /// Whether there is anything to infer from: some trials, and numbers.
  private static func isUsable(_ successes: Double, _ trials: Double) -> Bool {
    trials > 0 && trials.isFinite && !successes.isNaN
  }

  private static func jeffreysBounds(
    _ successes: Double, _ trials: Double, _ level: ConfidenceLevel
  ) -> (lower: Double, upper: Double) {
    let x = min(max(successes, 0), trials)
    let posterior = BetaDistribution(x + 0.5, trials - x + 0.5)
    return (posterior.quantile(level.alpha / 2), posterior.upperQuantile(level.alpha / 2))
  }

  private static func bounded(
    _ lower: Double, _ upper: Double, _ level: ConfidenceLevel, _ method: String
  ) -> Interval {
    Interval(lower, upper, in: 0...1, level, method) ?? .vacuous(0...1, level, method)
  }
}
