internal import VaglioFindings

/// The place of a feature among the shared ones by mean |φ|, 1 being the greatest, in two models.
public struct RankChange: Hashable, Sendable {
  /// The ranks that a joint confidence region holds.
  public struct Rank: Hashable, Sendable {
    /// One more than the number of features with a greater mean.
    public let value: Int
    /// One more than the number of features whose mean is greater for certain.
    public let best: Int
    /// The number of features less those whose mean is smaller for certain.
    public let worst: Int
  }

  /// In the candidate.
  public let candidate: Rank
  /// In production.
  public let production: Rank

  /// Candidate's rank − production's: negative where the feature rose.
  public var change: Int { candidate.value - production.value }
  /// The changes that the region holds.
  public var region: ClosedRange<Int> {
    candidate.best - production.worst...candidate.worst - production.best
  }
  /// Whether the region holds a rise or a fall only.
  public var isSeparable: Bool { !region.contains(0) }
}

/// The ranks of some means, with a joint region: with probability at least the level, every true rank
/// lies between its `best` and `worst` (Klein, Wright and Wieczorek 2020, doi:10.1111/rssa.12521, with
/// Bonferroni's intervals, since means of the same rows depend on each other).
struct RankRegion {
  let ranks: [RankChange.Rank]

  /// The ranks of means, `family` intervals holding together. `isZero` says of which nothing but zeros
  /// were seen; such a mean is taken for zero, other means without standard error for any.
  init(_ means: [RowMean], isZero: [Bool], family: Int, level: ConfidenceLevel) {
    let each = ConfidenceLevel(1 - level.alpha / Double(max(1, family))) ?? level
    let bounds = zip(means, isZero).map { mean, isZero -> (lower: Double, upper: Double) in
      if let interval = mean.interval(level: each) { return (interval.lower, interval.upper) }
      return isZero ? (0, 0) : (-.infinity, .infinity)
    }
    let lower = bounds.map(\.lower).sorted()
    let upper = bounds.map(\.upper).sorted()
    let values = means.map(\.value).sorted()
    let count = means.count
    ranks = zip(means, bounds).map { mean, bound in
      let rank = 1 + count - Self.position(in: values) { $0 > mean.value }
      let best = 1 + count - Self.position(in: lower) { $0 > bound.upper }
      let worst = count - Self.position(in: upper) { $0 >= bound.lower }
      return RankChange.Rank(value: rank, best: min(best, rank), worst: max(worst, rank))
    }
  }

  /// The first index of an ascending list of which the condition holds, which then holds of all after.
  private static func position(in sorted: [Double], where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
