public import VaglioFindings
internal import VaglioStatistics

/// The harmonic mean of precision and recall, 2TP/(2TP + FP + FN).
///
/// 0 when there is no true positive but an error; undefined when every row is a true negative.
/// Interval: Wilson's for Jaccard's index J = TP/(TP + FP + FN), carried over by F₁ = 2J/(1 + J),
/// which is strictly increasing; the delta method undercovers at small counts.
public struct F1Score: ConfusionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "f1", title: "F1",
      definition: "Harmonic mean of precision and recall, 2TP/(2TP + FP + FN).", range: 0...1,
      direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Wilson on Jaccard's index, carried over; of a difference linearisation"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    let denominator =
      2 * reading.truePositives + reading.falsePositives + reading.falseNegatives
    guard denominator > 0 else { throw Undefined("no row is positive or predicted positive") }
    return 2 * reading.truePositives / denominator
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    { level in
      F1Interval.wilsonJaccard(
        truePositives: reading.truePositives, falsePositives: reading.falsePositives,
        falseNegatives: reading.falseNegatives, level: level)
    }
  }

  public func gradient(at table: CellWeights) -> [Double] {
    let denominator = 2 * table.truePositives + table.falsePositives + table.falseNegatives
    let (value, scale) = (2 * table.truePositives / denominator, table.total / denominator)
    return [0, -value * scale, -value * scale, 2 * (1 - value) * scale]
  }

  public var scale: IntervalScale { .logit }
}

extension Metric where Self == F1Score {
  /// The F₁ score.
  public static var f1: F1Score { F1Score() }
}
