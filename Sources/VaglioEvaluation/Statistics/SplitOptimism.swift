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
  /// What to lengthen an interval by on its side away from the optimum; 0 or more.
  let value: Double

  /// From the path on each half, at the same places.
  ///
  /// - Precondition: as many values on both, one at least.
  init(_ first: [Double], _ second: [Double]) {
    let (a, b) = (Self.best(of: first), Self.best(of: second))
    let gap = (first[a] - second[a] + second[b] - first[b]) / 2
    value = gap > 0 ? 0.75 * pow(2, -2.0 / 3) * gap : 0
  }

  private static func best(of path: [Double]) -> Int {
    var best = 0
    for place in path.indices where path[place] > path[best] { best = place }
    return best
  }
}

/// Rows that a ranking tells apart, dealt at random to two halves: by a hash of their place among the
/// distinct values, so that neither their order nor the scale of the values shows.
struct RankHalves {
  private let folds = HashedFolds(count: 2, seed: 0)

  /// How many of `count` equal rows at a place fall to the first half; of more than 4,096 the half.
  func first(of count: Double, place: Int, label: Int = 0) -> Double {
    guard count < 4096 else { return (count / 2).rounded(.down) }
    let key = UInt64(2 * place + label) << 12
    return Double((0..<UInt64(count)).count { folds.fold(ofKey: key | $0) == 0 })
  }
}

extension RankedCurve {
  /// What a curve counts on some of the rows: the positives and negatives that the i highest scores
  /// select.
  struct Counts {
    fileprivate(set) var truePositives = [0.0]
    fileprivate(set) var falsePositives = [0.0]

    var positives: Double { truePositives.last ?? 0 }
    var negatives: Double { falsePositives.last ?? 0 }

    /// The confusion matrix at a place.
    func table(at place: Int) -> CellWeights {
      let (tp, fp) = (truePositives[place], falsePositives[place])
      let weights = [negatives - fp, fp, positives - tp, tp]
      return CellWeights(weights: weights, squares: weights)
    }

    fileprivate mutating func add(_ positives: Double, _ negatives: Double) {
      truePositives.append(self.positives + positives)
      falsePositives.append(self.negatives + negatives)
    }
  }

  /// The optimism of the largest value that `path` makes of the counts at each place; 0 where a half
  /// of the rows lacks a class. Whole rows are assumed.
  func optimism(_ path: (Counts, _ place: Int) -> Double) -> Double {
    var (first, second) = (Counts(), Counts())
    let halves = RankHalves()
    for place in truePositives.indices.dropFirst() {
      let positives = truePositives[place] - truePositives[place - 1]
      let negatives = falsePositives[place] - falsePositives[place - 1]
      let a = halves.first(of: positives, place: place, label: 1)
      let b = halves.first(of: negatives, place: place)
      first.add(a, b)
      second.add(positives - a, negatives - b)
    }
    guard [first, second].allSatisfy({ $0.positives > 0 && $0.negatives > 0 }) else { return 0 }
    return SplitOptimism(
      truePositives.indices.map { path(first, $0) }, truePositives.indices.map { path(second, $0) }
    ).value
  }
}
