public import VaglioFindings

/// The gamma distribution with a shape and a scale, both positive.
public struct GammaDistribution: Hashable, Sendable {
  public let shape: Double
  public let scale: Double

  /// The distribution with mean shape·scale.
  public init(shape: Double, scale: Double = 1) {
    precondition(
      shape > 0 && scale > 0 && shape.isFinite && scale.isFinite, "shape \(shape), scale \(scale)")
    (self.shape, self.scale) = (shape, scale)
  }

  /// P(X ≤ x).
  public func cdf(_ x: Double) throws(Undefined) -> Double {
    if x <= 0 || x == .infinity { return x <= 0 ? 0 : 1 }
    return try Self.checked(IncompleteGamma.lower(x / scale, shape: shape))
  }

  /// P(X > x).
  public func survival(_ x: Double) throws(Undefined) -> Double {
    if x <= 0 || x == .infinity { return x <= 0 ? 1 : 0 }
    return try Self.checked(IncompleteGamma.upper(x / scale, shape: shape))
  }

  /// The x with P(X ≤ x) = p.
  public func quantile(_ p: Double) throws(Undefined) -> Double {
    guard p >= 0, p <= 1 else { throw Undefined("\(p) is not a probability") }
    if p == 0 || p == 1 { return p == 0 ? 0 : .infinity }
    if shape < 1e5, let x = GSLGamma.quantile(p, shape: shape) { return x * scale }
    return scale
      * BracketedRoot.ascending(above: shape) { x in
        p <= 0.5
          ? (IncompleteGamma.lower(x, shape: shape) ?? .nan) - p
          : (1 - p) - (IncompleteGamma.upper(x, shape: shape) ?? .nan)
      }
  }

  private static func checked(_ probability: Double?) throws(Undefined) -> Double {
    guard let probability else { throw Undefined("the gamma tail could not be computed") }
    return probability
  }
}

/// The chi-squared distribution, a gamma with shape ν/2 and scale 2.
public struct ChiSquared: Hashable, Sendable {
  private let gamma: GammaDistribution

  /// The distribution with positive degrees of freedom.
  public init(degreesOfFreedom: Double) {
    gamma = GammaDistribution(shape: degreesOfFreedom / 2, scale: 2)
  }

  /// P(X ≤ x).
  public func cdf(_ x: Double) throws(Undefined) -> Double { try gamma.cdf(x) }

  /// P(X > x), the p-value of a statistic.
  public func survival(_ x: Double) throws(Undefined) -> Double { try gamma.survival(x) }

  /// The x with P(X ≤ x) = p.
  public func quantile(_ p: Double) throws(Undefined) -> Double { try gamma.quantile(p) }
}
