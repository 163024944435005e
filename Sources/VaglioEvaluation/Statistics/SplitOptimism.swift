internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// By how much the largest of a path of values lies above the largest in the population, on average:
/// what choosing the best place on the very rows that it is measured on adds.
///
/// The rows are dealt at random to two halves; the best place of each half gives more there than on
/// the other. Near its maximum a path is a parabola −t² with a Brownian motion W(t) on it (Kim and
/// Pollard 1990, doi:10.1214/aos/1176347498), of maximum M at the place T. Scaling the parabola by a
/// scales M by a^(−1/3), so that E M/3 = E T²: the loss of the place T elsewhere is a third of the
/// gain here, and the gain ¾ of the gap between both. Gains shrink as n^(−2/3), hence 2^(−2/3) from
/// the halves to all rows.
struct SplitOptimism {
  /// The best place of one half: what it gives there, and what the other half gives.
  private struct Best {
    var own: Double
    var other: Double
  }

  private var first: Best?
  private var second: Best?

  /// The path's values on the two halves at its next place. Of equal values the first place is best.
  mutating func add(_ a: Double, _ b: Double) {
    if first.map({ a > $0.own }) ?? true { first = Best(own: a, other: b) }
    if second.map({ b > $0.own }) ?? true { second = Best(own: b, other: a) }
  }

  /// What to lengthen an interval by on its side away from the optimum; 0 or more.
  var value: Double {
    guard let first, let second else { return 0 }
    let gap = (first.own - first.other + second.own - second.other) / 2
    return gap > 0 ? 0.75 * pow(2, -2.0 / 3) * gap : 0
  }
}

/// Rows of one label, dealt at random to two halves: by a hash of their place in the ranking, so that
/// neither their order nor the scale of the values shows.
struct RankHalves {
  private let folds = HashedFolds(count: 2, seed: 0)
  private let label: UInt64
  private var dealt: UInt64 = 0
  /// The tosses for the 64 rows around the next one.
  private var tosses: UInt64 = 0

  init(label: UInt64 = 0) { self.label = label }

  /// Deals the next `count` rows, and returns how many fall to the first half; of 4,096 or more the
  /// half.
  @inline(__always)
  mutating func deal(_ count: Double) -> Double {
    guard count < 4096 else { return (count / 2).rounded(.down) }
    var (rest, first) = (UInt64(count), 0)
    while rest > 0 {
      let place = dealt & 63
      if place == 0 { tosses = folds.bits(ofKey: (dealt &>> 6) &<< 1 | label) }
      let taken = min(rest, 64 &- place)
      first &+= ((tosses &>> place) & (.max &>> (64 &- taken))).nonzeroBitCount
      dealt &+= taken
      rest &-= taken
    }
    return Double(first)
  }
}

/// What a threshold selects of some rows, beside how many there are.
struct SelectedCounts {
  var truePositives = 0.0
  var falsePositives = 0.0
  var positives = 0.0
  var negatives = 0.0

  /// TPR − FPR.
  var gap: Double { truePositives / positives - falsePositives / negatives }
}

extension RankedRows {
  /// The optimism of the largest value that `path` makes of the rows that each threshold selects; 0
  /// where a half of the rows lacks a class. Whole rows are assumed.
  func optimism(_ path: (SelectedCounts) -> Double) -> Double {
    var (first, second) = (SelectedCounts(), SelectedCounts())
    forEachHalves { a, b in
      first.positives += a.positives
      first.negatives += a.negatives
      second.positives += b.positives
      second.negatives += b.negatives
    }
    guard [first, second].allSatisfy({ $0.positives > 0 && $0.negatives > 0 }) else { return 0 }
    var optimism = SplitOptimism()
    optimism.add(path(first), path(second))
    forEachHalves { a, b in
      first.truePositives += a.positives
      first.falsePositives += a.negatives
      second.truePositives += b.positives
      second.falsePositives += b.negatives
      optimism.add(path(first), path(second))
    }
    return optimism.value
  }

  /// Calls `body` with how many rows of each distinct score fall to either half, from the highest down.
  private func forEachHalves(
    _ body: (
      (positives: Double, negatives: Double), (positives: Double, negatives: Double)
    ) -> Void
  ) {
    var (ones, zeros) = (RankHalves(label: 1), RankHalves())
    forEachGroupFromTop { group in
      let (positives, negatives) = (count(group.positives), count(group.negatives))
      let (a, b) = (ones.deal(positives), zeros.deal(negatives))
      body((a, b), (positives - a, negatives - b))
    }
  }

  /// Ticks in rows.
  @inline(__always)
  private func count(_ ticks: Int128) -> Double {
    rows.shift == 0 ? ticks.asDouble : ticks.asDouble.scaled(by: -rows.shift)
  }
}

extension BinaryOutcomes {
  /// The optimism of the largest value that `path` makes of the rows that each threshold selects, where
  /// clusters of rows fall whole to either half, and rows count by their weights; 0 where a half lacks
  /// a class.
  func optimism(_ path: (SelectedCounts) -> Double) -> Double {
    let parts = halves()
    var (first, second) = (SelectedCounts(), SelectedCounts())
    for part in parts {
      first.positives += part.a.positives
      first.negatives += part.a.negatives
      second.positives += part.b.positives
      second.negatives += part.b.negatives
    }
    guard [first, second].allSatisfy({ $0.positives > 0 && $0.negatives > 0 }) else { return 0 }
    var optimism = SplitOptimism()
    optimism.add(path(first), path(second))
    for part in parts {
      first.truePositives += part.a.positives
      first.falsePositives += part.a.negatives
      second.truePositives += part.b.positives
      second.falsePositives += part.b.negatives
      optimism.add(path(first), path(second))
    }
    return optimism.value
  }

  /// What of each distinct score falls to either half, from the highest down. Rows that are no clusters
  /// are dealt by their place, label and weight.
  private func halves() -> [(a: HalfOfScore, b: HalfOfScore)] {
    let folds = HashedFolds(count: 2, seed: 0)
    var parts: [(a: HalfOfScore, b: HalfOfScore)] = []
    ranked.forEachGroupFromTop { group in
      var part = (a: HalfOfScore(), b: HalfOfScore())
      for row in ranked.rows(of: group) {
        let place = UInt64(parts.count) << 1 | UInt64(labels[row])
        let weight = rows.weights?[row] ?? 1
        let key = rows.clusterKeys?[row] ?? (place &+ weight.bitPattern &* 0x9E37_79B9_7F4A_7C15)
        if folds.fold(ofKey: key) == 0 {
          part.a.add(weight, isPositive: labels[row] == 1)
        } else {
          part.b.add(weight, isPositive: labels[row] == 1)
        }
      }
      parts.append(part)
    }
    return parts
  }
}

/// The weight of the rows of one score in one half.
private struct HalfOfScore {
  private(set) var positives = 0.0
  private(set) var negatives = 0.0

  mutating func add(_ weight: Double, isPositive: Bool) {
    if isPositive { positives += weight } else { negatives += weight }
  }
}
