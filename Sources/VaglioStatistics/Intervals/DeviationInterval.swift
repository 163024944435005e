public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The interval of a standard deviation of values that need not be normal.
public enum DeviationInterval {
  /// exp(½·(ln(c·σ²) ± z·se)) with se = c·√((γ − (n − 3)/n)/(n − 1)) and c = n/(n − z), method
  /// `bonett`: Bonett 2006, doi:10.1016/j.csda.2004.10.003, with the plain kurtosis
  /// γ = n·Σ(x − x̄)⁴/(Σ(x − x̄)²)² of `count` values, 3 for normal ones; `nil` for too few values.
  ///
  /// The chi-squared interval holds for normal values alone: losses and influences are anything but.
  public static func bonett(
    _ deviation: Double, kurtosis: Double, count: Double, level: ConfidenceLevel
  ) -> Interval? {
    let z = level.deviate
    guard count > max(z, 3), deviation > 0, kurtosis.isFinite else { return nil }
    let correction = count / (count - z)
    let spread = max(0, (kurtosis - (count - 3) / count) / (count - 1)).squareRoot()
    let (center, reach) = (log(correction), z * correction * spread)
    let (lower, upper) = (
      deviation * exp((center - reach) / 2), deviation * exp((center + reach) / 2)
    )
    guard upper.isFinite else { return nil }
    return Interval(
      lower: min(lower, deviation), upper: max(upper, deviation), level: level, method: "bonett")
  }
}
