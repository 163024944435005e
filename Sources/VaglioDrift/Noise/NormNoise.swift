internal import VaglioStatistics

/// What chance adds to a distance d = ‖F − G‖ that is a norm (sup, L1): from simulated noise B of
/// the two samples, with bounds that hold whatever the distance is.
///
/// With d̂ = ‖μ + B‖ and ‖μ‖ = d:
/// - d̂ ≥ d + ℓ(B) for the functional ℓ that supports the norm at μ, which is normal with a standard
///   deviation of at most ``deviation`` = sup over all ℓ. So d ≤ d̂ + z·deviation covers for every μ.
/// - d̂ − d ≤ the derivative of the norm at μ + B in the direction B, by convexity. Where the sign of
///   F − G is beyond doubt the derivative takes B with that sign, elsewhere |B| (Fang and Santos 2019,
///   doi:10.1093/restud/rdy049). Its quantiles are those of ``excess``: those of ‖B‖ at the null,
///   and a normal's far from it.
/// - Beyond the quantile at z = 2 they are held to grow by one `deviation` per unit of z, which is
///   the most that they can (Ehrhard 1983, doi:10.7146/math.scand.a-12035; Borell 1975).
struct NormNoise: Hashable, Sendable {
  /// ‖B‖ in each replicate, ascending.
  private let null: [Double]
  /// The derivative in each replicate, ascending.
  private let excess: [Double]
  /// The greatest standard deviation of a functional of norm 1.
  let deviation: Double

  /// Noise of replicates.
  init(null: [Double], excess: [Double], deviation: Double) {
    (self.null, self.excess, self.deviation) = (null.sorted(), excess.sorted(), deviation)
  }

  /// Noise whose mean is known: it exceeds that by z deviations with probability at most Φ(−z)
  /// (Tsirelson, Ibragimov and Sudakov 1976, doi:10.1007/BFb0077482).
  init(expected null: Double, excess: Double, deviation: Double) {
    func spread(_ mean: Double) -> [Double] {
      (1...999).map { mean + Normal.quantile(Double($0) / 1000) * deviation }
    }
    self.init(null: spread(null), excess: spread(excess), deviation: deviation)
  }

  /// The last deviate up to which replicates are counted: 45 of 1,999 lie beyond.
  private static let reach = 2.0

  /// The interval of a distance at the two-sided level of a normal deviate, within 0...`most`.
  func bounds(
    _ distance: Double, deviate z: Double, most: Double
  ) -> (lower: Double, upper: Double) {
    let lower = max(0, distance - Self.quantile(excess, z, deviation))
    return (min(lower, distance), max(distance, min(most, distance + z * deviation)))
  }

  /// The distance less what chance adds to it in the middle; never negative.
  func corrected(_ distance: Double) -> Double {
    min(distance, max(0, distance - Self.quantile(excess, 0, deviation)))
  }

  /// P(‖B‖ ≥ distance), never below 1/(replicates + 1) unless the tail's bound is smaller.
  func pValue(_ distance: Double) -> Double {
    let beyond = null.count - Self.firstIndex(in: null, notBelow: distance)
    let counted = Double(beyond + 1) / Double(null.count + 1)
    guard beyond < 10, deviation > 0 else { return counted }
    let edge = Self.quantile(null, Self.reach, deviation)
    return min(counted, Normal.survival(Self.reach + (distance - edge) / deviation))
  }

  private static func quantile(_ values: [Double], _ z: Double, _ deviation: Double) -> Double {
    let place = Normal.cdf(min(z, reach)) * Double(values.count + 1) - 1
    let low = min(max(0, Int(place)), values.count - 1)
    let high = min(low + 1, values.count - 1)
    let inside = values[low] + (values[high] - values[low]) * min(1, max(0, place - Double(low)))
    return inside + max(0, z - reach) * deviation
  }

  private static func firstIndex(in values: [Double], notBelow value: Double) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
