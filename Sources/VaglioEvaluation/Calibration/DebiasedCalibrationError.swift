public import VaglioFindings
internal import VaglioStatistics

/// The mean square distance between event rate and mean score in bins, less what chance adds to it:
/// Σ share·((ȳ − p̄)² − ȳ(1 − ȳ)/(n − 1)).
///
/// Zero on average for a calibrated model, and below zero in about half the cases: the square is
/// reported as it is, never rooted or cut. Bins with fewer than two (effective) rows count as 0.
/// Undefined without rows. Kumar, Liang and Ma 2019, arXiv:1909.10155, definition 5.1. Its error is
/// that of a sum of squares of normal gaps, Var g² = 4δ²s² + 2s⁴ with s² = ȳ(1 − ȳ)/n.
public struct DebiasedCalibrationError: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = BinnedScores

  public let binning: ScoreBinning

  /// The error in some bins.
  public init(binning: ScoreBinning = ScoreBinning()) { self.binning = binning }

  public var measure: Measure {
    Measure(
      name: MetricName.text("debiased_calibration_error", binning.options),
      title: "Debiased squared calibration error",
      definition: "Σ n_k/n·((ȳ_k − p̄_k)² − ȳ_k(1 − ȳ_k)/(n_k − 1)) over \(binning.rule).",
      range: -0.25...1, direction: .nearerIsBetter(to: 0), source: "arXiv:1909.10155")
  }

  public var intervalMethod: String {
    "Normal interval of a sum of squared gaps; linearisation with clusters or importance weights "
      + "and of a difference"
  }

  public func makeStatistic() -> BinnedScores { BinnedScores(binning) }

  public func value(of reading: CalibrationBins) throws(Undefined) -> Double {
    try reading.check()
    return reading.bins.reduce(0) { $0 + reading.share($1) * $1.debiasedSquare }
  }

  public func intervals(of reading: CalibrationBins) -> Intervals? {
    guard let value = try? value(of: reading) else { return nil }
    let error = reading.bins.reduce(0) { sum, bin in
      let share = reading.share(bin)
      return sum + share.square * bin.varianceOfSquare
        + share * (bin.gap.square - value).square / reading.weight
    }.squareRoot()
    return { level in
      WaldInterval.linear(value, standardError: error, level: level, method: "squared-gaps")
    }
  }

  /// φ = g² + 2g(y − p − g) − (ȳ(1 − ȳ) + (1 − 2ȳ)(y − ȳ))/(n − 1) − value, in a row's bin.
  public func influence(
    of reading: CalibrationBins, on outcomes: BinaryOutcomes
  ) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let bin = reading.bins[reading.bin(of: outcomes.scores[row])]
        φ[position] =
          bin.influence(label: Double(outcomes.labels[row]), score: outcomes.scores[row]) - value
      }
    }
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public var options: [MetricOption] { ScoreBinning.metricOptions }

  public func configured(_ options: [String: String]) -> DebiasedCalibrationError? {
    var options = options
    guard let binning = ScoreBinning(taking: &options), options.isEmpty else { return nil }
    return DebiasedCalibrationError(binning: binning)
  }
}

extension Metric where Self == DebiasedCalibrationError {
  /// The debiased squared calibration error in fifteen uniform bins, or in others.
  public static func debiasedCalibrationError(
    binning: ScoreBinning = ScoreBinning()
  ) -> DebiasedCalibrationError {
    DebiasedCalibrationError(binning: binning)
  }
}

extension CalibrationBin {
  /// (ȳ − p̄)² − ȳ(1 − ȳ)/(n − 1), 0 for fewer than two rows.
  fileprivate var debiasedSquare: Double {
    effective < 2 ? 0 : gap.square - rate * (1 - rate) / (effective - 1)
  }

  /// The unbiased estimate 4g²s² − 2s⁴ of the variance of g², not below that of no gap at all, 2s⁴;
  /// half a row of each kind keeps s² from vanishing in a bin of one kind.
  fileprivate var varianceOfSquare: Double {
    guard effective >= 2 else { return 0 }
    let rate = (rate * effective + 0.5) / (effective + 1)
    let square = rate * (1 - rate) / effective
    return max(4 * gap.square * square - 2 * square.square, 2 * square.square)
  }

  /// How far a row of the bin moves the bin's part, apart from the value.
  fileprivate func influence(label: Double, score: Double) -> Double {
    guard effective >= 2 else { return 0 }
    let chance = rate * (1 - rate) + (1 - 2 * rate) * (label - rate)
    return gap.square + 2 * gap * (label - score - gap) - chance / (effective - 1)
  }
}
