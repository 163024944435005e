public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Intervals for correlations on Fisher's scale artanh r (1921, hdl:2440/15169).
///
/// `nil` for |r| = 1, where the scale ends, and for three rows or fewer.
public enum CorrelationInterval {
  /// Pearson's r, method `fisher-z`: standard error 1/√(n − 3).
  public static func pearson(_ r: Double, count: Double, level: ConfidenceLevel) -> Interval? {
    fisher(r, variance: 1 / (count - 3), level: level, method: "fisher-z")
  }

  /// Spearman's ρ, method `fisher-z-spearman`: variance (1 + ρ²/2)/(n − 3) of Bonett and Wright
  /// 2000, doi:10.1007/BF02294183.
  public static func spearman(_ rho: Double, count: Double, level: ConfidenceLevel) -> Interval? {
    fisher(
      rho, variance: (1 + rho * rho / 2) / (count - 3), level: level, method: "fisher-z-spearman")
  }

  private static func fisher(
    _ r: Double, variance: Double, level: ConfidenceLevel, method: String
  ) -> Interval? {
    guard abs(r) < 1, variance > 0, variance.isFinite else { return nil }
    let centre = (log1p(r) - log1p(-r)) / 2
    let margin = level.deviate * variance.squareRoot()
    return Interval(tanh(centre - margin), tanh(centre + margin), in: -1...1, level, method)
  }
}
