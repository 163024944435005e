internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// A number read off rows, with a band that holds at this point and not at all points together.
public struct BandPoint: Hashable, Sendable {
  /// The number.
  public let value: Double
  /// Its standard error; `nil` where there are too few rows to show one.
  public let standardError: Double?
  /// The lower bound; `nil` without standard error.
  public let lower: Double?
  /// The upper bound; `nil` without standard error.
  public let upper: Double?

  init(value: Double, standardError: Double?, lower: Double?, upper: Double?) {
    (self.value, self.standardError, self.lower, self.upper) = (value, standardError, lower, upper)
  }

  /// value ± t · error.
  init(_ value: Double, _ error: StandardError?, _ level: ConfidenceLevel) {
    let bounds = error.flatMap { error -> (Double, Double)? in
      let reach =
        StudentT(degreesOfFreedom: error.degreesOfFreedom).upperQuantile(level.alpha / 2)
        * error.value
      return reach.isFinite ? (value - reach, value + reach) : nil
    }
    self.value = value
    standardError = bounds == nil ? nil : error?.value
    (lower, upper) = (bounds?.0, bounds?.1)
  }

  init(_ mean: EstimatedMean, _ level: ConfidenceLevel) { self.init(mean.value, mean.error, level) }

  /// The same without what lies beyond a range.
  func within(_ range: ClosedRange<Double>) -> BandPoint {
    BandPoint(
      value: value, standardError: standardError, lower: lower.map { max(range.lowerBound, $0) },
      upper: upper.map { min(range.upperBound, $0) })
  }

  /// The band as the uncertainty of a finding, at its own level alone; `nil` where there is none.
  func uncertainty(_ level: ConfidenceLevel, method: String) -> Uncertainty? {
    guard let lower, let upper else { return nil }
    return Uncertainty(
      interval: Interval(
        lower: min(lower, value), upper: max(upper, value), level: level, method: method),
      curve: nil)
  }
}
