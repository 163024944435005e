internal import VaglioStatistics

/// The miscalibration that chance alone shows: of labels drawn from the scores of some groups.
struct CalibratedDraws: Sendable {
  /// The miscalibration in each replicate.
  let values: [Double]
  let mean: Double
  let variance: Double

  /// Draws the labels of `groups` from the groups' scores ``BinnedNull/replicates`` times.
  init(_ groups: CalibrationGroups, _ score: ProperScore) {
    let tables = zip(groups.trials, groups.scores).map {
      CountTable(trials: $0, probability: $1)
    }
    let draws = groups.keys.map { HashedDraws(seed: BinnedNull.seed, key: $0) }
    values = (0..<BinnedNull.replicates).map { replicate in
      let positives = tables.indices.map { Double(tables[$0].draw(draws[$0][replicate])) }
      return max(0, groups.miscalibration(positives, score))
    }
    let mean = values.reduce(0, +) / Double(values.count)
    variance =
      values.reduce(0) { $0 + ($1 - mean).square } / Double(values.count - 1)
    self.mean = mean
  }

  /// (1 + how many replicates are at least `value`)/(1 + replicates).
  func pValue(of value: Double) -> Double {
    let exceeding = values.count { $0 >= value - 1e-13 }
    return Double(1 + exceeding) / Double(1 + values.count)
  }

  /// P(miscalibration of a calibrated model > value), by the gamma distribution of equal mean and
  /// variance, which reaches further into the tail than replicates do.
  func survival(of value: Double) -> Double {
    guard mean > 0, variance > 0 else { return value > mean ? 0 : 1 }
    let gamma = GammaDistribution(shape: mean * mean / variance, scale: variance / mean)
    return (try? gamma.survival(value)) ?? 0
  }
}
