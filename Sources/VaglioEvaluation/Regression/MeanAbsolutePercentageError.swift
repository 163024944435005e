public import VaglioFindings

/// |p − y|/|y| of a prediction p and a label y; rows with label 0 are left out.
public struct RelativeLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let actual = outcomes.actual[row]
    return actual == 0 ? .nan : abs(outcomes.predicted[row] - actual) / abs(actual)
  }

  public func notes(on moments: Moments) -> [String] {
    moments.left == 0 ? [] : ["\(moments.left) rows with label 0 left out"]
  }
}

/// Mean of |p − y|/|y| over rows whose label is not 0, as a fraction.
///
/// Rows with label 0 are left out and counted in a note (scikit-learn divides by 2.2·10⁻¹⁶ instead);
/// undefined when all labels are 0.
public struct MeanAbsolutePercentageError: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_absolute_percentage_error", title: "Mean absolute percentage error",
      definition: "Mean of |p − y|/|y| over rows whose label is not 0, as a fraction.",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var loss: RelativeLoss { RelativeLoss() }
  public var emptiness: String { "every label is 0" }
}

extension Metric where Self == MeanAbsolutePercentageError {
  /// Mean absolute percentage error.
  public static var meanAbsolutePercentageError: MeanAbsolutePercentageError {
    MeanAbsolutePercentageError()
  }
}
