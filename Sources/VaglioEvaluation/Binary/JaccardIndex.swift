public import VaglioFindings

/// Share of the rows that are positive or predicted positive that are both, TP/(TP + FP + FN).
///
/// Undefined when every row is a true negative, where scikit-learn gives 0. Interval: Wilson's,
/// conditional on the number of rows that are no true negatives. With weights every count is a sum
/// of weights.
public struct JaccardIndex: ProportionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "jaccard", title: "Jaccard index",
      definition:
        "Share of the rows that are positive or predicted positive that are both, TP/(TP + FP + FN).",
      range: 0...1, direction: .higherIsBetter)
  }

  public var numerator: [Cell] { [.truePositive] }
  public var denominator: [Cell] { [.truePositive, .falsePositive, .falseNegative] }
  public var emptiness: String { "no row is positive or predicted positive" }
  public var isStandard: Bool { false }
}

extension Metric where Self == JaccardIndex {
  /// Jaccard's index.
  public static var jaccard: JaccardIndex { JaccardIndex() }
}
