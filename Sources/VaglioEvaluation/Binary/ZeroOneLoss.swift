public import VaglioFindings

/// Share of rows whose prediction at the threshold differs from the label, (FP + FN)/N; 1 −
/// accuracy, scikit-learn's `zero_one_loss` and `hamming_loss`.
///
/// Undefined when there are no rows. With weights every count is a sum of weights.
public struct ZeroOneLoss: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "zero_one_loss", title: "Zero–one loss",
      definition:
        "Share of rows whose prediction at the threshold differs from the label, (FP + FN)/N.",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var numerator: [Cell] { [.falsePositive, .falseNegative] }
  public var denominator: [Cell] { Cell.allCases }
  public var emptiness: String { "there are no rows" }
  public var isStandard: Bool { false }
}

extension Metric where Self == ZeroOneLoss {
  /// Zero-one loss.
  public static var zeroOneLoss: ZeroOneLoss { ZeroOneLoss() }
}
