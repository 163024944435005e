extension MetricCatalogue {
  /// What is measured of predicted quantiles when no metric is named: scores over all levels, then
  /// for each central interval coverage, misses, width and score, then for each level coverage and
  /// loss. The levels ascend.
  public static func quantileStandard(levels: [Double]) -> [any Metric<QuantileOutcomes>] {
    let shape = QuantileOutcomes(
      actual: [], levels: levels, quantiles: levels.map { _ in [] })
    var metrics: [any Metric<QuantileOutcomes>] = [.quantileCRPS, .quantilePinballLoss()]
    if levels.count > 1 {
      if shape.isSymmetric, shape.position(ofLevel: 0.5) != nil {
        metrics.append(.weightedIntervalScore)
      }
      metrics += [.quantileCrossingRate]
      metrics += distances()
    }
    for level in shape.intervalLevels { metrics += interval(level: level) }
    for level in levels {
      metrics.append(.quantileCoverage(alpha: level))
      metrics.append(.quantilePinballLoss(alpha: level))
    }
    return metrics
  }

  /// What is measured of an ensemble when no metric is named: scores, bias, spread, the distance from
  /// calibration, and for each of the central intervals 50 %, 80 % and 90 % that the members can tell
  /// coverage, misses, width and score.
  public static func ensembleStandard(members: Int) -> [any Metric<EnsembleOutcomes>] {
    var metrics: [any Metric<EnsembleOutcomes>] = [.ensembleCRPS()]
    if members > 1 { metrics.append(.ensembleCRPS(estimator: .fair)) }
    metrics.append(.ensembleBias)
    if members > 1 { metrics.append(.spreadSkillRatio) }
    metrics += distances()
    for level in [0.5, 0.8, 0.9]
    where EnsembleOutcomes.smallestEnsemble(level: level) <= members {
      metrics += interval(level: level)
    }
    return metrics
  }

  private static func distances<Observed>() -> [any Metric<Observed>]
  where Observed: ForecastOutcomes {
    [PITKolmogorovSmirnov<Observed>(), PITKuiper<Observed>()]
  }

  private static func interval<Observed>(level: Double) -> [any Metric<Observed>]
  where Observed: ForecastOutcomes {
    [
      IntervalCoverage<Observed>(level: level), LowerMissRate<Observed>(level: level),
      UpperMissRate<Observed>(level: level), MeanIntervalWidth<Observed>(level: level),
      IntervalScore<Observed>(level: level),
    ]
  }
}
