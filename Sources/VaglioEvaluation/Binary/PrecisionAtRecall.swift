public import VaglioFindings

/// The largest precision among the thresholds whose recall is at least so much.
///
/// Thresholds are scores that occur; the lowest selects every row, so that any recall is reached
/// (torchmetrics' `PrecisionAtFixedRecall`). Undefined when no row is positive. Being the largest of
/// many it is slightly too high on average, and not smooth in the rows: it is resampled.
public struct PrecisionAtRecall: CurveMetric {
  /// The recall that is asked for, from 0 to 1.
  public let recall: Double

  /// - Precondition: `recall` lies between 0 and 1.
  public init(recall: Double = 0.8) {
    precondition(recall >= 0 && recall <= 1, "a recall lies between 0 and 1")
    self.recall = recall
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("precision_at_recall", [("recall", recall, 0.8)]),
      title: "Precision at recall \(OptionNumber.text(recall))",
      definition: "Largest precision among the thresholds whose recall is at least so much.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Poisson bootstrap" }

  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    try curve.requirePositives()
    let first = curve.firstPlace { curve.truePositives[$0] / curve.positives >= recall }
    var best = 0.0
    for place in first...curve.scores where curve.selected(place) > 0 {
      best = max(best, curve.truePositives[place] / curve.selected(place))
    }
    return best
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "recall", "from 0 to 1", "the recall that is asked for", standard: "0.8",
        example: "0.9")
    ]
  }

  public func configured(_ options: [String: String]) -> PrecisionAtRecall? {
    options.onlyNumber("recall", default: 0.8) { $0 >= 0 && $0 <= 1 }
      .map { PrecisionAtRecall(recall: $0) }
  }
}

extension Metric where Self == PrecisionAtRecall {
  /// The largest precision at a recall.
  public static func precisionAtRecall(_ recall: Double = 0.8) -> PrecisionAtRecall {
    PrecisionAtRecall(recall: recall)
  }
}
