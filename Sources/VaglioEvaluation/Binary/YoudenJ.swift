public import VaglioFindings

/// Recall plus specificity less 1, TPR + TNR − 1: how much likelier a positive row is selected than
/// a negative one.
///
/// Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3; the informedness,
/// yardstick's `j_index`. Undefined unless both classes occur. pROC prints it without the − 1.
public struct YoudenJ: RateSumMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "youden_j", title: "Youden's J",
      definition: "Recall plus specificity less 1, TPR + TNR − 1.", range: -1...1,
      direction: .higherIsBetter,
      source: "doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3")
  }

  public var sum: RateSum { .ofLabels }
}

extension Metric where Self == YoudenJ {
  /// Youden's index.
  public static var youdenJ: YoudenJ { YoudenJ() }
}
