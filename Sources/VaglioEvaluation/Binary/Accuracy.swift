public import VaglioFindings

/// Share of rows whose prediction at the threshold equals the label, (TP + TN)/N.
///
/// Undefined when there are no rows. With weights every count is a sum of weights.
public struct Accuracy: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "accuracy", title: "Accuracy",
      definition: "Share of rows whose prediction at the threshold equals the label, (TP + TN)/N.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.truePositive, .trueNegative] }
  public var denominator: [Cell] { Cell.allCases }
  public var emptiness: String { "there are no rows" }
}

extension Metric where Self == Accuracy {
  /// Accuracy.
  public static var accuracy: Accuracy { Accuracy() }
}
