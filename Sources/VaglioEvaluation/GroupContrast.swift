public import VaglioFindings
internal import VaglioStatistics

/// Ratios and differences of a metric between the groups of a slicing column.
///
/// Each group is held against the reference group, the one with the highest value (New York City's
/// impact ratio, 6 RCNY §5-300; the four-fifths rule of 29 CFR 1607.4D). Groups are distinct rows,
/// hence independent; the limits come from the groups' own intervals by the method of variance
/// estimates recovery: Donner and Zou 2012, doi:10.1177/0962280210383436, for ratios, Zou and
/// Donner 2008, doi:10.1002/sim.3095, for differences.
public struct GroupContrast: Sendable {
  private let level: ConfidenceLevel

  /// Contrasts with intervals at `level`.
  public init(level: ConfidenceLevel) { self.level = level }

  /// The findings `METRIC.ratio` and `METRIC.difference` of every group but the reference, from
  /// those of one metric of one subject on every group of the same columns.
  public func findings(of groups: [Finding]) -> [Finding] {
    let valued = groups.filter { $0.estimate.value != nil }
    guard
      let reference = valued.max(by: { ($0.estimate.value ?? 0) < ($1.estimate.value ?? 0) }),
      groups.count > 1
    else { return [] }
    return groups.filter { $0.slice != reference.slice }.flatMap { group in
      [
        contrast(group, reference, named: "ratio", value: /, bounds: Self.ratio),
        contrast(group, reference, named: "difference", value: -, bounds: Self.difference),
      ]
    }
  }

  private typealias Limits = (value: Double, lower: Double, upper: Double)

  private func contrast(
    _ group: Finding, _ reference: Finding, named name: String,
    value: (Double, Double) -> Double, bounds: (Limits, Limits) -> (Double, Double)
  ) -> Finding {
    Finding(
      measure: "\(group.measure).\(name)", subject: group.subject, slice: group.slice,
      estimate: estimate(group.estimate, reference.estimate, value: value, bounds: bounds),
      count: group.count + reference.count, notes: ["against \(reference.slice)"])
  }

  private func estimate(
    _ group: Estimate, _ reference: Estimate, value: (Double, Double) -> Double,
    bounds: (Limits, Limits) -> (Double, Double)
  ) -> Estimate {
    guard let first = group.value, let second = reference.value else {
      return .undefined(group.undefined ?? Undefined("the group has no value"))
    }
    let contrast = value(first, second)
    guard contrast.isFinite else { return .undefined(Undefined("the highest group's value is 0")) }
    let intervals = { (level: ConfidenceLevel) -> Interval? in
      guard
        let own = group.bounds(at: level), let others = reference.bounds(at: level)
      else { return nil }
      let (lower, upper) = bounds(
        (first, own.lower, own.upper), (second, others.lower, others.upper))
      guard lower.isFinite, upper.isFinite else { return nil }
      return Interval(
        lower: min(lower, contrast), upper: max(upper, contrast), level: level, method: "mover")
    }
    return Estimate(contrast, Uncertainty(at: level, intervals))
  }

  /// Zou and Donner 2008: d ∓ √((x − l₁)² + (u₂ − y)²).
  private static func difference(_ x: Limits, _ y: Limits) -> (Double, Double) {
    let d = x.value - y.value
    return (
      d - ((x.value - x.lower).square + (y.upper - y.value).square).squareRoot(),
      d + ((x.upper - x.value).square + (y.value - y.lower).square).squareRoot()
    )
  }

  /// Donner and Zou 2012, equation 9; infinite where the reference may be 0.
  private static func ratio(_ x: Limits, _ y: Limits) -> (Double, Double) {
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
  fileprivate func bounds(at level: ConfidenceLevel) -> (lower: Double, upper: Double)? {
    if let interval, interval.level == level.fraction { return (interval.lower, interval.upper) }
    return curve?.bounds(atDeviate: level.deviate)
  }
}
