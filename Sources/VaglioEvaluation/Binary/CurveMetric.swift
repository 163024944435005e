public import VaglioFindings

/// A metric that is read off the curve of a ranking: what its thresholds select.
///
/// It may jump with a single row's weight, so that a difference, and where there is no influence the
/// value as well, are resampled.
public protocol CurveMetric: Metric where Observed == BinaryOutcomes, Statistic == RankedScores {
  /// The value, or the reason why there is none.
  func value(on curve: RankedCurve) throws(Undefined) -> Double
}

extension CurveMetric {
  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    try value(on: RankedCurve(reading))
  }

  public func resampling(of reading: RankedRows) -> Resampling? {
    { weights in try? value(on: RankedCurve(reading, resampledBy: weights)) }
  }

  public var isStandard: Bool { false }
}

extension RankedCurve {
  /// Both classes, or the reason why a rate has no denominator.
  func requirePositives() throws(Undefined) {
    guard positives > 0 else { throw Undefined("no row is positive") }
  }

  func requireNegatives() throws(Undefined) {
    guard negatives > 0 else { throw Undefined("no row is negative") }
  }
}
