public import VaglioFindings

/// √ of the mean of (p − y)².
public struct RootMeanSquaredError: RootMeanMetric {
  public typealias Observed = RegressionOutcomes
  public typealias Square = MeanSquaredError

  public init() {}

  public var measure: Measure {
    Measure(
      name: "root_mean_squared_error", title: "Root mean squared error",
      definition: "√ of the mean of (p − y)².", range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String {
    "Roots of the bounds of the mean squared error; of a difference linearisation"
  }

  public var square: MeanSquaredError { MeanSquaredError() }

  public var hasRowwiseInfluence: Bool { true }
}

extension Metric where Self == RootMeanSquaredError {
  /// The root mean squared error.
  public static var rootMeanSquaredError: RootMeanSquaredError { RootMeanSquaredError() }
}
