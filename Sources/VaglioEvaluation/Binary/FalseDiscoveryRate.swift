public import VaglioFindings

/// Share of the rows predicted positive that are negative, FP/(FP + TP); 1 − precision.
///
/// Undefined when no row is predicted positive. With weights every count is a sum of weights.
public struct FalseDiscoveryRate: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "false_discovery_rate", title: "False discovery rate",
      definition:
        "Share of the rows predicted positive that are negative, FP/(FP + TP).",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var numerator: [Cell] { [.falsePositive] }
  public var denominator: [Cell] { [.falsePositive, .truePositive] }
  public var emptiness: String { "no row is predicted positive" }
  public var isStandard: Bool { false }
}

extension Metric where Self == FalseDiscoveryRate {
  /// The false discovery rate.
  public static var falseDiscoveryRate: FalseDiscoveryRate { FalseDiscoveryRate() }
}
