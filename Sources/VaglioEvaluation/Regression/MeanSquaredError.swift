public import VaglioFindings

/// (p − y)² of a prediction p and a label y.
public struct SquaredLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    (outcomes.predicted[row] - outcomes.actual[row]).square
  }
}

/// Mean of (p − y)².
public struct MeanSquaredError: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_squared_error", title: "Mean squared error",
      definition: "Mean of (p − y)².",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit, squared")
  }

  public var loss: SquaredLoss { SquaredLoss() }
}

extension Metric where Self == MeanSquaredError {
  /// Mean squared error.
  public static var meanSquaredError: MeanSquaredError { MeanSquaredError() }
}
