public import VaglioFindings

/// √ of the mean of (ln(1 + p) − ln(1 + y))².
///
/// Undefined when a label or a prediction is −1 or less, on any row.
public struct RootMeanSquaredLogError: RootMeanMetric {
  public typealias Observed = RegressionOutcomes
  public typealias Square = MeanSquaredLogError

  public init() {}

  public var measure: Measure {
    Measure(
      name: "root_mean_squared_log_error", title: "Root mean squared log error",
      definition: "√ of the mean of (ln(1 + p) − ln(1 + y))², for labels and predictions above −1.",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var intervalMethod: String {
    "Roots of the bounds of the mean squared log error; of a difference linearisation"
  }

  public var square: MeanSquaredLogError { MeanSquaredLogError() }
  public var isStandard: Bool { false }
}

extension Metric where Self == RootMeanSquaredLogError {
  /// The root mean squared log error.
  public static var rootMeanSquaredLogError: RootMeanSquaredLogError { RootMeanSquaredLogError() }
}
