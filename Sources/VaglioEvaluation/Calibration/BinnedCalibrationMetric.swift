public import VaglioFindings

/// A metric that sums up by how much event rates miss mean scores in bins.
///
/// It is biased upward: a calibrated model's bins miss as well, by chance, and the more, the fewer
/// rows there are (Bröcker 2012, doi:10.1007/s00382-011-1191-1). So it has no interval. Beside it
/// stand what a calibrated model would show on average, and the test of calibration: the share of
/// replicates, labels drawn from the scores, whose value is at least as large.
public protocol BinnedCalibrationMetric: Metric
where Observed == BinaryOutcomes, Statistic == BinnedScores {
  var binning: ScoreBinning { get }
  /// What is made of the bins' gaps.
  var summary: BinSummary { get }
}

extension BinnedCalibrationMetric {
  public var intervalMethod: String {
    "None, as the value is biased upward; a test of calibration by resampled labels"
  }

  public func makeStatistic() -> BinnedScores { BinnedScores(binning) }

  public func value(of reading: CalibrationBins) throws(Undefined) -> Double {
    try reading.check()
    return summary.value(of: reading)
  }

  public func test(
    of reading: CalibrationBins, on outcomes: BinaryOutcomes
  ) -> SignificanceTest? {
    guard outcomes.rows.arePlain else { return nil }
    return SignificanceTest(
      name: "calibration-resampling",
      pValue: BinnedNull(reading).pValue(of: summary.value(of: reading), summary))
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public func notes(of reading: CalibrationBins) -> [String] {
    guard (try? reading.check()) != nil else { return [] }
    return [
      "a calibrated model with these scores and as many independent rows would show "
        + "\(NoteNumber.text(summary.expected(of: reading))) on average (\(binning.rule))"
    ]
  }
}

extension CalibrationBins {
  /// Refuses bins without rows, and scores that are no probabilities.
  func check() throws(Undefined) {
    guard weight > 0 else { throw Undefined("there are no rows") }
    guard strays == 0 else {
      throw Undefined("\(strays) scores lie outside 0 and 1: no probabilities")
    }
  }
}

/// Numbers as notes show them.
enum NoteNumber {
  /// A number with four significant digits.
  static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else {
      return CanonicalJSON.number(value.isFinite ? 0 : value)
    }
    var (scaled, exponent) = (abs(value), 0)
    while scaled >= 10_000 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 1000, exponent > -300 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    let digits = "\(value < 0 ? "-" : "")\(Int(scaled.rounded()))e\(exponent)"
    return CanonicalJSON.number(Double(digits) ?? value)
  }
}
