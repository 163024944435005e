public import VaglioFindings

/// How much absolute error the predictions save against the labels' median, 1 − Σ|p − y|/Σ|y − median|.
///
/// 1 is perfect, 0 no better than the median. Undefined when the labels are constant; scikit-learn
/// gives 0 or 1 there.
public struct D2AbsoluteErrorScore: D2Metric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "d2_absolute_error_score", title: "D² absolute error score",
      definition: "1 − Σ|p − y|/Σ|y − median of y|.",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  /// Half the absolute error: the factor falls out of the ratio.
  public var loss: PinballLoss { PinballLoss(alpha: 0.5) }

  public func bestConstant(of rows: PredictedRows) -> Double {
    D2PinballScore().bestConstant(of: rows)
  }
}

extension Metric where Self == D2AbsoluteErrorScore {
  /// The share of the median's absolute error that is saved.
  public static var d2AbsoluteErrorScore: D2AbsoluteErrorScore { D2AbsoluteErrorScore() }
}
