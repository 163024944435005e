public import VaglioFindings

/// Share of rows that are predicted positive, (TP + FP)/N.
///
/// Undefined when there are no rows. With weights every count is a sum of weights.
public struct SelectionRate: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "selection_rate", title: "Selection rate",
      definition: "Share of rows that are predicted positive, (TP + FP)/N.",
      range: 0...1, direction: .neutral)
  }

  public var numerator: [Cell] { [.truePositive, .falsePositive] }
  public var denominator: [Cell] { Cell.allCases }
  public var emptiness: String { "there are no rows" }
}

extension Metric where Self == SelectionRate {
  /// Selection rate.
  public static var selectionRate: SelectionRate { SelectionRate() }
}
