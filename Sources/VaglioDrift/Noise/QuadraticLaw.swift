internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The distribution of a squared distance between two samples whose distributions are λ ≥ 0 apart:
/// its first three cumulants, the second and the third linear in λ.
///
/// ‖μ + B‖² for Gaussian noise B and ‖μ‖² = λ has the cumulants tr C + λ, 2 tr C² + 4 μᵀCμ and
/// 8 tr C³ + 24 μᵀC²μ; a χ²ₖ(λ/κ) times κ has k = tr C/κ. Probabilities come from the shifted gamma
/// with these cumulants (Pearson 1959, doi:10.1093/biomet/46.3-4.364; Imhof 1961,
/// doi:10.1093/biomet/48.3-4.419), which is exact for χ²ₖ and within 0.002 near the tails that decide.
struct QuadraticLaw: Hashable, Sendable {
  /// The mean at λ = 0.
  let mean: Double
  /// The variance at λ = 0, and its slope.
  let variance: Double
  let varianceSlope: Double
  /// The third cumulant at λ = 0, and its slope.
  let third: Double
  let thirdSlope: Double
  /// The greatest slope of the variance in any direction of μ.
  let steepest: Double

  /// κ·χ²ₖ at λ = 0. Away from it the variance grows by 4κ·inflation·λ.
  init(chiSquared degrees: Double, scale: Double, inflation: Double) {
    (mean, variance) = (scale * degrees, 2 * scale * scale * degrees)
    third = 8 * scale * scale * scale * degrees
    varianceSlope = 4 * scale * inflation
    thirdSlope = 24 * scale * scale * inflation * inflation
    steepest = varianceSlope
  }

  /// ‖B‖² at the null in the norm of weights `w`, and ‖μ + B‖² for μ in the direction of the
  /// difference seen.
  init(null: BridgeCovariance, _ covariance: BridgeCovariance, weights: [Double]) {
    var (first, second, third) = (0.0, 0.0, 0.0)
    for node in 0..<null.count where weights[node] > 0 {
      let row = null.row(node)
      let weighted = zip(row, weights).map { $0 * $1 }
      let again = null.times(weighted)
      first += weights[node] * row[node]
      var (square, cube) = (0.0, 0.0)
      for other in 0..<row.count {
        square += weighted[other] * row[other]
        cube += weighted[other] * again[other]
      }
      second += weights[node] * square
      third += weights[node] * cube
    }
    let difference = covariance.difference
    let moved = covariance.times(zip(difference, weights).map { $0 * $1 })
    var (size, along, twice) = (0.0, 0.0, 0.0)
    for node in 0..<covariance.count {
      size += weights[node] * difference[node] * difference[node]
      along += weights[node] * difference[node] * moved[node]
      twice += weights[node] * moved[node] * moved[node]
    }
    (mean, variance, self.third) = (first, 2 * second, 8 * third)
    varianceSlope = size > 0 ? 4 * along / size : 0
    thirdSlope = size > 0 ? 24 * twice / size : 0
    steepest = 4 * null.greatestEigenvalue(weights)
  }

  private init(_ law: QuadraticLaw, varianceSlope: Double, thirdSlope: Double) {
    (mean, variance, third) = (law.mean, law.variance, law.third)
    (self.varianceSlope, self.thirdSlope, steepest) = (varianceSlope, thirdSlope, law.steepest)
  }

  /// The law for an upper bound: the direction of what was seen tells little of that of μ where noise
  /// has much of x, and an x that is small by chance lies in directions of little noise. There the
  /// steepest slope stands in.
  private func cautious(_ x: Double) -> QuadraticLaw {
    guard steepest > varianceSlope, x > 0 else { return self }
    let part = min(1, 1.5 * (mean / x).squareRoot())
    return QuadraticLaw(
      self, varianceSlope: (1 - part) * varianceSlope + part * steepest,
      thirdSlope: (1 - part) * thirdSlope + part * 1.5 * steepest * steepest)
  }

  /// P(X > x) at λ.
  func survival(_ x: Double, at λ: Double) -> Double { 1 - cdf(x, at: λ) }

  /// P(X > x) of two samples of one distribution.
  func pValue(_ x: Double) -> Double {
    guard variance > 0, third > 0 else { return 1 }
    let degrees = 8 * variance * variance * variance / (third * third)
    guard degrees > 0, degrees.isFinite else { return 1 }
    let place = degrees + (x - mean) * (2 * degrees / variance).squareRoot()
    return (try? ChiSquared(degreesOfFreedom: degrees).survival(place)) ?? 1
  }

  private func cdf(_ x: Double, at λ: Double) -> Double {
    let (spread, skew) = (variance + varianceSlope * λ, third + thirdSlope * λ)
    guard spread > 0, skew > 0 else { return x >= mean + λ ? 1 : 0 }
    let degrees = 8 * spread * spread * spread / (skew * skew)
    guard degrees > 0, degrees.isFinite else { return x >= mean + λ ? 1 : 0 }
    let place = degrees + (x - mean - λ) * (2 * degrees / spread).squareRoot()
    return (try? ChiSquared(degreesOfFreedom: degrees).cdf(place)) ?? 0
  }

  /// The λ that fit x at the two-sided level of a normal deviate z.
  ///
  /// The lower end is where P(X > x) = Φ(−z), 0 where no λ ≥ 0 is that small. The upper end is where
  /// P(X ≤ x) = Φ(−z); an x below the mean at λ = 0 counts as that mean there, so that an unusually
  /// small distance is not taken for proof that there is none.
  func bounds(_ x: Double, deviate z: Double) -> (lower: Double, upper: Double) {
    let tail = Normal.survival(z)
    let held = max(x, mean)
    let step = max(held, (variance + varianceSlope * held).squareRoot())
    let cautious = cautious(x)
    let upper = root(above: step) { tail - cautious.cdf(held, at: $0) }
    guard pValue(x) < tail else { return (0, upper) }
    let lower = root(above: step) { (1 - tail) - cdf(x, at: $0) }
    return (min(lower, upper), upper)
  }

  /// Where a function that rises from below 0 crosses it.
  private func root(above start: Double, _ function: (Double) -> Double) -> Double {
    var high = max(start, .leastNormalMagnitude)
    while function(high) < 0, high < 1e300 { high *= 2 }
    return BrentRoot.between(0, high, function) ?? 0
  }
}
