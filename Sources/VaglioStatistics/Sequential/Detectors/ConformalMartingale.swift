#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether the rows of a stream could have come in any other order: a conformal test martingale.
///
/// Each score's p-value among all before it, ties broken at random, is uniform if the rows are
/// exchangeable. The simple jumper bets on them: states ε ∈ {−1, 0, 1}, C ← (1 − J)C + J·ΣC/3,
/// C ← C(1 + ε(p − ½)), S = ΣC, J = 0.01 (Vovk, Petej, Nouretdinov, Ahlberg, Carlsson and Gammerman 2021,
/// proceedings.mlr.press/v152/vovk21b.html, algorithm 1). It finds any departure from exchangeability,
/// slowly: small changes stay below it, which makes it a second opinion rather than the first.
///
/// θ is a hash of the seed and the row's key: the same rows give the same bits. Order matters; states
/// cannot be merged. Memory is one integer a cut; a row costs O(log cuts).
public struct ConformalMartingale: SequentialDetector {
  /// What is watched.
  public enum Form: String, Codable, CaseIterable, Hashable, Sendable {
    /// Sₙ itself: a false alarm ever with probability 1/threshold at most (Ville).
    case martingale
    /// max Sₙ/Sᵢ over i < n (Vovk 2021), for streams without end: never more than the form below, so
    /// that false alarms are as seldom at least.
    case cusum
    /// Σ Sₙ/Sᵢ over i < n: false alarms at least threshold rows apart on average.
    case shiryaevRoberts = "shiryaev-roberts"
  }

  public let form: Form
  public let threshold: Double
  /// The seed of the random breaking of ties.
  public let seed: UInt64
  public private(set) var isAlarmed = false
  private var ranks: ConformalRanks
  /// Rows taken before the last reset: their draws are not used again.
  private var rowsBefore = 0
  private var states = SIMD3<Double>(repeating: 1 / 3.0)
  private var capital = ScaledProduct()
  private var climbed = 1.0
  private var gathered = 0.0
  private var start = 0

  private static let jump = 0.01

  /// A test of scores, larger for stranger rows, told apart by `cuts` (take quantiles of a reference);
  /// `threshold` above 1.
  public init(
    cuts: [Double], form: Form = .shiryaevRoberts, threshold: Double, seed: UInt64 = 7
  ) throws(SequentialError) {
    ranks = try ConformalRanks(cuts: cuts)
    self.threshold = try SequentialInput.number(threshold, "threshold", atLeast: 1, isOpen: true)
    (self.form, self.seed) = (form, seed)
  }

  public var rowCount: Int { ranks.rowCount }

  /// Takes scores; the key of a row is its number since the very start, through all resets, so that no
  /// draw is used twice.
  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values)
    let draws = KeyedUniform(seed: seed)
    for index in 0..<values.count where !isAlarmed {
      take(
        values[index],
        theta: draws.number(ofKey: UInt64(truncatingIfNeeded: rowsBefore &+ rowCount)))
      if isAlarmed { return index + 1 }
    }
    return isAlarmed ? 0 : values.count
  }

  /// Takes scores with keys of their rows, which break ties the same way wherever the row stands.
  public mutating func take(_ values: [Double], keys: [UInt64]) throws(SequentialError) -> Int {
    guard values.count == keys.count else { throw .unequalCounts(values.count, keys.count) }
    if let row = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    let draws = KeyedUniform(seed: seed)
    for index in 0..<values.count where !isAlarmed {
      take(values[index], theta: draws.number(ofKey: keys[index]))
      if isAlarmed { return index + 1 }
    }
    return isAlarmed ? 0 : values.count
  }

  private mutating func take(_ score: Double, theta: Double) {
    let row = rowCount
    bet(on: ranks.pValue(of: score, theta: theta), row: row)
  }

  /// The jumper's step on the p-value of a row.
  mutating func bet(on p: Double, row: Int) {
    let mixed = (1 - Self.jump) * states + Self.jump / 3
    let lean = p - 0.5
    let bets = mixed * SIMD3(1 - lean, 1, 1 + lean)
    let factor = bets.sum()
    states = bets / factor
    capital.multiply(by: factor)
    if climbed <= 1 { start = row }
    climbed = min(1e200, factor * max(1, climbed))
    gathered = min(1e200, factor * (1 + gathered))
    isAlarmed = form == .martingale ? capital.reaches(threshold) : watched >= threshold
  }

  private var watched: Double { form == .cusum ? climbed : gathered }

  /// The logarithm of the martingale.
  public var logMartingale: Double { capital.logarithm }

  public var evidence: SequentialEvidence {
    switch form {
    case .martingale: SequentialEvidence(.logEValue, logMartingale, threshold: log(threshold))
    case .cusum, .shiryaevRoberts:
      SequentialEvidence(
        .logEDetector, rowCount == 0 ? -.infinity : log(watched), threshold: log(threshold))
    }
  }

  /// The row after which the martingale was lowest.
  public var startOfEvidence: Int? { rowCount > 0 && climbed > 1 ? start : nil }

  public mutating func reset() {
    rowsBefore &+= rowCount
    ranks.reset()
    states = SIMD3(repeating: 1 / 3.0)
    (capital, climbed, gathered, start, isAlarmed) = (ScaledProduct(), 1, 0, 0, false)
  }
}
