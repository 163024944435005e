#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The unit deviance of the Tweedie family with variance function μᵖ: of a prediction μ and a
/// label y, NaN outside the family's domain.
///
/// 2μ²⁻ᵖ/(1 − p)·(((y/μ)²⁻ᵖ − 1)/(2 − p) − (y/μ − 1)), with the limits 2(y ln(y/μ) − y + μ) at p = 1
/// and 2(ln(μ/y) + y/μ − 1) at p = 2, and (y − μ)² at p = 0 (Jørgensen 1997, ISBN 978-0412997112,
/// section 4.1). Domain: any numbers for p = 0; μ > 0 for p < 0; μ > 0 and y ≥ 0 for 1 ≤ p < 2;
/// μ > 0 and y > 0 for p ≥ 2. There is no family with 0 < p < 1.
public struct TweedieDeviance: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  /// The power of the variance function: 0 normal, 1 Poisson, 2 gamma, 3 inverse Gaussian.
  public let power: Double

  /// The deviance at a power that is not between 0 and 1.
  public init(power: Double) { self.power = power }

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    loss(outcomes.actual[row], outcomes.predicted[row])
  }

  func loss(_ y: Double, _ μ: Double) -> Double {
    if power == 0 { return (y - μ).square }
    guard μ > 0, power < 0 || y > 0 || (y == 0 && power < 2) else { return .nan }
    // y/μ − 1, and ln(y/μ) without cancellation where the two are near each other.
    let excess = (y - μ) / μ
    let logarithm = abs(excess) < 0.5 ? log1p(excess) : y > 0 ? log(y) - log(μ) : -.infinity
    switch power {
    case 1: return 2 * ((y == 0 ? 0 : y * logarithm) - y + μ)
    case 2: return 2 * (excess - logarithm)
    default:
      let raised = expm1((2 - power) * logarithm) / (2 - power)
      return max(0, 2 * pow(μ, 2 - power) * ((raised - excess) / (1 - power)))
    }
  }

  /// What a row outside the domain has.
  var violation: String {
    if power < 0 { return "a prediction that is not positive" }
    return power < 2
      ? "a negative label or a prediction that is not positive"
      : "a label or a prediction that is not positive"
  }
}
