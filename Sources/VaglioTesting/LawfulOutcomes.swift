public import VaglioEvaluation

/// Outcomes that laws can be tried on: made from a seed, weighted, made perfect.
public protocol LawfulOutcomes: Outcomes {
  /// So many rows drawn from `seed`, with ties, whose model is good but not perfect.
  static func drawn(rows: Int, seed: UInt64) -> Self
  /// The same labels, predicted as well as can be.
  var perfected: Self { get }
  /// The same rows with these weights.
  func weighted(_ weights: Weights) -> Self
}

extension BinaryOutcomes: LawfulOutcomes {
  public static func drawn(rows: Int, seed: UInt64) -> BinaryOutcomes {
    var draws = SeededDraws(seed: seed)
    // The first two rows have one label each, so that both classes occur.
    let labels = (0..<rows).map { row in row < 2 ? UInt8(row) : draws.uniform() < 0.35 ? 1 : 0 }
    let scores = labels.map { label in
      let raw = 0.3 + 0.25 * Double(label) + 0.4 * (draws.uniform() - 0.5)
      return (raw * 50).rounded() / 50
    }
    return BinaryOutcomes(labels: labels, scores: scores)
  }

  public var perfected: BinaryOutcomes {
    BinaryOutcomes(labels: labels, scores: labels.map(Double.init), rows: rows)
  }

  public func weighted(_ weights: Weights) -> BinaryOutcomes {
    BinaryOutcomes(
      labels: labels, scores: scores, threshold: threshold,
      rows: Rows(count: rows.count, weights: weights, keys: rows.keys))
  }
}

extension RegressionOutcomes: LawfulOutcomes {
  public static func drawn(rows: Int, seed: UInt64) -> RegressionOutcomes {
    var draws = SeededDraws(seed: seed)
    let actual = (0..<rows).map { _ in (1 + 20 * draws.uniform() * draws.uniform()) }
    let predicted = actual.map { (max(0.5, $0 + 3 * (draws.uniform() - 0.45)) * 8).rounded() / 8 }
    return RegressionOutcomes(actual: actual, predicted: predicted)
  }

  public var perfected: RegressionOutcomes {
    RegressionOutcomes(actual: actual, predicted: actual, rows: rows)
  }

  public func weighted(_ weights: Weights) -> RegressionOutcomes {
    RegressionOutcomes(
      actual: actual, predicted: predicted,
      rows: Rows(count: rows.count, weights: weights, keys: rows.keys))
  }
}

extension QuantileOutcomes: LawfulOutcomes {
  /// Quantiles of seven levels that are somewhat too narrow; some cross, and some hit the label.
  public static func drawn(rows: Int, seed: UInt64) -> QuantileOutcomes {
    var draws = SeededDraws(seed: seed)
    let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    let deviates = [-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645]
    let means = (0..<rows).map { _ in 10 + 5 * draws.uniform() }
    let actual = means.map { (($0 + 1.5 * draws.nearlyNormal()) * 8).rounded() / 8 }
    let quantiles = deviates.map { deviate in
      means.map { (($0 + 1.2 * deviate + 0.2 * (draws.uniform() - 0.4)) * 8).rounded() / 8 }
    }
    return QuantileOutcomes(actual: actual, levels: levels, quantiles: quantiles)
  }

  public var perfected: QuantileOutcomes {
    QuantileOutcomes(
      actual: actual, levels: levels, quantiles: levels.map { _ in actual }, rows: rows)
  }

  public func weighted(_ weights: Weights) -> QuantileOutcomes {
    QuantileOutcomes(
      actual: actual, levels: levels, quantiles: quantiles,
      rows: Rows(count: rows.count, weights: weights, keys: rows.keys))
  }
}

extension EnsembleOutcomes: LawfulOutcomes {
  /// Twenty members that lie somewhat too near each other, some of them equal.
  public static func drawn(rows: Int, seed: UInt64) -> EnsembleOutcomes {
    var draws = SeededDraws(seed: seed)
    let means = (0..<rows).map { _ in 10 + 5 * draws.uniform() }
    let actual = means.map { (($0 + 1.5 * draws.nearlyNormal()) * 8).rounded() / 8 }
    let members = (0..<20).map { _ in
      means.map { (($0 + 1.2 * draws.nearlyNormal() + 0.1) * 8).rounded() / 8 }
    }
    return EnsembleOutcomes(actual: actual, members: members)
  }

  public var perfected: EnsembleOutcomes {
    EnsembleOutcomes(actual: actual, members: members.map { _ in actual }, rows: rows)
  }

  public func weighted(_ weights: Weights) -> EnsembleOutcomes {
    EnsembleOutcomes(
      actual: actual, members: members,
      rows: Rows(count: rows.count, weights: weights, keys: rows.keys))
  }
}

/// Draws that depend on nothing but the seed: SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2714064.2660195).
public struct SeededDraws: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Draws from a seed.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to but not including 1.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from the standard normal distribution, by the sum of twelve uniform ones less six.
  public mutating func nearlyNormal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + uniform() }
  }
}
