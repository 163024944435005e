internal import VaglioFindings

extension Interval {
  /// The interval from bounds that rounding may have pushed past each other or out of `range`;
  /// `nil` if one of them is not finite.
  init?(
    _ lower: Double, _ upper: Double, in range: ClosedRange<Double> = -.infinity ... .infinity,
    _ level: ConfidenceLevel, _ method: String
  ) {
    guard lower.isFinite, upper.isFinite else { return nil }
    let (low, high) = (min(lower, upper), max(lower, upper))
    self.init(
      lower: min(max(low, range.lowerBound), range.upperBound),
      upper: min(max(high, range.lowerBound), range.upperBound), level: level, method: method)
  }

  /// The whole range: what a method says that has seen nothing.
  static func vacuous(
    _ range: ClosedRange<Double>, _ level: ConfidenceLevel, _ method: String
  ) -> Interval {
    Interval(
      lower: range.lowerBound, upper: range.upperBound, level: level, method: method)
  }
}
