import Foundation
import VaglioStatistics

/// Seeded rows of a credit-like law in the manner of the generator that the drift benchmarks use: a
/// slightly overconfident, noisy score of a logistic law of ten features. It may drift in its features, and
/// in how labels hang on them, in region 3 alone.
struct CreditDrift {
  static let broken = 3

  var scores: [Double] = []
  var labels: [UInt8] = []
  var regions: [Int] = []

  /// `covariates`: the age rises by 2, incomes by 16 %, as in the generator, times this.
  /// `concept`: what the log odds gain in region 3; 0.9 in the generator.
  init(_ count: Int, seed: UInt64, covariates: Double = 0, concept: Double = 0) {
    let shares = (1...8).map { pow(Double($0), -1.1) }
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      func uniform(_ place: Int) -> Double { SimulatedScores.uniform(draws[place]) }
      func normal(_ place: Int) -> Double { SimulatedScores.normal(draws, place) }
      let age = min(95, max(18, 41 + 2 * covariates + 13 * normal(0)))
      let income = 0.15 * covariates + 0.6 * normal(2)
      // Beta(2, 5) is the second of six uniform numbers.
      let debt = (4..<10).map(uniform).sorted()[1]
      let (tenure, use) = (-4 * log(uniform(10)), 1 - uniform(11).squareRoot())
      let first = normal(12)
      let second = 0.6 * first + 0.8 * normal(14)
      // Student's t with 4 degrees of freedom; a χ² of 4 is a sum of two exponentials, doubled.
      let heavy = normal(16) / (-0.5 * log(uniform(18) * uniform(19))).squareRoot()
      let region = Self.category(uniform(20), shares)
      let z =
        -3 + 0.02 * (41 - age) - 0.7 * income + 2.2 * debt + 1.4 * use - 0.05 * tenure
        + 0.4 * first - 0.3 * second + (uniform(21) > 0.5 ? 0.5 * heavy : 0)
        + 0.2 * sin(Double(region))
      let truth = z + (region == Self.broken ? concept : 0)
      labels.append(uniform(22) < 1 / (1 + exp(-truth)) ? 1 : 0)
      scores.append(1 / (1 + exp(-(1.15 * z + 0.3 * normal(23) + 0.05))))
      regions.append(region)
    }
  }

  private static func category(_ u: Double, _ shares: [Double]) -> Int {
    var left = u * shares.reduce(0, +)
    for (number, share) in shares.enumerated() {
      left -= share
      if left < 0 { return number }
    }
    return shares.count - 1
  }

  /// The rows of one region.
  func region(_ number: Int) -> CreditDrift {
    var part = CreditDrift(0, seed: 0)
    for row in scores.indices where regions[row] == number {
      part.scores.append(scores[row])
      part.labels.append(labels[row])
      part.regions.append(number)
    }
    return part
  }
}
