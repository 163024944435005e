internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What every threshold of a ranking selects: the weights of the positives and negatives among the
/// rows of the i highest distinct scores, for i from none to all.
public struct RankedCurve: Sendable {
  /// The weight of positives that the i highest scores select.
  let truePositives: [Double]
  /// The weight of negatives that the i highest scores select.
  let falsePositives: [Double]
  /// By how much resampling changed the weight of all rows; 1 for the rows themselves.
  let stretch: Double
  private let ranked: RankedRows

  /// The curve of the rows as they are.
  init(_ ranked: RankedRows) {
    let (m, n, shift) = (ranked.positives, ranked.negatives, ranked.rows.shift)
    var truePositives = [Double](repeating: 0, count: ranked.order.groupCount + 1)
    var falsePositives = truePositives
    var place = ranked.order.groupCount
    var (positivesBelow, negativesBelow) = (Int128(0), Int128(0))
    ranked.forEachGroup { group in
      truePositives[place] = (m - positivesBelow).asDouble.scaled(by: -shift)
      falsePositives[place] = (n - negativesBelow).asDouble.scaled(by: -shift)
      positivesBelow &+= group.positives
      negativesBelow &+= group.negatives
      place -= 1
    }
    (self.truePositives, self.falsePositives) = (truePositives, falsePositives)
    (self.ranked, stretch) = (ranked, 1)
  }

  /// The curve where each row counts as often as `weights` says, times its own weight.
  init(_ ranked: RankedRows, resampledBy weights: UnsafeBufferPointer<UInt8>) {
    var truePositives = [0.0]
    var falsePositives = [0.0]
    truePositives.reserveCapacity(ranked.order.groupCount + 1)
    falsePositives.reserveCapacity(ranked.order.groupCount + 1)
    let collect = { (positives: Double, negatives: Double) in
      truePositives.append(positives)
      falsePositives.append(negatives)
    }
    if ranked.rows.ticks == nil {
      Self.cumulate(ranked, weights, collect)
    } else {
      Self.cumulateTicks(ranked, weights, collect)
    }
    let total = ranked.total.asDouble.scaled(by: -ranked.rows.shift)
    stretch = ((truePositives.last ?? 0) + (falsePositives.last ?? 0)) / total
    (self.truePositives, self.falsePositives) = (truePositives, falsePositives)
    self.ranked = ranked
  }

  private static func cumulate(
    _ ranked: RankedRows, _ weights: UnsafeBufferPointer<UInt8>,
    _ collect: (_ positives: Double, _ negatives: Double) -> Void
  ) {
    ranked.order.rows.withUnsafeBufferPointer { rows in
      ranked.sortedLabels.withUnsafeBufferPointer { labels in
        var (positives, all, position) = (0, 0, labels.count)
        for group in (0..<ranked.order.groupCount).reversed() {
          let start = ranked.order.start(ofGroup: group)
          while position > start {
            position &-= 1
            let weight = Int(weights[Int(rows[position])])
            all &+= weight
            positives &+= weight &* Int(labels[position])
          }
          collect(Double(positives), Double(all &- positives))
        }
      }
    }
  }

  private static func cumulateTicks(
    _ ranked: RankedRows, _ weights: UnsafeBufferPointer<UInt8>,
    _ collect: (_ positives: Double, _ negatives: Double) -> Void
  ) {
    let (order, shift) = (ranked.order, ranked.rows.shift)
    var totals = (positives: Int128(0), negatives: Int128(0))
    for group in (0..<order.groupCount).reversed() {
      for row in order.rows(inGroup: group) {
        let weight = Int128(weights[Int(row)]) &* ranked.rows.tick(Int(row))
        if ranked.rows.labels[Int(row)] == 1 {
          totals.positives &+= weight
        } else {
          totals.negatives &+= weight
        }
      }
      collect(
        totals.positives.asDouble.scaled(by: -shift), totals.negatives.asDouble.scaled(by: -shift))
    }
  }
}

extension RankedCurve {
  /// How many distinct scores there are; the places go from 0 to this.
  var scores: Int { truePositives.count - 1 }

  /// The weight of all positives.
  var positives: Double { truePositives[scores] }
  /// The weight of all negatives.
  var negatives: Double { falsePositives[scores] }
  /// The weight of all rows.
  var total: Double { positives + negatives }

  /// The weight of a typical row: 1 unless rows have importance weights.
  var row: Double { ranked.rows.isImportance ? total / Double(ranked.count) : 1 }

  /// The weight of the rows that the i highest scores select.
  func selected(_ place: Int) -> Double { truePositives[place] + falsePositives[place] }

  /// The least of the i highest scores, a threshold that selects them; ∞ for none.
  func threshold(_ place: Int) -> Double {
    guard place > 0 else { return .infinity }
    return ranked.rows.values[Int(ranked.order.rows[ranked.order.start(ofGroup: scores - place)])]
  }

  /// The confusion matrix at a place of the curve; whole rows are assumed.
  func table(at place: Int) -> CellWeights {
    let (tp, fp) = (truePositives[place], falsePositives[place])
    let weights = [negatives - fp, fp, positives - tp, tp]
    return CellWeights(weights: weights, squares: weights)
  }

  /// The first place at which a condition holds that holds from there on; the last
  /// place if it never holds.
  func firstPlace(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, scores)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The weight of positives among the `weight` highest rows, the expected one over the orders of
  /// rows with equal scores.
  func truePositives(within weight: Double) -> Double {
    let place = firstPlace { selected($0) >= weight }
    guard place > 0, selected(place) > weight else { return truePositives[place] }
    let (before, size) = (selected(place - 1), selected(place) - selected(place - 1))
    let share = (weight - before) / size
    return truePositives[place - 1] + share * (truePositives[place] - truePositives[place - 1])
  }

  /// The share of positives among the rows near the `weight`-th highest: what the density ratio of
  /// the classes at an estimated threshold is made of.
  ///
  /// A uniform kernel on the ranks, of half-width n^(−1/5)/4 of the rows, less near the ends, with
  /// half a positive and half a negative row more.
  func localShare(around weight: Double) -> Double {
    let rows = total / row
    guard rows > 0 else { return 0.5 }
    let width = min(0.25 * pow(rows, -0.2) * total, weight, total - weight)
    let inside = truePositives(within: weight + width) - truePositives(within: weight - width)
    return (inside + row / 2) / (2 * width + row)
  }
}
