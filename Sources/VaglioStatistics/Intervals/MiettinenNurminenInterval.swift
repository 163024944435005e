public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Score intervals for p₁ − p₂ of two independent proportions.
public enum MiettinenNurminenInterval {
  /// The interval of Miettinen and Nurminen (1985, doi:10.1002/sim.4780040211), method
  /// `miettinen-nurminen`: the differences whose score test, with variance factor N/(N − 1), does
  /// not reject. The whole range when one proportion has no trials or N ≤ 1.
  public static func difference(
    _ first: Proportion, _ second: Proportion, level: ConfidenceLevel
  ) -> Interval {
    let total = first.trials + second.trials
    guard total > 1 else { return .vacuous(-1...1, level, "miettinen-nurminen") }
    let factor = total / (total - 1)
    return score(first, second, factor: factor, level: level, method: "miettinen-nurminen")
  }

  /// The interval of Mee (1984, doi:10.2307/2531181), the same without the factor, method `mee`.
  public static func mee(
    _ first: Proportion, _ second: Proportion, level: ConfidenceLevel
  ) -> Interval {
    score(first, second, factor: 1, level: level, method: "mee")
  }

  private static func score(
    _ first: Proportion, _ second: Proportion, factor: Double, level: ConfidenceLevel,
    method: String
  ) -> Interval {
    guard first.trials > 0, second.trials > 0 else { return .vacuous(-1...1, level, method) }
    let (z, observed) = (level.deviate, first.value - second.value)
    func statistic(_ difference: Double) -> Double {
      let (p1, p2) = restricted(first, second, difference)
      let variance = factor * (p1 * (1 - p1) / first.trials + p2 * (1 - p2) / second.trials)
      let distance = observed - difference
      if variance > 0 { return distance / variance.squareRoot() }
      return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity
    }
    let lower = BracketedRoot.descending(-1, observed) { statistic($0) - z }
    let upper = BracketedRoot.descending(observed, 1) { statistic($0) + z }
    return Interval(lower, upper, in: -1...1, level, method) ?? .vacuous(-1...1, level, method)
  }

  /// The likeliest pair of proportions whose difference is `difference`: the root of a cubic in
  /// closed form (Farrington and Manning 1990, doi:10.1002/sim.4780091208, appendix).
  private static func restricted(
    _ first: Proportion, _ second: Proportion, _ difference: Double
  ) -> (Double, Double) {
    let (p1, p2, d) = (first.value, second.value, difference)
    let theta = second.trials / first.trials
    let a = 1 + theta
    let b = -(1 + theta + p1 + theta * p2 + d * (theta + 2))
    let c = d * d + d * (2 * p1 + theta + 1) + p1 + theta * p2
    let e = -p1 * d * (1 + d)
    let third = b / (3 * a)
    let v = third * third * third - b * c / (6 * a * a) + e / (2 * a)
    let u = (v < 0 ? -1 : 1) * max(0, third * third - c / (3 * a)).squareRoot()
    let cosine = u == 0 ? 0 : min(1, max(-1, v / (u * u * u)))
    let root = 2 * u * cos((.pi + acos(cosine)) / 3) - third
    let held = min(max(root, max(0, d)), min(1, 1 + d))
    return (held, min(max(held - d, 0), 1))
  }
}
