internal import VaglioFindings
internal import VaglioStatistics

/// A metric that is a part of a proper score's mean: CORP's miscalibration, discrimination,
/// uncertainty.
public protocol ScorePart: Metric where Observed == BinaryOutcomes, Statistic == RankedScores {
  /// The score that is taken apart.
  var score: ProperScore { get }
  init(score: ProperScore)
}

extension ScorePart {
  public func makeStatistic() -> RankedScores { RankedScores() }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public var options: [MetricOption] { [ProperScore.option] }

  public func configured(_ options: [String: String]) -> Self? {
    ProperScore(options).map { Self(score: $0) }
  }

  /// The influence S(first, y) − S(second, y) − its mean, where both give a row's probability.
  ///
  /// A proper score's recalibration is where its mean is least, so that to first order a change of
  /// the rows does not move it.
  func influence(
    of reading: RankedRows, on outcomes: BinaryOutcomes, mean: Double,
    _ probabilities: (_ given: Double, _ fitted: Double) -> (first: Double, second: Double)
  ) -> Influence {
    var φ = [Double](repeating: -mean, count: outcomes.count)
    let ranked = outcomes.ranked
    ranked.forEachFitted(reading.isotonicFit) { group, fitted in
      let (first, second) = probabilities(ranked.score(of: group), fitted)
      let gains = (
        group.positives > 0 ? score.gainOfPositive(first, second) : 0,
        group.negatives > 0 ? score.gainOfNegative(first, second) : 0
      )
      for row in ranked.rows(of: group) {
        φ[row] = (outcomes.labels[row] == 1 ? gains.0 : gains.1) - mean
      }
    }
    return Influence(φ)
  }
}
