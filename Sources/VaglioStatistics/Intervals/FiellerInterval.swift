public import VaglioFindings

/// Fieller's interval for the ratio of two means that are measured on the same rows.
public enum FiellerInterval {
  /// The ratios R for which the mean of a − Rb is not significantly different from 0, method
  /// `fieller` (Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x):
  /// (A − RB)² ≤ t²(v_A − 2R·v_AB + R²·v_B).
  ///
  /// Means A and B, the variances of these means and their covariance; any common unit. `nil` where
  /// B is not significantly different from 0, since then the ratios are not an interval.
  public static func ratio(
    _ top: Double, over bottom: Double, variances: (top: Double, bottom: Double),
    covariance: Double, degreesOfFreedom: Double, level: ConfidenceLevel
  ) -> Interval? {
    guard degreesOfFreedom > 0, bottom != 0 else { return nil }
    let t = StudentT(degreesOfFreedom: degreesOfFreedom).upperQuantile(level.alpha / 2)
    let (a, b) = (top / bottom, t * t / (bottom * bottom))
    // In units of B: R²(1 − g) − 2R(a − h) + a² − k ≤ 0.
    let (g, h, k) = (b * variances.bottom, b * covariance, b * variances.top)
    guard g < 1 else { return nil }
    let discriminant = (a - h) * (a - h) - (1 - g) * (a * a - k)
    guard discriminant >= 0 else { return nil }
    let root = discriminant.squareRoot()
    return Interval((a - h - root) / (1 - g), (a - h + root) / (1 - g), level, "fieller")?
      .stretched(to: a)
  }
}
