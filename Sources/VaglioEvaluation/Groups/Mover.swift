internal import VaglioFindings
internal import VaglioStatistics

/// The method of variance estimates recovery: limits for a difference or a ratio of two independent
/// estimates, from the limits of each.
enum Mover {
  /// An estimate with its own limits.
  typealias Limits = (value: Double, lower: Double, upper: Double)

  /// d ∓ √((x − l₁)² + (u₂ − y)²): Zou and Donner 2008, doi:10.1002/sim.3095.
  static func difference(_ x: Limits, _ y: Limits) -> (lower: Double, upper: Double) {
    let d = x.value - y.value
    return (
      d - ((x.value - x.lower).square + (y.upper - y.value).square).squareRoot(),
      d + ((x.upper - x.value).square + (y.value - y.lower).square).squareRoot()
    )
  }

  /// Donner and Zou 2012, doi:10.1177/0962280210383436, equation 9; infinite where the second may
  /// be 0.
  static func ratio(_ x: Limits, _ y: Limits) -> (lower: Double, upper: Double) {
    let product = x.value * y.value
    let (below, above) = (y.upper * (2 * y.value - y.upper), y.lower * (2 * y.value - y.lower))
    let lower =
      product.square - x.lower * y.upper * (2 * x.value - x.lower) * (2 * y.value - y.upper)
    let upper =
      product.square - x.upper * y.lower * (2 * x.value - x.upper) * (2 * y.value - y.lower)
    return (
      below > 0 ? max(0, (product - max(0, lower).squareRoot()) / below) : 0,
      above > 0 ? (product + max(0, upper).squareRoot()) / above : .infinity
    )
  }
}

extension Estimate {
  /// The bounds at a level, from the interval of that level or else from the curve.
  func bounds(at level: ConfidenceLevel) -> (lower: Double, upper: Double)? {
    if let interval, interval.level == level.fraction { return (interval.lower, interval.upper) }
    return curve?.bounds(atDeviate: level.deviate)
  }

  /// The value with its limits at a level; `nil` where it has none.
  func limits(at level: ConfidenceLevel) -> Mover.Limits? {
    guard let value, let bounds = bounds(at: level) else { return nil }
    return (value, bounds.lower, bounds.upper)
  }
}

extension ConfidenceLevel {
  /// The level at which each of `count` intervals must hold, so that all of them hold together at
  /// this one (Bonferroni).
  func shared(among count: Int) -> ConfidenceLevel? {
    ConfidenceLevel(1 - alpha / Double(max(count, 1)))
  }
}
