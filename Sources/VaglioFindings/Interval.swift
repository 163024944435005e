/// A confidence interval: its bounds, its level, and the method that made it.
public struct Interval: Hashable, Sendable {
  /// The lower bound; never above `upper`.
  public let lower: Double
  /// The upper bound.
  public let upper: Double
  /// The confidence level as a fraction, 0.95 say.
  public let level: Double
  /// The method's name as the documentation lists it: `wilson`, `delong-logit`, `paired-t`.
  public let method: String

  /// An interval with finite bounds in order.
  ///
  /// - Precondition: `lower` and `upper` are finite and `lower` ≤ `upper`.
  public init(lower: Double, upper: Double, level: ConfidenceLevel, method: String) {
    precondition(
      lower.isFinite && upper.isFinite && lower <= upper,
      "\(method) gave the bounds \(lower) and \(upper)")
    (self.lower, self.upper, self.level, self.method) = (lower, upper, level.fraction, method)
  }

  /// The distance between the bounds.
  public var width: Double { upper - lower }

  /// Whether `value` lies between the bounds, bounds included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// This interval, stretched to hold a value.
  public func stretched(to value: Double) -> Interval {
    Interval(
      lower: min(lower, value), upper: max(upper, value),
      level: ConfidenceLevel(level) ?? .ninetyFivePercent, method: method)
  }

  /// The interval of −x or, more generally, of `transform`(x) for a monotone `transform`.
  public func mapped(_ transform: (Double) -> Double) -> Interval {
    let (a, b) = (transform(lower), transform(upper))
    return Interval(
      lower: min(a, b), upper: max(a, b), level: ConfidenceLevel(level) ?? .ninetyFivePercent,
      method: method)
  }
}
