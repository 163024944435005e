public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

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

  /// Student's t after Hall's monotone cubic transformation, which removes the skew of the studentised
  /// mean, method `t-hall` (Hall 1992, J. R. Stat. Soc. B 54, 221).
  ///
  /// With k = γ/√n for the skewness γ of n rows, g(T) = T + kT²/3 + k²T³/27 + k/6 is nearly Student's
  /// t; its inverse is 3/k·(∛(1 + k(x − k/6)) − 1). The interval is stretched to hold the mean, which
  /// it leaves at low levels. `nil` when a bound is not finite or there is no degree of freedom.
  public static func hall(
    mean: Double, standardError: Double, degreesOfFreedom: Double, skewness: Double,
    level: ConfidenceLevel
  ) -> Interval? {
    hall(
      mean: mean, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
      skew: skewness / (degreesOfFreedom + 1).squareRoot(), level: level)
  }

  /// The same from the skew k of the mean itself, Σu³/(Σu²)^1.5 of its independent parts u.
  public static func hall(
    mean: Double, standardError: Double, degreesOfFreedom: Double, skew k: Double,
    level: ConfidenceLevel
  ) -> Interval? {
    guard degreesOfFreedom > 0, standardError >= 0 else { return nil }
    let quantile = StudentT(degreesOfFreedom: degreesOfFreedom).upperQuantile(level.alpha / 2)
    func studentised(_ x: Double) -> Double {
      // Below this the cube root has lost more digits than the skew is worth.
      abs(k) < 1e-6 ? x : 3 / k * (cbrt(1 + k * (x - k / 6)) - 1)
    }
    return Interval(
      mean - studentised(quantile) * standardError,
      mean - studentised(-quantile) * standardError, level, "t-hall")?.stretched(to: mean)
  }
}
