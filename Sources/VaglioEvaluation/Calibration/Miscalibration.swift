public import VaglioFindings
internal import VaglioStatistics

/// What recalibration would gain: the mean score of the probabilities less that of their isotonic
/// recalibration, the component MCB of CORP.
///
/// 0 where no monotone recalibration fits the rows better, in the score's unit; a mean of (p − c)²
/// for Brier's score, a mean Kullback–Leibler divergence for the log score, c being the recalibrated
/// probability. Ties are pooled. Biased upward by chance, of the order n^(−2/3). Undefined without
/// rows. Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
public struct Miscalibration: ScorePart {
  public let score: ProperScore

  public init(score: ProperScore = .brier) { self.score = score }

  public var measure: Measure {
    Measure(
      name: MetricName.text("miscalibration", score.options),
      title: score == .brier ? "Miscalibration" : "Miscalibration, log score",
      definition: score == .brier
        ? "Mean of (p − y)² − (c − y)², c the isotonic regression of y on p."
        : "Mean log loss of p less that of c, c the isotonic regression of y on p.",
      range: 0...(score == .brier ? 1 : .infinity), direction: .lowerIsBetter, unit: score.unit,
      source: "doi:10.1073/pnas.2016191118")
  }

  public var intervalMethod: String {
    "Inverts a normal test with the variance that miscalibration leaves and the excess that chance "
      + "adds, both from resampled labels; of a difference linearisation; none with clusters or "
      + "importance weights"
  }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    try reading.checkProbabilities()
    return reading.parts(of: score).miscalibration
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard (try? reading.checkProbabilities()) != nil else { return nil }
    return MiscalibrationInterval(reading, score).intervals
  }

  public var isBiasedByChance: Bool { true }

  /// φ = S(p, y) − S(c, y) − value.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    return influence(of: reading, on: outcomes, mean: value) { given, fitted in (given, fitted) }
  }

  public func test(of reading: RankedRows, on outcomes: BinaryOutcomes) -> SignificanceTest? {
    guard outcomes.rows.arePlain else { return nil }
    let groups = reading.calibrationGroups
    let draws = reading.calibratedDraws(score)
    return SignificanceTest(
      name: "calibration-resampling",
      pValue: draws.pValue(of: groups.miscalibration(groups.positives, score)))
  }

  public func notes(of reading: RankedRows) -> [String] {
    guard (try? reading.checkProbabilities()) != nil else { return [] }
    return [
      "a calibrated model with these scores and as many independent rows would show "
        + "\(NoteNumber.text(reading.calibratedDraws(score).mean)) on average"
    ]
  }
}

extension Metric where Self == Miscalibration {
  /// The miscalibration component of the Brier score, or of another.
  public static func miscalibration(score: ProperScore = .brier) -> Miscalibration {
    Miscalibration(score: score)
  }
}

extension RankedRows {
  /// The miscalibration of labels drawn from these rows' scores; that of Brier's score is drawn once.
  func calibratedDraws(_ score: ProperScore) -> CalibratedDraws {
    score == .brier
      ? calibrated.value { CalibratedDraws(calibrationGroups, .brier) }
      : CalibratedDraws(calibrationGroups, score)
  }
}
