public import VaglioFindings

/// p − y of a prediction p and a label y.
public struct SignedError: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    outcomes.predicted[row] - outcomes.actual[row]
  }
}

/// Mean of p − y: above 0 when predictions are too high.
public struct Bias: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "bias", title: "Bias",
      definition: "Mean of p − y; above 0 when predictions are too high.",
      range: -Double.infinity...Double.infinity, direction: .nearerIsBetter(to: 0),
      unit: "the label's unit")
  }

  public var loss: SignedError { SignedError() }
}

extension Metric where Self == Bias {
  /// Bias.
  public static var bias: Bias { Bias() }
}
