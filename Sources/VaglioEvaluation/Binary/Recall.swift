public import VaglioFindings

/// Share of the positive rows that are predicted positive, TP/(TP + FN); the true positive rate.
///
/// Undefined when no row is positive. With weights every count is a sum of weights.
public struct Recall: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "recall", title: "Recall",
      definition:
        "Share of the positive rows that are predicted positive, TP/(TP + FN); the true positive rate.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.truePositive] }
  public var denominator: [Cell] { [.truePositive, .falseNegative] }
  public var emptiness: String { "no row is positive" }
}

extension Metric where Self == Recall {
  /// Recall.
  public static var recall: Recall { Recall() }
}
