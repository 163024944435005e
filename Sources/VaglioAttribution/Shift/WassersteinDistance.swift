internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The Wasserstein-1 distance between the distributions of two numbers that the same rows have, with an
/// interval.
///
/// It is ∫|D(x)|dx with D = F − G, the difference of the distribution functions. Noise of rows makes |D̂|
/// too great on average, where F and G hardly differ above all, so that equal distributions have a
/// distance well above 0. At each x that excess is taken off, D̂ being nearly normal (``FoldedNormal``);
/// what that leaves at most on either side widens the interval. The standard error is that of the
/// mean over rows of S(y) − S(x), with S the integral of sign D̂, which is the distance itself
/// (Kantorovich's potential; its influence function where D has no zeros but single ones).
///
/// In simulation with 50 and 200 rows, intervals of 95 % hold the truth in 90 to 99.5 %, and in 98 to 99.5 %
/// where both distributions are the same; percentiles of a bootstrap never hold that 0, and basic
/// bootstrap intervals in 53 to 85 %, the distance having a corner there.
public struct WassersteinDistance: Hashable, Sendable {
  /// The distance between the samples.
  public let value: Double
  /// The distance less what noise adds to it, with its error and what the correction may leave.
  public let corrected: RowMean

  /// The distance between two numbers of each row.
  ///
  /// O(n log n).
  ///
  /// - Precondition: two finite numbers for each row of the design.
  init(_ first: [Double], _ second: [Double], _ design: RowDesign) {
    precondition(first.count == design.count && second.count == design.count, "one number per row")
    value = Wasserstein.distance(first, second, weights: design.weights)
    var steps = DistributionSteps(first, second, design)
    var (distance, above, below) = (0.0, 0.0, 0.0)
    var potential = 0.0
    var gains = [Double](repeating: 0, count: design.count)
    for index in steps.count > 0 ? 0..<steps.count : 0..<0 {
      let (row, sign, gap) = steps.take(index)
      gains[row] -= sign * potential
      guard gap > 0 else { continue }
      let (difference, error) = (steps.difference, steps.error)
      distance += FoldedNormal.magnitude(difference, error) * gap
      let residual = FoldedNormal.residual(difference, error)
      above += residual.above * gap
      below += residual.below * gap
      potential += difference > 0 ? gap : difference < 0 ? -gap : 0
    }
    let mean = design.mean(of: gains)
    corrected = RowMean(
      value: max(0, distance), influences: gains.map { $0 - mean }, design, excess: above,
      shortfall: below)
  }

  /// The interval, which does not reach below 0 and holds ``value``; `nil` for one independent row, and
  /// where neither distribution varies. Where the samples are the same numbers in other rows it is what
  /// the correction may leave.
  public func interval(level: ConfidenceLevel) -> Interval? {
    let bounds = corrected.interval(level: level, prefix: "corrected-").map { ($0.lower, $0.upper) }
    let left =
      corrected.shortfall > 0
      ? (corrected.value - corrected.excess, corrected.value + corrected.shortfall) : nil
    return (bounds ?? left).map { lower, upper in
      Interval(
        lower: max(0, lower), upper: max(0, upper), level: level,
        method: "corrected-" + corrected.method
      ).stretched(to: value)
    }
  }
}

/// The difference of two distribution functions, step by step in ascending order of all values.
private struct DistributionSteps {
  private let order: [(value: Double, sign: Double, weight: Double, row: Int)]
  private let units: [Int]
  private let isFrequency: Bool
  private let total: Double
  private let parts: Double
  /// Of each independent part its Σw, and its Σw(1{first ≤ x} − 1{second ≤ x}).
  private var own: (totals: [Double], sums: [Double])
  /// Σ over the parts of the squares of these sums, of their products with Σw, and of (Σw)².
  private var (squares, products): (Double, Double)
  private let totalSquares: Double
  private(set) var difference = 0.0

  var count: Int { order.count }

  init(_ first: [Double], _ second: [Double], _ design: RowDesign) {
    let weights = design.weights ?? [Double](repeating: 1, count: design.count)
    order = [(first, 1.0), (second, -1)].flatMap { values, sign in
      values.indices.map { (values[$0], sign, weights[$0], $0) }
    }.sorted { ($0.value, $0.sign, $0.weight, $0.row) < ($1.value, $1.sign, $1.weight, $1.row) }
    units = design.rows.clusters.map { $0.map(Int.init) } ?? Array(0..<design.count)
    isFrequency = design.rows.clusters == nil && design.rows.weights?.kind == .frequency
    (total, parts) = (design.rows.totalWeight, design.parts)
    var totals = [Double](repeating: 0, count: (units.max() ?? -1) + 1)
    for (row, unit) in units.enumerated() { totals[unit] += isFrequency ? 1 : weights[row] }
    totalSquares = isFrequency ? total : totals.reduce(0) { $0 + $1 * $1 }
    own = (totals, totals.map { _ in 0 })
    (squares, products) = (0, 0)
  }

  /// Passes a value: whose it is, 1 for the first number and −1 for the second, and how far it is to the
  /// next one.
  mutating func take(_ index: Int) -> (row: Int, sign: Double, gap: Double) {
    let (value, sign, weight, row) = order[index]
    let unit = units[row]
    let (before, step) = (own.sums[unit], isFrequency ? sign : sign * weight)
    own.sums[unit] = before + step
    // A row of frequency w is w parts.
    let times = isFrequency ? weight : 1
    squares += times * (own.sums[unit] * own.sums[unit] - before * before)
    products += times * step * own.totals[unit]
    difference += sign * weight / total
    let next = index + 1 < order.count ? order[index + 1].value : value
    return (row, sign, next - value)
  }

  /// The standard error of the difference here.
  var error: Double {
    guard parts > 1 else { return 0 }
    let sum = squares - 2 * difference * products + difference * difference * totalSquares
    return (max(0, sum) * parts / (parts - 1)).squareRoot() / total
  }
}
