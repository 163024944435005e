public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The normal mixture's boundary: how far a mean of n rows with standard deviation 1 strays at any n.
///
/// Two-sided √(2(nρ² + 1)/(n²ρ²)·log(√(nρ² + 1)/α)), one-sided with log(1 + √(nρ² + 1)/(2α)); Robbins'
/// mixture with an estimated variance, an *asymptotic* confidence sequence: α holds in the limit of
/// many rows at the first look (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024,
/// arXiv:2103.06476, theorem 2.2 and proposition B.1). No width beats the fixed-sample interval; it
/// comes nearest at the planned count.
public struct NormalMixtureBoundary: Codable, Hashable, Sendable {
  /// The probability of ever missing the truth.
  public let alpha: Double
  public let sides: BoundedSides
  /// The mixture's scale: large is tight early, small is tight late.
  public let rho: Double

  /// A boundary that is tightest near `plannedCount` rows:
  /// ρ = √((−2 log a + log(−2 log a + 1))/n), a = α on two sides, 2α (at most ½) on one.
  public init(alpha: Double, sides: BoundedSides, plannedCount: Int) throws(SequentialError) {
    let alpha = try SequentialInput.alpha(alpha)
    let count = try SequentialInput.count(plannedCount, "plannedCount", atLeast: 1)
    let odds = -2 * log(sides == .both ? alpha : min(2 * alpha, 0.5))
    try self.init(
      alpha: alpha, sides: sides, rho: ((odds + log(odds + 1)) / Double(count)).squareRoot())
  }

  /// A boundary with a scale of one's own.
  public init(alpha: Double, sides: BoundedSides, rho: Double) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.sides = sides
    self.rho = try SequentialInput.number(rho, "rho", atLeast: 0, isOpen: true)
  }

  /// The radius for `count` rows of standard deviation 1; ∞ for none.
  public func radius(count: Double) -> Double {
    guard count > 0 else { return .infinity }
    let growth = count * rho * rho + 1
    let odds =
      sides == .both
      ? log(growth.squareRoot() / alpha) : log1p(growth.squareRoot() / (2 * alpha))
    return (2 * growth / (count * count * rho * rho) * odds).squareRoot()
  }

  /// Bounds, valid at any look, for a metric with an influence function: its estimate and standard
  /// error from `count` independent units; method `asymptotic-sequence`.
  ///
  /// Sound for a mean, for a mean of paired differences, and for every estimate θ̂ₙ = θ + mean of φ +
  /// rₙ whose remainder is o(√(log log n/n)) almost surely (ratios, weighted means, smooth
  /// functions of means, areas under curves), with √n·standardError consistent for the deviation of φ.
  /// With clusters the units are clusters: pass their number, with the standard error that sums
  /// influence within them. Undefined below `minimumCount` units, where no asymptotics hold, and
  /// without a positive standard error: an interval of no width would be a lie.
  public func bounds(
    estimate: Double, standardError: Double, count: Int, minimumCount: Int = 300
  ) throws(Undefined) -> SequentialBounds {
    guard count >= minimumCount else {
      throw Undefined(
        "\(count) rows are fewer than the \(minimumCount) that the sequence waits for")
    }
    guard estimate.isFinite, standardError.isFinite else {
      throw Undefined("the estimate or its standard error is not finite")
    }
    guard standardError > 0 else { throw Undefined("all values are equal so far") }
    let margin = standardError * Double(count).squareRoot() * radius(count: Double(count))
    return SequentialBounds(
      estimate: estimate,
      lower: sides == .upper ? -.infinity : estimate - margin,
      upper: sides == .lower ? .infinity : estimate + margin,
      alpha: alpha, method: "asymptotic-sequence")
  }
}
