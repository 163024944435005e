internal import VaglioStatistics

/// What a calibrated model would show in some bins: labels drawn from the scores, again and again.
///
/// In each replicate a bin's events are binomial with the bin's mean score; their deviation is
/// scaled to the variance that the rows' different scores leave (``CalibrationBin/spread``). The
/// draws are hashed from a fixed seed, the replicate and the bin's lower edge.
struct BinnedNull: Sendable {
  private let bins: CalibrationBins
  /// Replicate after replicate, the bins' gaps.
  private let gaps: [Double]

  /// How many replicates there are: a p-value is a multiple of 1/1,000.
  static let replicates = 999

  /// The seed of every test of calibration: a test's outcome is a property of the rows.
  static let seed: UInt64 = 0x5eed_ca1b

  init(_ bins: CalibrationBins) {
    self.bins = bins
    var gaps = [Double](repeating: 0, count: bins.bins.count * Self.replicates)
    for (index, bin) in bins.bins.enumerated() {
      let (trials, mean) = (bin.trials, min(max(bin.meanScore, 0), 1))
      let table = CountTable(trials: trials, probability: mean)
      let draws = HashedDraws(seed: Self.seed, key: bin.lower.bitPattern)
      for replicate in 0..<Self.replicates {
        let rate = Double(table.draw(draws[replicate])) / Double(trials)
        gaps[replicate * bins.bins.count + index] = (rate - mean) * bin.spread
      }
    }
    self.gaps = gaps
  }

  /// The values of a summary of the gaps in each replicate.
  func values(_ summary: BinSummary) -> [Double] {
    let count = bins.bins.count
    return (0..<Self.replicates).map { replicate in
      summary.value(of: bins, gaps: gaps[replicate * count..<(replicate + 1) * count])
    }
  }

  /// (1 + how many replicates are at least `value`)/(1 + replicates).
  func pValue(of value: Double, _ summary: BinSummary) -> Double {
    // A replicate that equals the value may miss it by a few roundings.
    let exceeding = values(summary).count { $0 >= value - 1e-13 }
    return Double(1 + exceeding) / Double(1 + Self.replicates)
  }
}

/// One number for the gaps of all bins of scores.
public enum BinSummary: Hashable, Sendable {
  /// Σ share·|gap|.
  case mean
  /// √Σ share·gap².
  case rootMeanSquare
  /// max |gap|.
  case maximum

  func value(of bins: CalibrationBins, gaps: ArraySlice<Double>) -> Double {
    let weighted = zip(bins.bins, gaps)
    return switch self {
    case .mean: weighted.reduce(0) { $0 + bins.share($1.0) * abs($1.1) }
    case .rootMeanSquare:
      weighted.reduce(0) { $0 + bins.share($1.0) * $1.1.square }.squareRoot()
    case .maximum: gaps.reduce(0) { max($0, abs($1)) }
    }
  }

  /// The value on the bins' own gaps.
  func value(of bins: CalibrationBins) -> Double {
    value(of: bins, gaps: bins.bins.map(\.gap)[...])
  }

  /// What a calibrated model with these scores and as many rows would show on average.
  func expected(of bins: CalibrationBins) -> Double {
    switch self {
    case .mean: bins.bins.reduce(0) { $0 + bins.share($1) * $1.expectedGap }
    case .rootMeanSquare, .maximum:
      BinnedNull(bins).values(self).reduce(0, +) / Double(BinnedNull.replicates)
    }
  }
}
