internal import VaglioStatistics

/// The area under the ROC curve and DeLong's variance of it, from one walk along the curve.
///
/// Twice the placement of a positive, the negatives that it beats with ties counted half, is a whole
/// number of ticks; so are the sums over all rows, which therefore know no order and no rounding
/// (Sun and Xu 2014, doi:10.1109/LSP.2014.2337313). Importance weights have too many ticks for sums
/// of squares; their area comes from an exact sum of doubles, their variance from the influence.
struct AreaMoments: Sendable {
  /// P(positive above negative) + ½P(equal).
  let area: Double
  /// S₁₀/m + S₀₁/n with the sample variances of the placements of positives and negatives; `nil` for
  /// importance weights, and where a class weighs one row or less.
  let variance: Double?

  /// - Precondition: both classes have weight.
  init(_ ranked: RankedRows) {
    let (m, n) = (ranked.positives, ranked.negatives)
    guard !ranked.rows.isImportance else {
      area = Self.weightedArea(ranked)
      variance = nil
      return
    }
    var (up, down) = (Sums(), Sums())
    var (positivesAbove, negativesBelow) = (m, Int128(0))
    ranked.forEachGroup { group in
      positivesAbove &-= group.positives
      up.add(2 &* negativesBelow &+ group.negatives, times: group.positives)
      down.add(2 &* positivesAbove &+ group.positives, times: group.negatives)
      negativesBelow &+= group.negatives
    }
    area = up.first.asDouble / (2 * m.asDouble * n.asDouble)
    variance =
      m > 1 && n > 1
      ? (up.variance(of: m, outOf: n) + down.variance(of: n, outOf: m)) : nil
  }

  private struct Sums {
    var first = Int128(0)
    var second = Int128(0)

    @inline(__always)
    mutating func add(_ placement: Int128, times weight: Int128) {
      guard weight > 0 else { return }
      first &+= placement &* weight
      second &+= placement &* placement &* weight
    }

    /// (Σd² − (Σd)²/k)/(k(k − 1)) over (2·others)², for k rows with doubled placements d.
    func variance(of k: Int128, outOf others: Int128) -> Double {
      let count = DoubleDouble(integer: k)
      let sum = DoubleDouble(integer: first)
      let spread = DoubleDouble(integer: second) - sum * sum / count
      let pairs = DoubleDouble(integer: 2 * others)
      return max(0, (spread / count / (count - DoubleDouble(1)) / pairs / pairs).value)
    }
  }

  private static func weightedArea(_ ranked: RankedRows) -> Double {
    var (below, pairs) = (Int128(0), ExactSum())
    ranked.forEachGroup { group in
      pairs.add(product: group.positives.asDouble, (2 * below + group.negatives).asDouble)
      below += group.negatives
    }
    return pairs.value / ranked.positives.asDouble / ranked.negatives.asDouble / 2
  }
}
