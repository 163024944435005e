public import VaglioFindings

/// |p − y| of a prediction p and a label y.
public struct AbsoluteLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    abs(outcomes.predicted[row] - outcomes.actual[row])
  }
}

/// Mean of |p − y|.
public struct MeanAbsoluteError: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_absolute_error", title: "Mean absolute error",
      definition: "Mean of |p − y|.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var loss: AbsoluteLoss { AbsoluteLoss() }
}

extension Metric where Self == MeanAbsoluteError {
  /// Mean absolute error.
  public static var meanAbsoluteError: MeanAbsoluteError { MeanAbsoluteError() }
}
