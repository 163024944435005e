public import VaglioFindings

/// Share of rows that are positive, (TP + FN)/N; it describes the data, not the model.
///
/// Undefined when there are no rows. With weights every count is a sum of weights.
public struct Prevalence: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "prevalence", title: "Prevalence",
      definition:
        "Share of rows that are positive, (TP + FN)/N; it describes the data, not the model.",
      range: 0...1, direction: .neutral)
  }

  public var numerator: [Cell] { [.truePositive, .falseNegative] }
  public var denominator: [Cell] { Cell.allCases }
  public var emptiness: String { "there are no rows" }
}

extension Metric where Self == Prevalence {
  /// Prevalence.
  public static var prevalence: Prevalence { Prevalence() }
}
