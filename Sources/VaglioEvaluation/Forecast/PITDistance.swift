internal import VaglioStatistics

/// Labels and where they lie in their forecast distributions: what distances from uniformity are
/// read off.
public struct PITRows<Observed: ForecastOutcomes>: SufficientStatistic {
  var rows = LabelledRows<Double>()

  /// No rows.
  public init() {}

  public var count: Int { rows.count }

  public mutating func add(_ outcomes: Observed, rows: Range<Int>) {
    self.rows.add(outcomes.actual, outcomes.pit, rows, of: outcomes.rows)
  }

  public mutating func merge(_ other: PITRows) { rows.merge(other.rows) }

  public func read() -> PITDistance { PITDistance(rows) }
}

/// How far the distribution of some numbers lies above and below the uniform one, and where.
public struct PITDistance: Sendable {
  /// A place, and the share of the weight up to it.
  struct Gap: Sendable {
    var distance = 0.0
    var place = 0.0
    var share = 0.0
  }

  private let values: [Double]
  private let ticks: [Int128]
  private let order: ScoreOrder
  private let total: Int128
  private let shift: Int
  /// F(u) − u where that is largest, F with the numbers at u.
  let above: Gap
  /// u − F(u) where that is largest, F without the numbers at u.
  let below: Gap

  init(_ rows: LabelledRows<Double>) {
    values = rows.values
    ticks = (0..<rows.count).map { rows.tick($0) }
    order = ScoreOrder(values)
    (total, shift) = (rows.total, rows.shift)
    let ticks = ticks
    (above, below) = Self.gaps(order, values, total: total) { ticks[$0] }
  }

  /// Σ of ticks, the number of rows where they count as whole ones.
  var weight: Double { total.asDouble }

  /// Whether there are rows with weight.
  var isEmpty: Bool { total == 0 }

  /// D = max(D⁺, D⁻).
  var kolmogorov: Gap { above.distance >= below.distance ? above : below }

  /// V = D⁺ + D⁻.
  var kuiper: Double { above.distance + below.distance }

  /// The distances above and below under other weights of the rows; `nil` when none counts.
  func distances(_ weights: UnsafeBufferPointer<UInt8>) -> (above: Double, below: Double)? {
    let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard total > 0 else { return nil }
    let gaps = Self.gaps(order, values, total: total) { Int128(weights[$0]) }
    return (gaps.above.distance, gaps.below.distance)
  }

  /// The optimism of D⁺ and of D⁻, which are the largest of many gaps. Whole rows are assumed.
  var optimism: (above: Double, below: Double) {
    var (above, below) = (SplitOptimism(), SplitOptimism())
    above.add(0, 0)
    below.add(0, 0)
    var counts = [0.0, 0.0]
    let totals = halfGroups.reduce(into: [0.0, 0.0]) { sums, group in
      sums[0] += group.halves[0]
      sums[1] += group.halves[1]
    }
    guard totals.allSatisfy({ $0 > 0 }) else { return (0, 0) }
    for group in halfGroups {
      let before = (0..<2).map { counts[$0] / totals[$0] }
      below.add(group.place - before[0], group.place - before[1])
      for half in 0..<2 { counts[half] += group.halves[half] }
      let after = (0..<2).map { counts[$0] / totals[$0] }
      above.add(after[0] - group.place, after[1] - group.place)
    }
    return (above.value, below.value)
  }

  /// The distinct numbers, and how many rows of each fall to either half.
  private var halfGroups: [(place: Double, halves: [Double])] {
    var halves = RankHalves()
    return (0..<order.groupCount).compactMap { group in
      let tie = order.rows(inGroup: group)
      let count = tie.reduce(Int128(0)) { $0 + ticks[Int($1)] }.asDouble.scaled(by: -shift)
      guard count > 0, let row = tie.first else { return nil }
      let first = halves.deal(count)
      return (values[Int(row)], [first, count - first])
    }
  }

  private static func gaps(
    _ order: ScoreOrder, _ values: [Double], total: Int128, _ tick: (Int) -> Int128
  ) -> (above: Gap, below: Gap) {
    var (above, below, sum) = (Gap(), Gap(), Int128(0))
    guard total > 0 else { return (above, below) }
    for group in 0..<order.groupCount {
      let tie = order.rows(inGroup: group)
      let weight = tie.reduce(Int128(0)) { $0 + tick(Int($1)) }
      guard weight > 0, let first = tie.first else { continue }
      let place = values[Int(first)]
      let before = sum.asDouble / total.asDouble
      sum += weight
      let after = sum.asDouble / total.asDouble
      if after - place > above.distance {
        above = Gap(distance: after - place, place: place, share: after)
      }
      if place - before > below.distance {
        below = Gap(distance: place - before, place: place, share: before)
      }
    }
    return (above, below)
  }
}
