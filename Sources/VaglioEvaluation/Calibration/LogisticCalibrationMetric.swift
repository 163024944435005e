public import VaglioFindings
internal import VaglioStatistics

/// A coefficient of the logistic regression of the labels on the logits of their probabilities.
///
/// Undefined where the regression has no fit: the logits separate the labels, or are all equal.
/// Scores of 0 and 1 are clipped to 10⁻¹² from there and counted in a note. Cox 1958,
/// doi:10.1093/biomet/45.3-4.562; Miller, Hui and Tierney 1991, doi:10.1002/sim.4780100805.
public protocol LogisticCalibrationMetric: Metric
where Observed == BinaryOutcomes, Statistic == RankedScores {
  /// The place of the coefficient among the regression's terms.
  var term: Int { get }
  /// Whether the slope is held at 1.
  var holdsSlope: Bool { get }
}

extension LogisticCalibrationMetric {
  public var intervalMethod: String {
    "Student's t with the sandwich error HC3 of the logistic regression; square-and-add of a "
      + "difference, with the correlation of the rows' influences; linearisation with clusters or "
      + "importance weights"
  }

  public var holdsSlope: Bool { false }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    try fit(reading).coefficients[term]
  }

  private func fit(_ reading: RankedRows) throws(Undefined) -> LogisticRegression {
    try reading.checkProbabilities()
    let calibration = reading.logisticCalibration
    return try (holdsSlope ? calibration.intercept : calibration.joint).get()
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard let fit = try? fit(reading) else { return nil }
    let calibration = reading.logisticCalibration
    let freedom = calibration.weight - Double(fit.coefficients.count)
    let error = calibration.sandwich(fit, term: term, of: reading, holdsSlope: holdsSlope)
    guard freedom > 0, error.isFinite else { return nil }
    return { level in
      MeanInterval.t(
        mean: fit.coefficients[term], standardError: error, degreesOfFreedom: freedom,
        level: level, method: "sandwich-hc3")
    }
  }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }

  /// φ = Σw·(information⁻¹·x)·(y − p̂) with x = (1, logit p): one Newton step by one row.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let fit = try? fit(reading) else { return nil }
    let weight = reading.logisticCalibration.weight
    let row = fit.covariance[term].map { $0 * weight }
    let (intercept, slope) = (fit.coefficients[0], holdsSlope ? 1 : fit.coefficients[1])
    return Influence { rows, φ in
      for (position, number) in rows.enumerated() {
        let logit = LogisticCalibration.logit(outcomes.scores[number])
        let residual =
          Double(outcomes.labels[number]) - Sigmoid.value(at: intercept + slope * logit)
        φ[position] = (row[0] + (row.count > 1 ? row[1] * logit : 0)) * residual
      }
    }
  }

  /// The likelihood ratio test that the regression leaves the probabilities as they are.
  public func test(of reading: RankedRows, on outcomes: BinaryOutcomes) -> SignificanceTest? {
    guard outcomes.rows.arePlain, let fit = try? fit(reading) else { return nil }
    let ratio = max(0, 2 * (fit.logLikelihood - reading.logisticCalibration.given))
    let law = ChiSquared(degreesOfFreedom: Double(fit.coefficients.count))
    guard let pValue = try? law.survival(ratio) else { return nil }
    return SignificanceTest(
      name: holdsSlope
        ? "calibration-in-the-large-likelihood-ratio" : "calibration-likelihood-ratio",
      pValue: pValue)
  }

  public func notes(of reading: RankedRows) -> [String] {
    (try? fit(reading)) == nil ? [] : reading.logisticCalibration.notes
  }
}
