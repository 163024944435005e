public import VaglioFindings

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
        contrast(group, reference, as: .ratio),
        contrast(group, reference, as: .difference),
      ]
    }
  }

  /// The difference of a metric between two sets of distinct rows.
  func difference(of group: Finding, from reference: Finding) -> Finding {
    contrast(group, reference, as: .difference)
  }

  private func contrast(
    _ group: Finding, _ reference: Finding, as scale: ContrastScale
  ) -> Finding {
    let estimate = estimate(group.estimate, reference.estimate, as: scale)
    return Finding(
      measure: "\(group.measure).\(scale.rawValue)", subject: group.subject, slice: group.slice,
      estimate: estimate,
      count: group.count + reference.count, test: test(estimate, as: scale),
      notes: ["against \(reference.slice)"])
  }

  /// The test of parity that inverts the interval.
  private func test(_ estimate: Estimate, as scale: ContrastScale) -> SignificanceTest? {
    estimate.curve.map { SignificanceTest(name: "mover", pValue: $0.pValue(of: scale.parity)) }
  }

  private func estimate(
    _ group: Estimate, _ reference: Estimate, as scale: ContrastScale
  ) -> Estimate {
    guard let first = group.value, let second = reference.value else {
      return .undefined(group.undefined ?? Undefined("the group has no value"))
    }
    do {
      let contrast = try scale.contrast(first, second)
      return Estimate(
        contrast,
        Uncertainty(at: level) { level in
          guard let own = group.limits(at: level), let others = reference.limits(at: level) else {
            return nil
          }
          let (lower, upper) = scale.bounds(own, others)
          guard lower.isFinite, upper.isFinite else { return nil }
          return Interval(
            lower: min(lower, contrast), upper: max(upper, contrast), level: level,
            method: "mover")
        })
    } catch {
      return .undefined(error)
    }
  }
}
