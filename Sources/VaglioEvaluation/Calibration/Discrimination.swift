public import VaglioFindings

/// What the recalibrated probabilities gain over the prevalence: the component DSC of CORP.
///
/// 0 where recalibration leaves nothing but the prevalence; at most the uncertainty of the labels,
/// which perfect predictions reach, so that values compare on the same rows only. Biased upward by
/// chance as miscalibration is. Undefined without rows. Dimitriadis, Gneiting and Jordan 2021,
/// doi:10.1073/pnas.2016191118.
public struct Discrimination: ScorePart {
  public let score: ProperScore

  public init(score: ProperScore = .brier) { self.score = score }

  public var measure: Measure {
    Measure(
      name: MetricName.text("discrimination", score.options),
      title: score == .brier ? "Discrimination" : "Discrimination, log score",
      definition:
        "Mean score of the prevalence less that of the isotonic regression of y on p: the part DSC "
        + "of \(score == .brier ? "the Brier score" : "log loss").",
      range: 0...score.highestUncertainty, direction: .neutral, unit: score.unit,
      source: "doi:10.1073/pnas.2016191118")
  }

  public var intervalMethod: String {
    "Student's t about the value less what isotonic regression finds by chance, with the variance of "
      + "both, from resampled labels; of a difference linearisation; none with clusters or importance "
      + "weights"
  }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    try reading.checkProbabilities()
    return reading.parts(of: score).discrimination
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard (try? reading.checkProbabilities()) != nil else { return nil }
    return DiscriminationInterval(reading, score).intervals
  }

  public var isBiasedByChance: Bool { true }

  /// φ = S(π, y) − S(c, y) − value.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let value = try? value(of: reading), value > 0 else { return nil }
    let π = reading.positives.asDouble / reading.total.asDouble
    return influence(of: reading, on: outcomes, mean: value) { _, fitted in (π, fitted) }
  }
}

extension Metric where Self == Discrimination {
  /// The discrimination component of the Brier score, or of another.
  public static func discrimination(score: ProperScore = .brier) -> Discrimination {
    Discrimination(score: score)
  }
}
