/// The non-decreasing means that are nearest to given ones in weighted least squares, and under every
/// other proper score of a probability: the pool adjacent violators algorithm.
///
/// Groups come in ascending order of what the means must not fall over, with ties already pooled: of
/// each the sum of its values, weighted, and its weight. Neighbours whose means do not rise become
/// one block, so that block means ascend strictly. O(groups). Ayer et al. 1955,
/// doi:10.1214/aoms/1177728423.
public struct IsotonicRegression: Hashable, Sendable {
  /// Where each block ends in the groups, ascending; the last is the number of groups.
  public let ends: [Int32]
  /// The sum of each block.
  public let sums: [Double]
  /// The weight of each block.
  public let weights: [Double]

  /// Groups of rows that count once each: how many are positive, of how many. Exact.
  ///
  /// - Precondition: as many totals as positives, every one above 0, and all together below 2⁵³.
  public init(positives: [Int64], totals: [Int64]) {
    let all = totals.reduce(0, &+)
    precondition(all < 1 << 53, "too many rows to be counted in a double")
    // Means are compared by cross products; below 2³¹ rows these fit a word.
    if all < 1 << 31 {
      (ends, sums, weights) = Self.pooled(positives, totals) { a, b, c, d in a &* d >= c &* b }
    } else {
      (ends, sums, weights) = Self.pooled(positives, totals) { a, b, c, d in
        a.multipliedFullWidth(by: d) >= c.multipliedFullWidth(by: b)
      }
    }
  }

  /// Groups of any values and weights.
  ///
  /// - Precondition: as many weights as sums, finite, every weight above 0.
  public init(sums: [Double], weights: [Double]) {
    (ends, self.sums, self.weights) = Self.pooled(sums, weights) { a, b, c, d in a * d >= c * b }
  }

  /// The mean of each block, ascending.
  public var values: [Double] { zip(sums, weights).map { $0 / $1 } }

  /// The mean of each group's block.
  public var fitted: [Double] {
    var fitted: [Double] = []
    fitted.reserveCapacity(Int(ends.last ?? 0))
    for (end, value) in zip(ends, values) {
      while fitted.count < Int(end) { fitted.append(value) }
    }
    return fitted
  }

  /// Pools groups; `isAtLeast(a, b, c, d)` says whether a/b ≥ c/d.
  @inline(__always)
  private static func pooled<Number: PoolableNumber>(
    _ sums: [Number], _ weights: [Number], _ isAtLeast: (Number, Number, Number, Number) -> Bool
  ) -> (ends: [Int32], sums: [Double], weights: [Double]) {
    precondition(sums.count == weights.count, "one weight per group")
    precondition(sums.count <= Int(Int32.max), "more groups than can be numbered")
    var (ends, blockSums, blockWeights) = ([Int32](), [Number](), [Number]())
    for group in sums.indices {
      var (sum, weight) = (sums[group], weights[group])
      precondition(weight > 0, "a group has no weight")
      while let last = blockSums.last, let lastWeight = blockWeights.last,
        isAtLeast(last, lastWeight, sum, weight)
      {
        sum += blockSums.removeLast()
        weight += blockWeights.removeLast()
        ends.removeLast()
      }
      blockSums.append(sum)
      blockWeights.append(weight)
      ends.append(Int32(truncatingIfNeeded: group &+ 1))
    }
    return (ends, blockSums.map(\.number), blockWeights.map(\.number))
  }
}

/// A number that sums of groups are held in.
private protocol PoolableNumber: Comparable, AdditiveArithmetic, ExpressibleByIntegerLiteral {
  var number: Double { get }
}

extension Int64: PoolableNumber {
  fileprivate var number: Double { Double(self) }
}

extension Double: PoolableNumber {
  fileprivate var number: Double { self }
}
