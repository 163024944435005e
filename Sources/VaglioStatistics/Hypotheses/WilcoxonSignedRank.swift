public import VaglioFindings

/// Wilcoxon's signed-rank test that differences are symmetric about zero.
///
/// Wilcoxon 1945, doi:10.2307/3001968. It speaks of the pseudomedian, not of the mean.
public enum WilcoxonSignedRank {
  /// What becomes of differences that are zero.
  public enum ZeroRule: Hashable, Sendable {
    /// They are left out before ranking (Wilcoxon; scipy's `wilcox`).
    case leftOut
    /// They are ranked and then left out (Pratt 1959, doi:10.1080/01621459.1959.10501526).
    case rankedThenLeftOut
  }

  /// The sums of the ranks of |difference|, ties sharing their mean rank, and the normal p-value.
  public struct Outcome: Hashable, Sendable {
    /// V, the sum of the ranks of positive differences.
    public let positiveRanks: Double
    public let negativeRanks: Double
    /// The two-sided p-value of the normal approximation with tie correction, no continuity
    /// correction.
    public let pValue: Double
    /// The smaller rank sum, which scipy reports.
    public var statistic: Double { min(positiveRanks, negativeRanks) }
  }

  /// The test of `differences`, none of them NaN.
  ///
  /// - Throws: `Undefined` when every difference is zero.
  public static func test(
    _ differences: [Double], zeros: ZeroRule = .leftOut
  ) throws(Undefined) -> Outcome {
    let kept = zeros == .leftOut ? differences.filter { $0 != 0 } : differences
    guard kept.contains(where: { $0 != 0 }) else { throw Undefined("every difference is zero") }
    let order = ScoreOrder(kept.map(abs))
    var tally = Tally()
    for group in 0..<order.groupCount {
      tally.add(
        order.rows(inGroup: group).map { kept[Int($0)] }, above: order.start(ofGroup: group))
    }
    let zeroCount = Double(kept.count { $0 == 0 })
    return tally.outcome(count: Double(kept.count), zeroCount: zeroCount)
  }

  /// Rank sums, doubled so that they stay integers, and Σ(t³ − t) over the ties.
  private struct Tally {
    var doubledPositive = 0.0
    var doubledNegative = 0.0
    var ties = 0.0

    mutating func add(_ differences: [Double], above start: Int) {
      guard let first = differences.first, first != 0 else { return }
      let size = Double(differences.count)
      let doubledRank = 2 * Double(start) + size + 1
      doubledPositive += doubledRank * Double(differences.count { $0 > 0 })
      doubledNegative += doubledRank * Double(differences.count { $0 < 0 })
      ties += size * size * size - size
    }

    /// Under the null hypothesis V has mean Σr/2 and variance Σr²/4 over the ranks kept.
    func outcome(count n: Double, zeroCount z: Double) -> Outcome {
      let (positive, negative) = (doubledPositive / 2, doubledNegative / 2)
      let mean = (n * (n + 1) - z * (z + 1)) / 4
      let untied = n * (n + 1) * (2 * n + 1) - z * (z + 1) * (2 * z + 1)
      let deviation = ((untied - ties / 2) / 24).squareRoot()
      let p = deviation > 0 ? Normal.twoSidedP((positive - mean) / deviation) : 1
      return Outcome(positiveRanks: positive, negativeRanks: negative, pValue: p)
    }
  }
}
