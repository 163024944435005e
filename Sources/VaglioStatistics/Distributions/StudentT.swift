/// Student's t distribution.
///
/// From the incomplete beta function; beyond 10⁹ degrees of freedom from the normal with the first
/// Cornish–Fisher term, whose error is below 10⁻¹⁷ there.
public struct StudentT: Hashable, Sendable {
  public let degreesOfFreedom: Double

  private var isNearlyNormal: Bool { degreesOfFreedom > 1e9 }

  /// The distribution with positive, possibly fractional, degrees of freedom; infinity is the
  /// normal.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t); NaN for NaN.
  public func cdf(_ t: Double) -> Double { survival(-t) }

  /// P(T > t), to full relative precision far into the tail; NaN for NaN.
  public func survival(_ t: Double) -> Double {
    if t.isNaN || t.isInfinite { return t.isNaN ? .nan : t > 0 ? 0 : 1 }
    guard !isNearlyNormal else {
      return Normal.survival(t * (1 - (t * t + 1) / (4 * degreesOfFreedom)))
    }
    // t²/(ν + t²) without overflow for large t.
    let ratio = t * (t / degreesOfFreedom)
    let x = 1 / (1 + ratio)
    let complement = ratio.isFinite ? ratio / (1 + ratio) : 1
    let both = IncompleteBeta.tails(x, complement: complement, a: degreesOfFreedom / 2, b: 0.5)
    return t > 0 ? both.lower / 2 : 0.5 + both.upper / 2
  }

  /// P(|T| ≥ |t|), the two-sided p-value.
  public func twoSidedP(_ t: Double) -> Double { min(1, 2 * survival(abs(t))) }

  /// The t with P(T ≤ t) = p; NaN unless 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double { -upperQuantile(p) }

  /// The t with P(T > t) = q, precise for tiny q; NaN unless 0 ≤ q ≤ 1.
  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q > 0.5 { return -upperQuantile(1 - q) }
    if q == 0 { return .infinity }
    guard !isNearlyNormal else {
      let z = Normal.upperQuantile(q)
      return z * (1 + (z * z + 1) / (4 * degreesOfFreedom))
    }
    let target = IncompleteBeta.Tails(lower: 2 * q, upper: 1 - 2 * q)
    let (x, complement) = IncompleteBeta.quantile(target, a: degreesOfFreedom / 2, b: 0.5)
    return (degreesOfFreedom * complement / x).squareRoot()
  }
}
