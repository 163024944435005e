import Foundation
import VaglioStatistics

/// Seeded rows of a small law: two features, labels that hang on both, a score that sees the first
/// through too steep a curve.
struct SimulatedScores {
  var first: [Double] = []
  var second: [Double] = []
  var scores: [Double] = []
  var labels: [UInt8] = []

  /// `shift` moves the means of the features.
  init(_ count: Int, seed: UInt64, shift: (Double, Double) = (0, 0), weight second: Double = 0) {
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      let a = Self.normal(draws, 0) + shift.0
      let b = Self.normal(draws, 2) + shift.1
      let p = 1 / (1 + exp(-(1.2 * a + second * b - 0.8)))
      first.append(a)
      self.second.append(b)
      scores.append(1 / (1 + exp(-(1.9 * a - 0.4))))
      labels.append(Self.uniform(draws[4]) < p ? 1 : 0)
    }
  }

  static func uniform(_ word: UInt64) -> Double { (Double(word >> 11) + 0.5) * 0x1p-53 }

  static func normal(_ draws: HashedDraws, _ place: Int) -> Double {
    (-2 * log(uniform(draws[place]))).squareRoot() * cos(2 * .pi * uniform(draws[place + 1]))
  }
}
