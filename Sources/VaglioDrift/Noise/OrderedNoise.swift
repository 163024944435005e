#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The noise of the Kolmogorov–Smirnov and the Wasserstein distance between two samples of numbers.
struct OrderedNoise: Sendable {
  let kolmogorovSmirnov: NormNoise
  /// Absent where a value is infinite or there is one value only.
  let wasserstein: NormNoise?

  /// How many standard errors |F − G| lies from 0 where its sign is taken for certain.
  static let certainty = 3.0

  /// Simulates the difference of the two empirical distribution functions on cells of at least two.
  init(
    _ cells: RankCells, _ shares: SampledShares, _ covariance: BridgeCovariance,
    _ draws: NormalDraws
  ) {
    let signs = Self.signs(covariance)
    let near = Self.contact(covariance)
    var (ks, ksExcess, w1, w1Excess) = ([Double](), [Double](), [Double](), [Double]())
    let bridge = BridgeDraw(shares)
    let hasWidths = !cells.widths.isEmpty
    let nodes = covariance.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, shares.count)) { noise in
      draws.forEach { first, second in
        bridge.fill(noise, first, second)
        var (top, nearTop, area, nearArea) = (0.0, -Double.infinity, 0.0, 0.0)
        for node in 0..<nodes {
          let value = noise[node]
          let size = value.magnitude
          let signed = signs[node] == 0 ? size : signs[node] * value
          top = max(top, size)
          if near[node] { nearTop = max(nearTop, signed) }
          if hasWidths {
            area += cells.widths[node] * size
            nearArea += cells.widths[node] * signed
          }
        }
        ks.append(top)
        ksExcess.append(nearTop)
        w1.append(area)
        w1Excess.append(nearArea)
      }
    }
    let greatest = (0..<nodes).reduce(0) { max($0, covariance.variance($1)) }.squareRoot()
    kolmogorovSmirnov = NormNoise(null: ks, excess: ksExcess, deviation: greatest)
    wasserstein =
      hasWidths
      ? NormNoise(
        null: w1, excess: w1Excess, deviation: Self.spread(covariance, cells.widths)) : nil
  }

  /// The standard deviation of ∫B dx, the greatest of all ∫s·B dx with |s| ≤ 1, as all covariances
  /// are positive.
  private static func spread(_ covariance: BridgeCovariance, _ widths: [Double]) -> Double {
    zip(covariance.times(widths), widths).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
  }

  /// The sign of F − G where it is certain, else 0.
  private static func signs(_ covariance: BridgeCovariance) -> [Double] {
    covariance.difference.indices.map { node in
      let (value, spread) = (covariance.difference[node], covariance.variance(node).squareRoot())
      return value.magnitude > certainty * spread ? (value > 0 ? 1 : -1) : 0
    }
  }

  /// The nodes where |F − G| may be greatest: within twice the 99 % quantile of the noise.
  private static func contact(_ covariance: BridgeCovariance) -> [Bool] {
    let greatest = covariance.difference.reduce(0) { max($0, $1.magnitude) }
    let spread = covariance.difference.indices.reduce(0) { max($0, covariance.variance($1)) }
    // 1.63 is that quantile of the Kolmogorov distribution, whose deviation at the middle is 1/2.
    let reach = 2 * 1.63 * 2 * spread.squareRoot()
    return covariance.difference.map { $0.magnitude >= greatest - reach }
  }
}

/// Draws of the difference of two empirical distribution functions around the true one.
struct BridgeDraw: Sendable {
  private let first: [(share: Double, root: Double)]
  private let second: [(share: Double, root: Double)]
  private let factors: (first: Double, second: Double)

  /// The noise of the samples behind the shares.
  init(_ shares: SampledShares) {
    first = shares.reference.map { ($0, $0.squareRoot()) }
    second = shares.current.map { ($0, $0.squareRoot()) }
    factors = (shares.referenceFactor.squareRoot(), shares.currentFactor.squareRoot())
  }

  /// Fills in the noise of F − G at the end of each cell: √p·ξ − p·Σ√p·ξ is a multinomial's.
  @inline(__always)
  func fill(
    _ noise: UnsafeMutableBufferPointer<Double>, _ ξ: UnsafePointer<Float>,
    _ η: UnsafePointer<Float>
  ) {
    fillCells(noise, ξ, η)
    var sum = 0.0
    for cell in 0..<first.count {
      sum += noise[cell]
      noise[cell] = sum
    }
  }

  /// Fills in the noise of p − q of each cell.
  @inline(__always)
  func fillCells(
    _ noise: UnsafeMutableBufferPointer<Double>, _ ξ: UnsafePointer<Float>,
    _ η: UnsafePointer<Float>
  ) {
    var (left, right) = (0.0, 0.0)
    for cell in 0..<first.count {
      left += first[cell].root * Double(ξ[cell])
      right += second[cell].root * Double(η[cell])
    }
    for cell in 0..<first.count {
      noise[cell] =
        (first[cell].root * Double(ξ[cell]) - first[cell].share * left) * factors.first
        - (second[cell].root * Double(η[cell]) - second[cell].share * right) * factors.second
    }
  }
}
