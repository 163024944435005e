public import VaglioFindings

/// |y| of a label y.
public struct LabelMagnitude: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    abs(outcomes.actual[row])
  }
}

/// Σ|p − y|/Σ|y|: the absolute error in proportion to all that there was to predict (WAPE).
///
/// Labels of 0 do no harm. Undefined when all labels are 0.
public struct WeightedAbsolutePercentageError: RatioMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "weighted_absolute_percentage_error", title: "Weighted absolute percentage error",
      definition: "Σ|p − y|/Σ|y|, as a fraction.", range: 0...Double.infinity,
      direction: .lowerIsBetter)
  }

  public var top: AbsoluteLoss { AbsoluteLoss() }
  public var bottom: LabelMagnitude { LabelMagnitude() }
  public var vanishing: String { "every label is 0" }
  public var isStandard: Bool { false }
}

extension Metric where Self == WeightedAbsolutePercentageError {
  /// The weighted absolute percentage error.
  public static var weightedAbsolutePercentageError: WeightedAbsolutePercentageError {
    WeightedAbsolutePercentageError()
  }
}
