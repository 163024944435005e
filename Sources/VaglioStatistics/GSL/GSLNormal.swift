internal import CGSL

/// The standard normal distribution as GSL computes it: within 3·10⁻¹⁶ relative, tails included.
enum GSLNormal {
  static func cdf(_ x: Double) -> Double? { GSL.checked { gsl_cdf_ugaussian_P(x) } }
  static func survival(_ x: Double) -> Double? { GSL.checked { gsl_cdf_ugaussian_Q(x) } }

  /// For 0 < p < 1.
  static func quantile(_ p: Double) -> Double? { GSL.checked { gsl_cdf_ugaussian_Pinv(p) } }
  static func upperQuantile(_ q: Double) -> Double? { GSL.checked { gsl_cdf_ugaussian_Qinv(q) } }
}
