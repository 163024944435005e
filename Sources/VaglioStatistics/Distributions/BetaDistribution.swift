/// The beta distribution with shapes a, b > 0.
public struct BetaDistribution: Hashable, Sendable {
  public let a: Double
  public let b: Double

  /// The distribution with the given shapes.
  ///
  /// - Precondition: both are positive and finite.
  public init(_ a: Double, _ b: Double) {
    precondition(a > 0 && b > 0 && a.isFinite && b.isFinite, "beta shapes \(a) and \(b)")
    (self.a, self.b) = (a, b)
  }

  /// P(X ≤ x).
  public func cdf(_ x: Double) -> Double {
    x.isNaN ? .nan : IncompleteBeta.tails(x, complement: 1 - x, a: a, b: b).lower
  }

  /// P(X > x).
  public func survival(_ x: Double) -> Double {
    x.isNaN ? .nan : IncompleteBeta.tails(x, complement: 1 - x, a: a, b: b).upper
  }

  /// The x with P(X ≤ x) = p; NaN unless 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return IncompleteBeta.quantile(.init(lower: p, upper: 1 - p), a: a, b: b).x
  }

  /// The x with P(X > x) = q, precise for tiny q; NaN unless 0 ≤ q ≤ 1.
  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    return IncompleteBeta.quantile(.init(lower: 1 - q, upper: q), a: a, b: b).x
  }
}
