public import VaglioFindings
internal import VaglioStatistics

/// The search for the subgroups on which a metric is worst: every level of some columns, and every
/// pair of levels of two.
///
/// A search finds the worst by chance as well as by truth, so the rows are parted: one half is
/// searched, and the few subgroups that it puts first are estimated again on the other, which had no
/// say in choosing them (Cox 1975, doi:10.1093/biomet/62.2.441). Candidates are ranked by the lower
/// bound of their deterioration, so that small subgroups need more evidence. The cost is rows times
/// pairs of columns, whatever the number of subgroups.
public struct SubgroupSearch: Sendable {
  public let factors: [SubgroupFactor]
  /// The halves of the rows.
  public let halves: SampleHalves
  public let settings: SubgroupSettings
  private let keys: [UInt64]?
  private let threads: Int

  /// A search over `factors` of the rows of an analysis.
  public init(
    factors: [SubgroupFactor], rows: Rows, seed: UInt64, settings: SubgroupSettings, threads: Int
  ) {
    (self.factors, self.settings, self.threads) = (factors, settings, threads)
    halves = SampleHalves(of: rows, seed: seed)
    keys = rows.keys == nil && rows.clusterKeys == nil ? nil : rows.resamplingKeys
  }

  /// What a search has found, the worst first.
  public struct Found: Hashable, Sendable {
    public let subgroups: [Subgroup]
    /// How many subgroups were looked at.
    public let candidates: Int
    /// The least rows that a candidate needed in the discovery half.
    public let leastRows: Int
  }

  /// The subgroups where one model's metric looks worst in the discovery half.
  public func worst<M: Metric>(by metric: M, on model: M.Observed) throws(Undefined) -> Found {
    guard
      let contributions = try RowContributions(of: metric, on: model.taking(halves.discovery))
    else { throw Undefined("\(metric.name) can't be searched for subgroups") }
    return worst(contributions)
  }

  /// The subgroups where the candidate looks worst beside production in the discovery half.
  public func worst<M: Metric>(
    by metric: M, on pair: Paired<M.Observed>
  ) throws(Undefined) -> Found {
    guard
      let contributions = try RowContributions(
        ofDifference: metric, on: pair.taking(halves.discovery))
    else { throw Undefined("\(metric.name) can't be searched for subgroups") }
    return worst(contributions)
  }
}

extension SubgroupSearch {
  private func worst(_ contributions: RowContributions) -> Found {
    let order = order(of: contributions)
    let own = RowContributions(
      worsening: order.map { contributions.worsening[$0] },
      share: order.map { contributions.share[$0] })
    let codes = factors.map { factor in
      order.map { factor.codes[Int(halves.discovery[$0])] }
    }
    let least = settings.least(of: order.count)
    let singles = concurrentMap(factors.count, threads: threads) { factor in
      SubgroupTally(own, cells: codes[factor], count: factors[factor].names.count)
    }
    let pairs = factors.indices.flatMap { second in (0..<second).map { ($0, second) } }
    let spread = Self.variance(own)
    var ranked = factors.indices.flatMap { factor in
      candidates(
        singles[factor], spread: spread, least: least,
        conditions: { [Subgroup.Condition(factor: factor, level: $0)] }, parents: { _ in [] })
    }
    ranked += concurrentMap(pairs.count, threads: threads) { pair in
      let (first, second) = pairs[pair]
      let width = factors[second].names.count
      let tally = SubgroupTally(
        own, cells: zip(codes[first], codes[second]).map { $0 * Int32(width) + $1 },
        count: factors[first].names.count * width)
      return candidates(
        tally, spread: spread, least: least,
        conditions: { cell in
          [
            Subgroup.Condition(factor: first, level: cell / width),
            Subgroup.Condition(factor: second, level: cell % width),
          ]
        },
        parents: { cell in [singles[first].rows(cell / width), singles[second].rows(cell % width)] }
      )
    }.flatMap { $0 }
    let kept = ranked.filter { $0.subgroup.discoveryDeterioration > 0 }.enumerated()
      .sorted { ($1.element.bound, $0.offset) < ($0.element.bound, $1.offset) }
    return Found(
      subgroups: kept.prefix(settings.reported).map(\.element.subgroup), candidates: ranked.count,
      leastRows: least)
  }

  /// The discovery rows in an order that hangs on their keys alone, so that sums have the same bits
  /// whatever the order of rows.
  private func order(of contributions: RowContributions) -> [Int] {
    let positions = Array(halves.discovery.indices)
    guard let keys else { return positions }
    return positions.sorted { first, second in
      (
        keys[Int(halves.discovery[first])], contributions.worsening[first],
        contributions.share[first]
      ) < (
        keys[Int(halves.discovery[second])], contributions.worsening[second],
        contributions.share[second]
      )
    }
  }

  private typealias Ranked = (subgroup: Subgroup, bound: Double)

  /// The cells of a table that are large enough, and not all rows of what they are a part of.
  private func candidates(
    _ tally: SubgroupTally, spread: Double, least: Int,
    conditions: (Int) -> [Subgroup.Condition], parents: (Int) -> [Int]
  ) -> [Ranked] {
    (0..<tally.cells).compactMap { cell in
      let rows = tally.rows(cell)
      guard rows >= least, rows < halves.discovery.count, !parents(cell).contains(rows),
        let worsening = tally.worsening(cell), worsening.value.isFinite
      else { return nil }
      // A small cell may show less variance than there is: at least that of all rows.
      let error = (max(worsening.variance, spread) / worsening.share).squareRoot()
      let own = conditions(cell)
      return (
        Subgroup(
          slice: Slice(own.map { factors[$0.factor].condition($0.level) }), discoveryRows: rows,
          discoveryDeterioration: worsening.value, conditions: own),
        worsening.value - ConfidenceLevel.ninetyFivePercent.deviate * error
      )
    }
  }

  private static func variance(_ all: RowContributions) -> Double {
    let one = SubgroupTally(
      all, cells: [Int32](repeating: 0, count: all.share.count), count: 1)
    return one.worsening(0)?.variance ?? 0
  }
}
