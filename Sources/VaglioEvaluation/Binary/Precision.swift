public import VaglioFindings

/// Share of the rows predicted positive that are positive, TP/(TP + FP); the positive predictive value.
///
/// Undefined when no row is predicted positive. With weights every count is a sum of weights.
public struct Precision: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "precision", title: "Precision",
      definition:
        "Share of the rows predicted positive that are positive, TP/(TP + FP); the positive predictive value.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.truePositive] }
  public var denominator: [Cell] { [.truePositive, .falsePositive] }
  public var emptiness: String { "no row is predicted positive" }
}

extension Metric where Self == Precision {
  /// Precision.
  public static var precision: Precision { Precision() }
}
