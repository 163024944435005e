public import VaglioFindings

/// The score interval for the difference of two proportions on the same rows.
///
/// Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
public enum TangoInterval {
  /// (b − c)/n from the discordant counts, method `tango`: the differences Δ whose score
  /// (b − c − nΔ)/√(n(2q + Δ(1 − Δ))) stays within ±z, q being the likeliest P(only the second).
  /// b = `onlyFirst` are the rows where only the first of the two is a success, c = `onlySecond`
  /// those where only the second is, of n = `rows`; with no rows the interval is −1...1.
  public static func difference(
    onlyFirst: Double, onlySecond: Double, rows: Double, level: ConfidenceLevel
  ) -> Interval {
    guard rows > 0 else { return .vacuous(-1...1, level, "tango") }
    let (z, observed) = (level.deviate, min(max((onlyFirst - onlySecond) / rows, -1), 1))
    func score(_ difference: Double) -> Double {
      tangoScore(onlyFirst, onlySecond, rows, at: difference)
    }
    let lower = BracketedRoot.descending(-1, observed) { score($0) - z }
    let upper = BracketedRoot.descending(observed, 1) { score($0) + z }
    return Interval(lower, upper, in: -1...1, level, "tango") ?? .vacuous(-1...1, level, "tango")
  }

  private static func tangoScore(
    _ b: Double, _ c: Double, _ n: Double, at difference: Double
  ) -> Double {
    let q = likeliestOnlySecond(b, c, n, at: difference)
    let variance = n * (2 * q + difference * (1 - difference))
    let distance = b - c - n * difference
    if variance > 0 { return distance / variance.squareRoot() }
    return abs(distance) < 1e-12 * n ? 0 : distance > 0 ? .infinity : -.infinity
  }

  /// The likeliest P(only the second) where the difference is given.
  static func likeliestOnlySecond(
    _ b: Double, _ c: Double, _ n: Double, at difference: Double
  ) -> Double {
    let linear = -b - c + (2 * n - b + c) * difference
    let constant = -c * difference * (1 - difference)
    let root = max(0, linear * linear - 8 * n * constant).squareRoot()
    // Of the two forms of the root the one that does not cancel.
    return linear <= 0 ? (root - linear) / (4 * n) : -2 * constant / (root + linear)
  }
}
