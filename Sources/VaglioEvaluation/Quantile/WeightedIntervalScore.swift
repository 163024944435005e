public import VaglioFindings

/// (½|y − m| + Σ α/2·Sα)/(K + ½) with the median m and the scores Sα of the K central intervals; NaN
/// unless the levels are symmetric about a median.
public struct WeightedIntervalLoss: RowLoss {
  public init() {}

  public var isSkewed: Bool { true }

  @discardableResult
  public func write(
    _ outcomes: QuantileOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    guard outcomes.isSymmetric, let median = outcomes.position(ofLevel: 0.5) else {
      losses.update(repeating: .nan)
      return 0
    }
    let (levels, quantiles, pairs) = (outcomes.levels, outcomes.quantiles, median)
    for (position, row) in rows.enumerated() {
      let label = outcomes.actual[row]
      var sum = abs(label - quantiles[median][row]) / 2
      for lower in 0..<pairs {
        let (l, u) = (quantiles[lower][row], quantiles[levels.count - 1 - lower][row])
        let tail = levels[lower]
        sum += tail * (u - l) + max(0, l - label) + max(0, label - u)
      }
      losses[position] = sum / (Double(pairs) + 0.5)
    }
    return 0
  }
}

/// The weighted interval score: the scores of all central intervals and the median's error, weighted
/// so that it approximates the continuous ranked probability score.
///
/// Bracher, Ray, Gneiting and Reich 2021, doi:10.1371/journal.pcbi.1008618, equation 1 with the weights
/// α/2. Undefined unless the predicted levels are pairs α and 1 − α about a median.
public struct WeightedIntervalScore: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "weighted_interval_score", title: "Weighted interval score",
      definition:
        "Mean of (½|y − m| + Σ α/2·Sα)/(K + ½) with the median m and the scores Sα of the K "
        + "central intervals of levels 1 − α.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit",
      source: "doi:10.1371/journal.pcbi.1008618")
  }

  public var loss: WeightedIntervalLoss { WeightedIntervalLoss() }
  public var isStandard: Bool { false }

  public func value(of reading: Moments) throws(Undefined) -> Double {
    guard reading.rows > 0 else { throw Undefined("there are no rows") }
    guard reading.weight > 0 else {
      throw Undefined("the predicted levels are not pairs about a median")
    }
    return reading.mean
  }
}

extension Metric where Self == WeightedIntervalScore {
  /// The weighted interval score.
  public static var weightedIntervalScore: WeightedIntervalScore { WeightedIntervalScore() }
}
