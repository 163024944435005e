public import VaglioFindings
internal import VaglioStatistics

/// How much Tweedie deviance the predictions save against the labels' mean, 1 − D/D₀.
///
/// Power 0, the default as in scikit-learn, is R². 1 is perfect, 0 no better than the mean.
/// Undefined when a row lies outside the family's domain (``TweedieDeviance``), when the labels are
/// constant, and for a negative power when their mean is not positive.
public struct D2TweedieScore: D2Metric {
  /// The power of the variance function.
  public let power: Double

  /// The score at a power that is not between 0 and 1.
  public init(power: Double = 0) {
    precondition(power <= 0 || power >= 1, "there is no Tweedie family between 0 and 1")
    self.power = power
  }

  public var measure: Measure {
    Measure(
      name: power == 0 ? "d2_tweedie_score" : "d2_tweedie_score[power=\(power.optionText)]",
      title: power == 0
        ? "D² Tweedie score" : "D² Tweedie score, power \(power.optionText)",
      definition: "1 − D/D₀ with the mean Tweedie deviance D, D₀ that of the labels' mean.",
      range: -Double.infinity...1, direction: .higherIsBetter, source: "ISBN 978-0412997112")
  }

  public var loss: TweedieDeviance { TweedieDeviance(power: power) }
  public var violation: String { loss.violation }

  public func bestConstant(of rows: PredictedRows) -> Double {
    var sum = ExactSum()
    for row in 0..<rows.rows.count {
      sum.add(product: rows.rows.tick(row).asDouble, rows.rows.labels[row])
    }
    return sum.value / rows.rows.total.asDouble
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "power", "at most 0, or at least 1", "the power of the mean that the variance grows with",
        standard: "0",
        example: "1.5")
    ]
  }

  public func configured(_ options: [String: String]) -> D2TweedieScore? {
    configured(options, number: "power") { power in
      power > 0 && power < 1 ? nil : D2TweedieScore(power: power)
    }
  }
}

extension Metric where Self == D2TweedieScore {
  /// The share of the mean's Tweedie deviance that is saved.
  public static func d2TweedieScore(power: Double = 0) -> D2TweedieScore {
    D2TweedieScore(power: power)
  }
}
