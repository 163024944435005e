public import VaglioFindings

/// Share of the negative rows that are predicted positive, FP/(FP + TN); 1 − specificity, fall-out.
///
/// Undefined when no row is negative. With weights every count is a sum of weights.
public struct FalsePositiveRate: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "false_positive_rate", title: "False positive rate",
      definition:
        "Share of the negative rows that are predicted positive, FP/(FP + TN).",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var numerator: [Cell] { [.falsePositive] }
  public var denominator: [Cell] { [.falsePositive, .trueNegative] }
  public var emptiness: String { "no row is negative" }
  public var isStandard: Bool { false }
}

extension Metric where Self == FalsePositiveRate {
  /// The false positive rate.
  public static var falsePositiveRate: FalsePositiveRate { FalsePositiveRate() }
}
