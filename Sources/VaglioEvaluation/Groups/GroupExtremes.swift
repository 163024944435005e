public import VaglioFindings
internal import VaglioStatistics

/// The worst group, the largest difference and the smallest ratio of a metric over the groups of a
/// slicing.
///
/// Whoever looks at the lowest of many groups sees chance as well, so the intervals hold for all
/// groups together. The largest difference and the smallest ratio lie between the gravest bounds of
/// all G(G − 1)/2 pairs, each pair by the method of variance estimates recovery at the level that
/// Bonferroni leaves it. The lowest of the true values lies between the lowest of the groups' lower
/// bounds, which needs no correction (the bound of the group that is truly lowest holds it), and the
/// lowest of their upper bounds at Bonferroni's level, as any of G groups may be too low by chance.
/// Groups are independent rows; where clusters reach over several groups that is not so.
///
/// A group without a value is left out and named in a note.
public struct GroupExtremes: Sendable {
  private let level: ConfidenceLevel
  private let measures: GroupMeasures

  /// Extremes over the groups by `columns` with intervals at `level`.
  public init(columns: [String], level: ConfidenceLevel) {
    (self.level, measures) = (level, GroupMeasures(columns: columns))
  }

  /// The findings about a metric, from its findings of one subject on every group of the slicing:
  /// `METRIC.worst_group` where the metric says which way is better, `METRIC.largest_difference` and
  /// `METRIC.smallest_ratio`.
  public func findings(of groups: [Finding], measure: Measure) -> [Finding] {
    guard let first = groups.first, groups.count > 1 else { return [] }
    let valued = groups.filter { $0.estimate.value != nil }
    let count = groups.reduce(0) { $0 + $1.count }
    let notes = Self.notes(on: groups)
    func finding(
      _ measure: Measure, _ estimate: Estimate, test: SignificanceTest? = nil,
      remark: String? = nil
    ) -> Finding {
      Finding(
        measure: measure.name, subject: first.subject, estimate: estimate, count: count,
        test: test, notes: [remark].compactMap { $0 } + notes)
    }
    var findings: [Finding] = []
    if let (worst, estimate) = worst(of: valued, by: measure.direction) {
      findings.append(
        finding(measures.worstGroup(measure), estimate, remark: "the worst is \(worst.slice)"))
    }
    return findings + [
      finding(
        measures.largestDifference(measure), spread(of: valued, as: .difference),
        test: test(of: valued)),
      finding(measures.smallestRatio(measure), spread(of: valued, as: .ratio)),
    ]
  }

  /// How many groups there are, and which have no value.
  static func notes(on groups: [Finding]) -> [String] {
    ["\(groups.count) groups"]
      + groups.compactMap { group in
        group.estimate.undefined.map { "\(group.slice) is left out: \($0.reason)" }
      }
  }

  /// The test that all groups are equal: the corrected p-value of the pair that lies furthest apart.
  private func test(of groups: [Finding]) -> SignificanceTest? {
    guard
      let spread = try? GroupSpread(between: groups.map(\.estimate), as: .difference),
      let curve = ConfidenceCurve({ level in
        guard let shared = level.shared(among: spread.contrasts),
          let (lower, upper) = spread.limits(shared), lower.isFinite, upper.isFinite
        else { return nil }
        return Interval(lower: lower, upper: upper, level: level, method: "mover-bonferroni")
      })
    else { return nil }
    return SignificanceTest(name: "mover-bonferroni", pValue: curve.pValue(of: 0))
  }

  private func spread(of groups: [Finding], as scale: ContrastScale) -> Estimate {
    do {
      let spread = try GroupSpread(between: groups.map(\.estimate), as: scale)
      return estimate(of: [spread], as: scale) { scale.gravest($0) }
    } catch {
      return .undefined(error)
    }
  }

  private func worst(of groups: [Finding], by direction: Direction) -> (Finding, Estimate)? {
    guard let fold = direction.badness else { return nil }
    let ranked = groups.compactMap { group in group.estimate.value.map { (group, fold($0)) } }
    guard let worst = ranked.max(by: { $0.1 < $1.1 }), let value = worst.0.estimate.value else {
      return nil
    }
    // The distance from an ideal in the middle folds the axis, which bounds can't be carried over.
    guard direction.isOneSided else { return (worst.0, Estimate(value)) }
    let uncertainty = Uncertainty(at: level) { level in
      guard let shared = level.shared(among: groups.count) else { return nil }
      let own = groups.compactMap { $0.estimate.bounds(at: level) }
      let all = groups.compactMap { $0.estimate.bounds(at: shared) }
      guard own.count == groups.count, all.count == groups.count else { return nil }
      let isLow = direction == .higherIsBetter
      let lower = isLow ? own.map(\.lower).min() : all.map(\.lower).max()
      let upper = isLow ? all.map(\.upper).min() : own.map(\.upper).max()
      // Bounds near the end of a double's range may leave it.
      guard let lower, let upper, lower.isFinite, upper.isFinite else { return nil }
      return Interval(
        lower: min(lower, value), upper: max(upper, value), level: level, method: "worst-group")
    }
    return (worst.0, Estimate(value, uncertainty))
  }
}

extension GroupExtremes {
  /// The estimate that several spreads give together, at limits that hold for all of their
  /// contrasts at once.
  func estimate(
    of spreads: [GroupSpread], as scale: ContrastScale,
    joined: @escaping ([(lower: Double, upper: Double)]) -> (lower: Double, upper: Double)?
  ) -> Estimate {
    let contrasts = spreads.reduce(0) { $0 + $1.contrasts }
    guard let value = joined(spreads.map { ($0.value, $0.value) })?.lower else {
      return .undefined(Undefined("there are no two groups with a value"))
    }
    let uncertainty = Uncertainty(at: level) { level in
      guard let shared = level.shared(among: contrasts) else { return nil }
      let limits = spreads.compactMap { $0.limits(shared) }
      guard limits.count == spreads.count, let (lower, upper) = joined(limits) else { return nil }
      guard lower.isFinite, upper.isFinite else { return nil }
      return Interval(
        lower: min(max(0, lower), value), upper: max(upper, value), level: level,
        method: "mover-bonferroni")
    }
    return Estimate(value, uncertainty)
  }
}

extension Direction {
  /// What grows as a value gets worse; `nil` where none is worse.
  var badness: ((Double) -> Double)? {
    switch self {
    case .higherIsBetter: { -$0 }
    case .lowerIsBetter: { $0 }
    case .nearerIsBetter(let ideal): { abs($0 - ideal) }
    case .neutral: nil
    }
  }

  /// Whether better lies always on the same side.
  public var isOneSided: Bool { self == .higherIsBetter || self == .lowerIsBetter }
}
