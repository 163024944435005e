public import VaglioFindings

/// The standard normal distribution.
public enum Normal {
  /// P(Z ≤ x); NaN for NaN.
  public static func cdf(_ x: Double) -> Double { GSLNormal.cdf(x) ?? .nan }

  /// P(Z > x), to full relative precision far into the tail; NaN for NaN.
  public static func survival(_ x: Double) -> Double { GSLNormal.survival(x) ?? .nan }

  /// The x with P(Z ≤ x) = p: −∞ at 0, ∞ at 1, NaN outside.
  public static func quantile(_ p: Double) -> Double {
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    return p > 0 && p < 1 ? GSLNormal.quantile(p) ?? .nan : .nan
  }

  /// The x with P(Z > x) = q, precise for tiny q: ∞ at 0, −∞ at 1, NaN outside.
  public static func upperQuantile(_ q: Double) -> Double {
    if q == 0 || q == 1 { return q == 0 ? .infinity : -.infinity }
    return q > 0 && q < 1 ? GSLNormal.upperQuantile(q) ?? .nan : .nan
  }

  /// P(|Z| ≥ |z|), the two-sided p-value of a normal deviate.
  public static func twoSidedP(_ z: Double) -> Double { min(1, 2 * survival(abs(z))) }
}

extension ConfidenceLevel {
  /// The normal deviate of the two-sided level, 1.96 for 95 %.
  public var deviate: Double { max(0, Normal.upperQuantile(alpha / 2)) }
}
