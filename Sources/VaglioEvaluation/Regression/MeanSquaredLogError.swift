public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// (ln(1 + p) − ln(1 + y))² of a label y > −1 and a prediction p > −1; NaN elsewhere.
public struct SquaredLogLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let (y, p) = (outcomes.actual[row], outcomes.predicted[row])
    return y <= -1 || p <= -1 ? .nan : (log1p(p) - log1p(y)).square
  }
}

/// Mean of (ln(1 + p) − ln(1 + y))²: the squared error of magnitudes.
///
/// Undefined when a label or a prediction is −1 or less, on any row.
public struct MeanSquaredLogError: DomainMeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_squared_log_error", title: "Mean squared log error",
      definition: "Mean of (ln(1 + p) − ln(1 + y))², for labels and predictions above −1.",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var loss: SquaredLogLoss { SquaredLogLoss() }
  public var violation: String { "a label or a prediction of −1 or less" }
  public var isStandard: Bool { false }
}

extension Metric where Self == MeanSquaredLogError {
  /// The mean squared log error.
  public static var meanSquaredLogError: MeanSquaredLogError { MeanSquaredLogError() }
}
