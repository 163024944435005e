public import VaglioFindings

/// Share of the positive rows that are predicted negative, FN/(FN + TP); 1 − recall, the miss rate.
///
/// Undefined when no row is positive. With weights every count is a sum of weights.
public struct FalseNegativeRate: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "false_negative_rate", title: "False negative rate",
      definition:
        "Share of the positive rows that are predicted negative, FN/(FN + TP).",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var numerator: [Cell] { [.falseNegative] }
  public var denominator: [Cell] { [.falseNegative, .truePositive] }
  public var emptiness: String { "no row is positive" }
  public var isStandard: Bool { false }
}

extension Metric where Self == FalseNegativeRate {
  /// The false negative rate.
  public static var falseNegativeRate: FalseNegativeRate { FalseNegativeRate() }
}
