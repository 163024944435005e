public import VaglioFindings

/// Share of the rows predicted negative that are positive, FN/(FN + TN); 1 − negative predictive
/// value.
///
/// Undefined when no row is predicted negative. With weights every count is a sum of weights.
public struct FalseOmissionRate: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "false_omission_rate", title: "False omission rate",
      definition:
        "Share of the rows predicted negative that are positive, FN/(FN + TN).",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var numerator: [Cell] { [.falseNegative] }
  public var denominator: [Cell] { [.falseNegative, .trueNegative] }
  public var emptiness: String { "no row is predicted negative" }
  public var isStandard: Bool { false }
}

extension Metric where Self == FalseOmissionRate {
  /// The false omission rate.
  public static var falseOmissionRate: FalseOmissionRate { FalseOmissionRate() }
}
