public import VaglioFindings

/// The median of |p − y|; with an even number of rows the mean of the two in the middle.
///
/// With weights the inverted distribution function, averaged over the interval where it is flat, as
/// in scikit-learn. It is the ``QuantileError`` at ½, whose intervals and influence it has.
public struct MedianAbsoluteError: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = PredictedRows

  public init() {}

  private var quantile: QuantileError { QuantileError(q: 0.5) }

  public var measure: Measure {
    Measure(
      name: "median_absolute_error", title: "Median absolute error",
      definition: "The median of |p − y|.", range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String { quantile.intervalMethod }

  public func makeStatistic() -> PredictedRows { PredictedRows() }

  public func value(of reading: PredictedRows) throws(Undefined) -> Double {
    try quantile.value(of: reading)
  }

  public func intervals(of reading: PredictedRows) -> Intervals? {
    quantile.intervals(of: reading)
  }

  public func influence(
    of reading: PredictedRows, on outcomes: RegressionOutcomes
  ) -> Influence? {
    quantile.influence(of: reading, on: outcomes)
  }

  public var scale: IntervalScale { quantile.scale }

  public func resampling(of reading: PredictedRows) -> Resampling? {
    quantile.resampling(of: reading)
  }
}

extension Metric where Self == MedianAbsoluteError {
  /// The median absolute error.
  public static var medianAbsoluteError: MedianAbsoluteError { MedianAbsoluteError() }
}
