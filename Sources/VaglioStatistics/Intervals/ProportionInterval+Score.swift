public import VaglioFindings

extension ProportionInterval {
  /// The shares θ with (p − θ)² ≤ z²·V(θ), where the variance of p at the true share θ is the quadratic
  /// V(θ) = constant + linear·θ + square·θ².
  ///
  /// Wilson's interval has V(θ) = θ(1 − θ)/n. The whole range where the shares are not an interval.
  public static func score(
    _ share: Double, variance: (constant: Double, linear: Double, square: Double),
    level: ConfidenceLevel, method: String
  ) -> Interval {
    let z = level.deviate * level.deviate
    // aθ² − 2bθ + c ≤ 0.
    let a = 1 - z * variance.square
    let b = share + z * variance.linear / 2
    let c = share * share - z * variance.constant
    guard a > 0 else { return .vacuous(0...1, level, method) }
    let root = max(0, b * b - a * c).squareRoot()
    return Interval((b - root) / a, (b + root) / a, in: 0...1, level, method)?
      .stretched(to: share) ?? .vacuous(0...1, level, method)
  }
}
