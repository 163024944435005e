/// The rows of one bin of scores: what was predicted, and what came true.
public struct CalibrationBin: Hashable, Sendable {
  /// The lowest score that belongs to the bin.
  public let lower: Double
  /// How many rows it holds.
  public let rows: Int
  /// Σw.
  public let weight: Double
  /// How many rows of equal weight would say as much: Σw of frequencies, (Σw)²/Σw² of importances.
  public let effective: Double
  /// The weighted share of positives, ȳ.
  public let rate: Double
  /// The weighted mean score, p̄.
  public let meanScore: Double
  /// The weighted mean of p(1 − p): the variance of a label, were the model calibrated.
  public let variance: Double

  /// ȳ − p̄.
  public var gap: Double { rate - meanScore }

  /// E|ȳ − p̄| of a calibrated model with these scores: de Moivre's mean absolute deviation of the
  /// binomial with the mean score (Diaconis and Zabell 1991, doi:10.1214/ss/1177011699), scaled by
  /// the ratio of the standard deviations, as the rows' scores differ within the bin.
  public var expectedGap: Double { MeanDeviation.expected(trials: trials, meanScore) * spread }

  /// √(variance/(p̄(1 − p̄))): 1 where all scores are equal, less where they differ.
  var spread: Double {
    let binomial = meanScore * (1 - meanScore)
    return binomial > 0 ? min(1, (variance / binomial).squareRoot()) : 0
  }

  /// The effective rows as a whole number, at least 1.
  var trials: Int { Int(min(max(effective.rounded(), 1), 0x1p52)) }
}

/// The bins that hold rows, in ascending order.
public struct CalibrationBins: Hashable, Sendable {
  public let bins: [CalibrationBin]
  /// Σw over all bins.
  public let weight: Double
  /// How many rows have a score below 0 or above 1.
  let strays: Int
  /// The bin of each row that lies in no bin of its own: the last whose lower edge is not above.
  func bin(of score: Double) -> Int {
    var (low, high) = (0, bins.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if bins[middle].lower <= score { low = middle } else { high = middle }
    }
    return low
  }

  /// The share of the weight that a bin has.
  func share(_ bin: CalibrationBin) -> Double { bin.weight / weight }
}

/// Sums over the rows of a bin, as whole numbers: scores in units of 2⁻⁵⁰, weights in ticks.
struct BinSums: Hashable, Codable, Sendable {
  private(set) var rows = 0
  private(set) var ticks = Int128(0)
  private(set) var squares = Int128(0)
  private(set) var positives = Int128(0)
  private(set) var scores = Int128(0)
  private(set) var squaredScores = Int128(0)

  /// Adds a row whose score lies between 0 and 1; 128 bits suffice for 2²⁷ rows.
  @inline(__always)
  mutating func add(score: Double, isPositive: Bool, tick: Int64) {
    add(score: score, positives: isPositive ? Int128(tick) : 0, ticks: Int128(tick), rows: 1)
    squares += Int128(tick) * Int128(tick)
  }

  /// Adds rows of one score, apart from their squared weights.
  @inline(__always)
  private mutating func add(score: Double, positives: Int128, ticks: Int128, rows: Int) {
    self.rows &+= rows
    self.ticks &+= ticks
    self.positives &+= positives
    scores &+= ticks &* Int128(Self.fixed(score))
    squaredScores &+= ticks &* Int128(Self.fixed(score * score))
  }

  /// Adds rows of one score that count once each.
  @inline(__always)
  mutating func add(score: Double, positives: Int, rows: Int) {
    add(score: score, positives: Int128(positives), ticks: Int128(rows), rows: rows)
    squares &+= Int128(rows)
  }

  private static func fixed(_ score: Double) -> Int64 { Int64((score * 0x1p50).rounded()) }

  mutating func merge(_ other: BinSums) {
    rows += other.rows
    ticks += other.ticks
    squares += other.squares
    positives += other.positives
    scores += other.scores
    squaredScores += other.squaredScores
  }

  /// What the sums say of a bin that holds rows of some weight.
  func bin(lower: Double, weights: TickScale) -> CalibrationBin {
    let total = ticks.asDouble
    let (mean, square) = (
      scores.asDouble.scaled(by: -50) / total, squaredScores.asDouble.scaled(by: -50) / total
    )
    return CalibrationBin(
      lower: lower, rows: rows, weight: total.scaled(by: -weights.shift),
      effective: weights.isImportance ? total / squares.asDouble * total : total,
      rate: positives.asDouble / total, meanScore: mean, variance: max(0, mean - square))
  }
}

/// What a tick of the weights is worth, and what weights mean.
struct TickScale: Hashable, Codable, Sendable {
  var shift = 0
  var isImportance = false

  init() {}

  init(_ weights: Weights?) {
    guard let weights else { return }
    (shift, isImportance) = (weights.shift, weights.kind == .importance)
  }
}
