internal import CGSL

/// The gamma distribution with scale 1 as GSL computes it: within 3·10⁻¹⁴ relative.
///
/// Its inverse gives up for large shapes, hence the `nil`.
enum GSLGamma {
  static func cdf(_ x: Double, shape: Double) -> Double? {
    GSL.checked { gsl_cdf_gamma_P(x, shape, 1) }
  }

  static func survival(_ x: Double, shape: Double) -> Double? {
    GSL.checked { gsl_cdf_gamma_Q(x, shape, 1) }
  }

  static func quantile(_ p: Double, shape: Double) -> Double? {
    GSL.checked { gsl_cdf_gamma_Pinv(p, shape, 1) }
  }

  static func upperQuantile(_ q: Double, shape: Double) -> Double? {
    GSL.checked { gsl_cdf_gamma_Qinv(q, shape, 1) }
  }
}
