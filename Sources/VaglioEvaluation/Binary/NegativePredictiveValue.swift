public import VaglioFindings

/// Share of the rows predicted negative that are negative, TN/(TN + FN).
///
/// Undefined when no row is predicted negative. With weights every count is a sum of weights.
public struct NegativePredictiveValue: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "npv", title: "Negative predictive value",
      definition: "Share of the rows predicted negative that are negative, TN/(TN + FN).",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.trueNegative] }
  public var denominator: [Cell] { [.trueNegative, .falseNegative] }
  public var emptiness: String { "no row is predicted negative" }
}

extension Metric where Self == NegativePredictiveValue {
  /// Negative predictive value.
  public static var negativePredictiveValue: NegativePredictiveValue { NegativePredictiveValue() }
}
