public import VaglioFindings
internal import VaglioStatistics

/// The number of positives over the sum of the probabilities, Σy/Σp: above 1 where scores are too
/// low on the whole.
///
/// Undefined where all scores are 0. Its interval is built on the logarithmic scale; where no row or
/// every row is positive, and where every score is its label, it is Wilson's of the prevalence over the mean score.
public struct ObservedExpectedRatio: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = Both<LossMoments<PositiveLabel>, LossMoments<ScoreItself>>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "observed_expected_ratio", title: "Observed to expected ratio",
      definition: "Σy/Σp.", range: 0...Double.infinity, direction: .nearerIsBetter(to: 1),
      source: "doi:10.1097/EDE.0b013e3181c30fb2")
  }

  public var intervalMethod: String {
    "Linearisation on the logarithmic scale; Wilson's interval over the mean score where all rows "
      + "are alike"
  }

  public func makeStatistic() -> Statistic {
    Both(LossMoments(of: PositiveLabel()), LossMoments(of: ScoreItself()))
  }

  public func value(of reading: Statistic.Reading) throws(Undefined) -> Double {
    guard reading.0.weight > 0 else { throw Undefined("there are no rows") }
    guard reading.1.mean > 0 else { throw Undefined("all scores are 0") }
    return reading.0.mean / reading.1.mean
  }

  public func intervals(of reading: Statistic.Reading) -> Intervals? {
    let (rate, mean, weight) = (reading.0.mean, reading.1.mean, reading.0.weight)
    // No label differs from the others, or none from its score: linearisation sees no variance.
    let isPerfect = rate == mean && reading.0.spread == reading.1.spread
    guard rate == 0 || rate == 1 || isPerfect, mean > 0 else { return nil }
    return { level in
      let wilson = Proportion(successes: rate * weight, trials: weight).wilson(level)
      return Interval(
        lower: wilson.lower / mean, upper: wilson.upper / mean, level: level,
        method: "wilson-over-expected")
    }
  }

  /// φ = (y − R·p)/p̄.
  public func influence(
    of reading: Statistic.Reading, on outcomes: BinaryOutcomes
  ) -> Influence? {
    guard let ratio = try? value(of: reading), ratio > 0 else { return nil }
    let mean = reading.1.mean
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        φ[position] = (Double(outcomes.labels[row]) - ratio * outcomes.scores[row]) / mean
      }
    }
  }

  public var scale: IntervalScale { .logarithm }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }
}

extension Metric where Self == ObservedExpectedRatio {
  /// The ratio of observed to expected positives.
  public static var observedExpectedRatio: ObservedExpectedRatio { ObservedExpectedRatio() }
}

/// 1 for a positive, 0 for a negative.
public struct PositiveLabel: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double {
    Double(outcomes.labels[row])
  }
}

/// The score of a row.
public struct ScoreItself: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double { outcomes.scores[row] }
}
