public import VaglioFindings
public import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The squared maximum mean discrepancy of two samples under a Gaussian kernel, by random Fourier
/// features.
///
/// Rows are encoded to like scale, the bandwidth is the median distance of pooled rows, and the kernel is
/// that of ``Plan/features`` hashed frequencies (Rahimi and Recht 2007), which is a kernel of its own:
/// the estimate is unbiased for it (Gretton et al. 2012, jmlr.org/papers/v13/gretton12a.html, lemma
/// 6). The p-value of no difference is by permutation of up to ``Plan/mostPermutedRows`` rows, of more
/// by the null law Σλ(χ² − 1) with the moments of the pooled features' covariance. The interval holds
/// all discrepancies ‖d‖ with |‖d̂‖ − ‖d‖| ≤ q for the quantile q of ‖d̂ − d‖, which is right for small
/// and great ones alike, and too wide for great ones.
public struct MaximumMeanDiscrepancy: Sendable {
  /// How the discrepancy is found.
  public struct Plan: Hashable, Sendable {
    /// How many frequencies make the kernel.
    public var features = 128
    /// About the most rows of each sample; of more a hashed part is taken.
    public var mostRows = 20_000
    /// Up to so many rows in all the p-value is by permutation.
    public var mostPermutedRows = 1_000
    public var permutations = 999
    public var level = ConfidenceLevel.ninetyFivePercent
    public var seed: UInt64

    /// The standard plan under a seed.
    public init(seed: UInt64) { self.seed = seed }
  }

  /// The squared discrepancy; it may be below 0, as an unbiased estimate of 0 must.
  public let estimate: Estimate
  /// The one-sided p-value of no difference.
  public let pValue: Double
  /// How the p-value was found: `permutation` or `weighted-chi-squares`.
  public let method: String
  /// σ in exp(−‖x − y‖²/2σ²).
  public let bandwidth: Double
  /// How many rows of both samples were looked at.
  public let count: Int

  /// The discrepancy of two samples.
  ///
  /// - Throws: `Undefined` where no column varies or a sample has fewer than two rows.
  public init(_ joined: JoinedColumns, keys: [UInt64], plan: Plan) throws(Undefined) {
    precondition(keys.count == joined.count, "one key per row")
    guard joined.referenceCount > 1, joined.currentCount > 1 else {
      throw Undefined("a sample has fewer than two rows")
    }
    let parts = SampledParts(joined, keys: keys, seed: plan.seed, most: plan.mostRows)
    let rows = parts.reference + parts.current
    let encoding = try DenseEncoding(joined.columns, fittedTo: rows)
    let σ = try Self.medianDistance(encoding, rows, keys, plan.seed)
    let features = FourierFeatures(
      encoding, rows, count: plan.features, bandwidth: σ, seed: plan.seed)
    let n = parts.reference.count
    let discrepancy = Discrepancy(features, first: n)
    let law = WeightedChiSquares(covariance: features.pooledCovariance(first: n))
    let (m, all) = (Double(rows.count - n), Double(rows.count))
    if rows.count <= plan.mostPermutedRows {
      pValue = discrepancy.permutationP(
        keys: rows.map { keys[Int($0)] }, first: n, plan.permutations, seed: plan.seed)
      method = "permutation"
    } else {
      pValue = law.survival(law.sums.0 + discrepancy.unbiased * Double(n) * m / all)
      method = "weighted-chi-squares"
    }
    let noise = WeightedChiSquares(covariance: features.differenceCovariance(first: n))
    estimate = Estimate(
      discrepancy.unbiased,
      Uncertainty(at: plan.level) { level in
        guard let reach = noise.quantile(level.fraction)?.squareRoot() else { return nil }
        let length = discrepancy.plain.squareRoot()
        let (low, high) = (max(0, length - reach), length + reach)
        return Interval(
          lower: low * low, upper: high * high, level: level, method: "norm-ball"
        ).stretched(to: discrepancy.unbiased)
      })
    (bandwidth, count) = (σ, rows.count)
  }

  /// The median distance of pairs of about 400 rows.
  private static func medianDistance(
    _ encoding: DenseEncoding, _ rows: [Int32], _ keys: [UInt64], _ seed: UInt64
  ) throws(Undefined) -> Double {
    let sample = HashedSample(seed: ~seed, most: 400).rows(of: rows, keys: keys)
    let (matrix, width) = (encoding.matrix(sample), encoding.width)
    var squares: [Double] = []
    for first in sample.indices {
      for second in 0..<first {
        var sum = 0.0
        for place in 0..<width {
          let difference = matrix[first * width + place] - matrix[second * width + place]
          sum += difference * difference
        }
        squares.append(sum)
      }
    }
    squares = squares.filter { $0 > 0 }.sorted()
    guard !squares.isEmpty else { throw Undefined("all rows are alike") }
    return squares[squares.count / 2].squareRoot()
  }
}

/// Hashed parts of two samples, each in the order of its keys, so that sums come out the same whatever
/// the order of rows.
struct SampledParts {
  let reference: [Int32]
  let current: [Int32]

  init(_ joined: JoinedColumns, keys: [UInt64], seed: UInt64, most: Int) {
    let sample = HashedSample(seed: seed, most: most)
    func part(_ rows: Range<Int>) -> [Int32] {
      sample.rows(of: rows.map { Int32($0) }, keys: keys)
        .sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
    }
    reference = part(0..<joined.referenceCount)
    current = part(joined.referenceCount..<joined.count)
  }
}
