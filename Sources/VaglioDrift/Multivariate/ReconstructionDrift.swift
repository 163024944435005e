public import VaglioFindings
public import VaglioStatistics

/// How much worse current rows than reference rows are rebuilt from the principal components of the
/// reference: rows whose columns no longer hang together as they did.
///
/// Rows are encoded to like scale; the components that carry ``Plan/explained`` of the variance are
/// kept; a row's error is the length of what they leave over. A row is never judged by components that it
/// had a part in: the reference is halved by hash, each half is judged by the other's components, and a
/// current row by the mean of both. The interval of current less reference mean error is Welch's.
public struct ReconstructionDrift: Sendable {
  /// How the errors are found.
  public struct Plan: Hashable, Sendable {
    /// The share of variance that the components carry at least.
    public var explained = 0.65
    /// About the most rows of each sample; of more a hashed part is taken.
    public var mostRows = 100_000
    public var level = ConfidenceLevel.ninetyFivePercent
    public var seed: UInt64

    /// The standard plan under a seed.
    public init(seed: UInt64) { self.seed = seed }
  }

  public let referenceError: Double
  public let currentError: Double
  /// Current less reference mean error, with Welch's interval.
  public let difference: Estimate
  /// The two-sided p-value of no difference.
  public let pValue: Double
  /// How many components the two halves keep.
  public let components: [Int]
  /// How many rows of both samples were looked at.
  public let count: Int

  /// The errors of two samples.
  ///
  /// - Throws: `Undefined` where no column varies, a half of the reference has fewer than ten rows, or
  ///   the current data fewer than two.
  public init(_ joined: JoinedColumns, keys: [UInt64], plan: Plan) throws(Undefined) {
    precondition(keys.count == joined.count, "one key per row")
    let parts = SampledParts(joined, keys: keys, seed: plan.seed, most: plan.mostRows)
    let folds = HashedFolds(count: 2, seed: plan.seed)
    let halves = (0..<2).map { half in
      parts.reference.filter { folds.fold(ofKey: keys[Int($0)]) == half }
    }
    guard halves.allSatisfy({ $0.count >= 10 }), parts.current.count > 1 else {
      throw Undefined("there are too few rows to find principal components from")
    }
    var (ofReference, components) = ([Double](), [Int]())
    var ofCurrent = [Double](repeating: 0, count: parts.current.count)
    for half in 0..<2 {
      let space = try PrincipalSpace(joined.columns, halves[half], explained: plan.explained)
      ofReference += space.errors(of: halves[1 - half])
      for (row, error) in space.errors(of: parts.current).enumerated() {
        ofCurrent[row] += error / 2
      }
      components.append(space.components.count)
    }
    let (one, two) = (Moments(ofReference), Moments(ofCurrent))
    (referenceError, currentError) = (one.mean, two.mean)
    let (value, variance) = (two.mean - one.mean, one.variance + two.variance)
    let freedom =
      variance * variance
      / (one.variance * one.variance / (one.count - 1)
        + two.variance * two.variance / (two.count - 1))
    difference = Estimate(
      value,
      Uncertainty(at: plan.level) { level in
        guard variance > 0 else { return nil }
        return MeanInterval.t(
          mean: value, standardError: variance.squareRoot(), degreesOfFreedom: freedom,
          level: level, method: "welch")
      })
    pValue =
      variance > 0
      ? StudentT(degreesOfFreedom: freedom).twoSidedP(value / variance.squareRoot()) : 1
    (self.components, count) = (components, parts.reference.count + parts.current.count)
  }

  /// The mean of some numbers, and its variance.
  private struct Moments {
    let count: Double
    let mean: Double
    let variance: Double

    init(_ values: [Double]) {
      let (count, mean) = (Double(values.count), ExactSum(values).value / Double(values.count))
      let squares = ExactSum(values.map { ($0 - mean) * ($0 - mean) }).value
      (self.count, self.mean, variance) = (count, mean, squares / (count - 1) / count)
    }
  }
}

/// The principal components of some rows.
struct PrincipalSpace {
  private let encoding: DenseEncoding
  /// Of length 1 each.
  let components: [[Double]]

  init(_ columns: [LearnerColumn], _ rows: [Int32], explained: Double) throws(Undefined) {
    encoding = try DenseEncoding(columns, fittedTo: rows)
    let eigen = JacobiEigen(Self.covariance(encoding, rows))
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    var (kept, sum) = ([[Double]](), 0.0)
    for (value, vector) in zip(eigen.values, eigen.vectors) where sum < explained * total {
      kept.append(vector)
      sum += value
    }
    components = kept
  }

  /// Encoded rows have mean 0 already, but for missing numbers.
  private static func covariance(_ encoding: DenseEncoding, _ rows: [Int32]) -> [[Double]] {
    let width = encoding.width
    var sums = [Double](repeating: 0, count: width * width)
    sums.withUnsafeMutableBufferPointer { sums in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { numbers in
        for row in rows {
          encoding.write(row, into: numbers)
          for first in 0..<width {
            let left = numbers[first]
            for second in 0...first { sums[first &* width &+ second] += left * numbers[second] }
          }
        }
      }
    }
    return (0..<width).map { first in
      (0..<width).map { second in
        sums[max(first, second) * width + min(first, second)] / Double(rows.count)
      }
    }
  }

  /// The length of what the components leave over of each row.
  func errors(of rows: [Int32]) -> [Double] {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: encoding.width) { numbers in
      rows.map { row in
        encoding.write(row, into: numbers)
        var square = numbers.reduce(0) { $0 + $1 * $1 }
        for component in components {
          var product = 0.0
          for place in 0..<encoding.width { product += component[place] * numbers[place] }
          square -= product * product
        }
        return max(0, square).squareRoot()
      }
    }
  }
}
