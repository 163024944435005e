#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The logit scale ln(p/(1 − p)), on which most recalibrations are straight lines.
enum Logit {
  /// The logit of a probability that is kept 2.2·10⁻¹⁶ away from 0 and 1, as log loss keeps it.
  static func of(_ probability: Double) -> Double {
    let p = clipped(probability)
    return log(p) - log1p(-p)
  }

  /// The probability of a logit: 1/(1 + e^−x).
  static func probability(_ logit: Double) -> Double {
    let e = exp(-abs(logit))
    return logit >= 0 ? 1 / (1 + e) : e / (1 + e)
  }

  /// A probability that has finite logarithms.
  static func clipped(_ probability: Double) -> Double {
    min(max(probability, LogarithmicLoss.clip), 1 - LogarithmicLoss.clip)
  }
}
