public import VaglioFindings
internal import VaglioStatistics

/// The mean score of the prevalence π itself, the component UNC of CORP: π(1 − π), or the entropy.
///
/// It belongs to the labels and says nothing of the model. Undefined without rows. Dimitriadis,
/// Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
public struct LabelUncertainty: ScorePart {
  public let score: ProperScore

  public init(score: ProperScore = .brier) { self.score = score }

  public var measure: Measure {
    Measure(
      name: MetricName.text("uncertainty", score.options),
      title: score == .brier ? "Uncertainty" : "Uncertainty, log score",
      definition: score == .brier
        ? "π(1 − π), the Brier score of the prevalence π."
        : "−π ln π − (1 − π) ln(1 − π), the log loss of the prevalence π.",
      range: 0...score.highestUncertainty, direction: .neutral, unit: score.unit,
      source: "doi:10.1073/pnas.2016191118")
  }

  public var intervalMethod: String { "The values over Wilson's interval of the prevalence" }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    try reading.checkProbabilities()
    return score.entropy(reading.positives.asDouble / reading.total.asDouble)
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard reading.total > 0 else { return nil }
    let share = Proportion(
      successes: reading.positives.asDouble, trials: reading.total.asDouble)
    return { level in
      let wilson = share.wilson(level)
      let ends = [wilson.lower, wilson.upper].map(score.entropy)
      return Interval(
        lower: min(ends[0], ends[1]),
        upper: wilson.contains(0.5) ? score.highestUncertainty : max(ends[0], ends[1]),
        level: level, method: "wilson")
    }
  }

  /// φ = H′(π)·(y − π).
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    let π = reading.positives.asDouble / reading.total.asDouble
    guard π > 0, π < 1 else { return nil }
    let slope = score == .brier ? 1 - 2 * π : -LogisticCalibration.logit(π)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        φ[position] = slope * (Double(outcomes.labels[row]) - π)
      }
    }
  }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    { level in Interval(lower: 0, upper: 0, level: level, method: "same-labels") }
  }
}

extension Metric where Self == LabelUncertainty {
  /// The uncertainty component of the Brier score, or of another.
  public static func uncertainty(score: ProperScore = .brier) -> LabelUncertainty {
    LabelUncertainty(score: score)
  }
}
