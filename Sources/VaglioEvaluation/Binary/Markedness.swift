public import VaglioFindings

/// Precision plus negative predictive value less 1, PPV + NPV − 1: how much likelier a selected row
/// is positive than one that is not selected.
///
/// Undefined unless some rows are predicted positive and some negative. Given the predictions, its
/// two rates rest on different rows.
public struct Markedness: RateSumMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "markedness", title: "Markedness",
      definition: "Precision plus negative predictive value less 1, PPV + NPV − 1.", range: -1...1,
      direction: .higherIsBetter)
  }

  public var sum: RateSum { .ofPredictions }
}

extension Metric where Self == Markedness {
  /// Markedness.
  public static var markedness: Markedness { Markedness() }
}
