/// Fisher's F distribution, from the incomplete beta function.
public struct FDistribution: Hashable, Sendable {
  public let numerator: Double
  public let denominator: Double

  /// The distribution of a ratio of two mean squares with the given positive degrees of freedom.
  public init(numerator: Double, denominator: Double) {
    precondition(
      numerator > 0 && denominator > 0 && numerator.isFinite && denominator.isFinite,
      "\(numerator) and \(denominator) degrees of freedom")
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// P(F ≤ f); NaN for NaN.
  public func cdf(_ f: Double) -> Double { f.isNaN ? .nan : tails(f).lower }

  /// P(F > f); NaN for NaN.
  public func survival(_ f: Double) -> Double { f.isNaN ? .nan : tails(f).upper }

  /// The f with P(F ≤ f) = p; NaN unless 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    let (x, complement) = IncompleteBeta.quantile(
      .init(lower: p, upper: 1 - p), a: numerator / 2, b: denominator / 2)
    return denominator * x / (numerator * complement)
  }

  private func tails(_ f: Double) -> IncompleteBeta.Tails {
    let ratio = f * (numerator / denominator)
    guard ratio > 0 else { return .init(lower: 0, upper: 1) }
    guard ratio.isFinite else { return .init(lower: 1, upper: 0) }
    return IncompleteBeta.tails(
      ratio / (1 + ratio), complement: 1 / (1 + ratio), a: numerator / 2, b: denominator / 2)
  }
}
