#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The distribution of a count as a table, from which hashed words draw.
///
/// The table holds the cumulative probabilities of all counts that differ from the mean by less than
/// what a word of 53 bits could ever draw; a count whose variance exceeds 2¹⁶ is drawn from the
/// normal distribution and rounded, which moves its quantiles by less than 1/256 of its standard
/// deviation.
public struct CountTable: Sendable {
  private let first: Int
  /// P(X ≤ first + k); empty where the normal stands in, or where one count alone can occur.
  private let cumulative: [Double]
  private let mean: Double
  private let deviation: Double
  private let most: Double

  /// The binomial distribution of the successes among `trials` ≥ 0.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0 && (0...1).contains(probability), "\(trials) trials, p \(probability)")
    let (mean, odds) = (Double(trials) * probability, probability / (1 - probability))
    self.init(
      mean: mean, variance: mean * (1 - probability), most: trials,
      massAtMode: { Binomial(trials: trials, probability: probability).mass($0) },
      ratio: { Double(trials - $0) / Double($0 + 1) * odds })
  }

  /// The Poisson distribution with a mean ≥ 0.
  public init(poissonMean mean: Double) {
    precondition(mean >= 0 && mean.isFinite, "the Poisson mean is \(mean)")
    self.init(
      mean: mean, variance: mean, most: nil,
      massAtMode: { exp(Double($0) * log(mean) - mean - lgamma(Double($0) + 1)) },
      ratio: { mean / Double($0 + 1) })
  }

  private init(
    mean: Double, variance: Double, most: Int?, massAtMode: (Int) -> Double, ratio: (Int) -> Double
  ) {
    (self.mean, deviation) = (mean, variance.squareRoot())
    self.most = most.map { Double($0) } ?? .infinity
    guard variance > 0, variance <= 65536 else {
      (first, cumulative) = (Int(min(mean, 0x1p62).rounded()), [])
      return
    }
    let mode = min(Int(mean), most ?? .max)
    let (below, above) = Self.masses(around: mode, most: most, massAtMode(mode), ratio)
    let masses = below.reversed() + above
    let total = masses.reduce(0, +)
    first = mode - below.count
    var sum = 0.0
    cumulative = masses.map { mass in
      sum += mass
      return sum / total
    }
  }

  /// The masses below the mode, downwards, and those from the mode upwards, while they matter.
  private static func masses(
    around mode: Int, most: Int?, _ atMode: Double, _ ratio: (Int) -> Double
  ) -> (below: [Double], above: [Double]) {
    let least = atMode * 1e-18
    var (below, above) = ([Double](), [atMode])
    var (count, mass) = (mode, atMode)
    while count > 0 {
      mass /= ratio(count - 1)
      if mass < least { break }
      below.append(mass)
      count -= 1
    }
    (count, mass) = (mode, atMode)
    while count < most ?? .max {
      mass *= ratio(count)
      if mass < least { break }
      above.append(mass)
      count += 1
    }
    return (below, above)
  }

  /// The count that a word draws.
  @inline(__always)
  public func draw(_ word: UInt64) -> Int {
    let share = Double(word >> 11) * 0x1p-53
    guard cumulative.count > 1 else { return rounded(share) }
    var (low, high) = (0, cumulative.count - 1)
    return cumulative.withUnsafeBufferPointer { cumulative in
      while low < high {
        let middle = (low &+ high) >> 1
        if cumulative[middle] > share { high = middle } else { low = middle &+ 1 }
      }
      return first &+ low
    }
  }

  private func rounded(_ share: Double) -> Int {
    guard deviation > 0, cumulative.isEmpty else { return first }
    let normal = Normal.quantile(share + 0x1p-54)
    return Int(min(max((mean + deviation * normal).rounded(), 0), most))
  }
}
