public import VaglioFindings

/// 2|p − y|/(|p| + |y|), 0 where both are 0.
public struct SymmetricRelativeLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let (y, p) = (outcomes.actual[row], outcomes.predicted[row])
    let size = abs(y) + abs(p)
    if size == 0 { return 0 }
    // Halves of the largest doubles can be added.
    return size.isFinite
      ? 2 * (abs(p - y) / size) : 2 * (abs(p / 2 - y / 2) / (abs(y) / 2 + abs(p) / 2))
  }
}

/// Mean of 2|p − y|/(|p| + |y|), from 0 to 2; 0 where label and prediction are both 0.
///
/// Makridakis 1993, doi:10.1016/0169-2070(93)90079-3. Others give it in per cent, or without the
/// factor 2, or leave rows of two zeros out.
public struct SymmetricMeanAbsolutePercentageError: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "symmetric_mean_absolute_percentage_error",
      title: "Symmetric mean absolute percentage error",
      definition: "Mean of 2|p − y|/(|p| + |y|), 0 where both are 0.",
      range: 0...2, direction: .lowerIsBetter, source: "doi:10.1016/0169-2070(93)90079-3")
  }

  public var loss: SymmetricRelativeLoss { SymmetricRelativeLoss() }
  public var isStandard: Bool { false }
}

extension Metric where Self == SymmetricMeanAbsolutePercentageError {
  /// The symmetric mean absolute percentage error.
  public static var symmetricMeanAbsolutePercentageError: SymmetricMeanAbsolutePercentageError {
    SymmetricMeanAbsolutePercentageError()
  }
}
