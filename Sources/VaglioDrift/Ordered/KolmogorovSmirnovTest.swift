internal import VaglioStatistics

/// The p-value of the two-sample Kolmogorov–Smirnov test.
struct KolmogorovSmirnovTest: Hashable, Sendable {
  /// How the p-value was found: `ks-exact`, `ks-asymptotic` or `ks-simulated`.
  let method: String
  let pValue: Double

  /// The exact p-value where n·m ≤ 4·10⁶: the share of all ways to part the pooled sample whose
  /// distance is at least the one seen, ties as they are (Schröer and Trenkler 1995,
  /// doi:10.1016/0167-9473(94)00040-P). Beyond, Kolmogorov's distribution for nm/(n + m) numbers
  /// unless a single value holds more than a hundredth of the pooled rows; then `simulated`.
  init(_ pair: TiedPair, distance: Double, simulated: () -> Double) {
    let (n, m) = (pair.referenceCount, pair.currentCount)
    if n * m <= 4_000_000 {
      (method, pValue) = ("ks-exact", Self.exact(pair, distance))
    } else if Self.largestTie(pair) <= pair.pooledCount / 100 {
      let count = Int((Double(n) / Double(n + m) * Double(m)).rounded())
      let upper = KolmogorovDistribution(count: max(1, count)).survival(distance)
      (method, pValue) = ("ks-asymptotic", min(1, max(0, upper)))
    } else {
      (method, pValue) = ("ks-simulated", simulated())
    }
  }

  private static func largestTie(_ pair: TiedPair) -> Int {
    zip(pair.reference, pair.current).reduce(0) { max($0, Int($1.0) + Int($1.1)) }
  }

  /// P(D ≥ distance) over the lattice of pooled orders: cell (i, j) holds the share of all paths to
  /// it that have touched the boundary, i·m − j·n being looked at only where a tie ends.
  private static func exact(_ pair: TiedPair, _ distance: Double) -> Double {
    let (n, m) = (pair.referenceCount, pair.currentCount)
    let limit = Int((distance * Double(n * m)).rounded())
    guard limit > 0 else { return 1 }
    var isEnd = [Bool](repeating: false, count: n + m + 1)
    var seen = 0
    for place in pair.values.indices {
      seen += Int(pair.reference[place]) + Int(pair.current[place])
      isEnd[seen] = true
    }
    return isEnd.withUnsafeBufferPointer { touched(n, m, limit, $0) }
  }

  /// The share of paths that touch, row after row: a path to (i, j) came from (i − 1, j) with
  /// probability i/(i + j).
  private static func touched(
    _ n: Int, _ m: Int, _ limit: Int, _ isEnd: UnsafeBufferPointer<Bool>
  ) -> Double {
    var shares = [Double](repeating: 0, count: m + 1)
    return shares.withUnsafeMutableBufferPointer { shares in
      for i in 0...n {
        for j in 0...m where i + j > 0 {
          if isEnd[i &+ j], (i &* m &- j &* n).magnitude >= limit {
            shares[j] = 1
          } else if i == 0 {
            shares[j] = shares[j &- 1]
          } else if j > 0 {
            let part = Double(i) / Double(i &+ j)
            shares[j] = part * shares[j] + (1 - part) * shares[j &- 1]
          }
        }
      }
      return min(1, shares[m])
    }
  }
}
