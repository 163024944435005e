public import VaglioFindings

/// How much pinball loss the predictions save against the labels' own quantile, 1 − L/L₀.
///
/// Koenker and Machado 1999, doi:10.1080/01621459.1999.10473882, equation 7. 1 is perfect, 0 no better
/// than the constant quantile. Undefined when the labels are constant; scikit-learn gives 0 or 1.
public struct D2PinballScore: D2Metric {
  /// The quantile that is predicted.
  public let alpha: Double

  /// The score at a quantile above 0 and below 1.
  public init(alpha: Double = 0.5) {
    precondition(alpha > 0 && alpha < 1, "a quantile lies above 0 and below 1")
    self.alpha = alpha
  }

  public var measure: Measure {
    Measure(
      name: alpha == 0.5 ? "d2_pinball_score" : "d2_pinball_score[alpha=\(alpha.optionText)]",
      title: alpha == 0.5 ? "D² pinball score" : "D² pinball score, α = \(alpha.optionText)",
      definition: "1 − L/L₀ with the pinball loss L, L₀ that of the labels' quantile α.",
      range: -Double.infinity...1, direction: .higherIsBetter,
      source: "doi:10.1080/01621459.1999.10473882")
  }

  public var loss: PinballLoss { PinballLoss(alpha: alpha) }

  public func bestConstant(of rows: PredictedRows) -> Double {
    SortedValues(rows.rows.labels, of: rows.rows).quantile(alpha)
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "alpha", "above 0 and below 1", "the level of the quantile predicted", standard: "0.5",
        example: "0.9")
    ]
  }

  public func configured(_ options: [String: String]) -> D2PinballScore? {
    configured(options, number: "alpha") { alpha in
      alpha > 0 && alpha < 1 ? D2PinballScore(alpha: alpha) : nil
    }
  }
}

extension Metric where Self == D2PinballScore {
  /// The share of the constant quantile's pinball loss that is saved.
  public static func d2PinballScore(alpha: Double = 0.5) -> D2PinballScore {
    D2PinballScore(alpha: alpha)
  }
}
