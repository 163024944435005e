public import VaglioFindings

/// Share of the negative rows that are predicted negative, TN/(TN + FP); the true negative rate.
///
/// Undefined when no row is negative. With weights every count is a sum of weights.
public struct Specificity: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "specificity", title: "Specificity",
      definition:
        "Share of the negative rows that are predicted negative, TN/(TN + FP); the true negative rate.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.trueNegative] }
  public var denominator: [Cell] { [.trueNegative, .falsePositive] }
  public var emptiness: String { "no row is negative" }
}

extension Metric where Self == Specificity {
  /// Specificity.
  public static var specificity: Specificity { Specificity() }
}
