public import VaglioFindings

/// The mean cost per row of the decisions at the threshold, (c_fp·FP + c_fn·FN + c_tn·TN + c_tp·TP)/N.
///
/// Costs are the user's; a negative one is a gain. Without options each error costs 1, and the metric
/// is the zero–one loss. Undefined when there are no rows. With weights every count is a sum of
/// weights.
public struct ExpectedCost: ConfusionMetric {
  /// What each kind of decision costs.
  public let costs: CostMatrix

  public init(_ costs: CostMatrix = CostMatrix()) { self.costs = costs }

  public var measure: Measure {
    Measure(
      name: costs.name("expected_cost"), title: "Expected cost" + costs.title,
      definition: "Mean cost per row at the threshold, (fp·FP + fn·FN + tn·TN + tp·TP)/N.",
      range: costs.range, direction: .lowerIsBetter, unit: "the costs' unit")
  }

  public var intervalMethod: String { "Linearisation; of a difference linearisation" }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows") }
    return costs.mean(in: reading)
  }

  /// Student's t knows nothing of the least and the greatest cost: the interval ends there.
  public func intervals(of reading: CellWeights) -> Intervals? {
    let range = costs.range
    return { level in
      delta(at: reading, level: level).map { interval in
        Interval(
          lower: max(interval.lower, range.lowerBound),
          upper: min(interval.upper, range.upperBound), level: level, method: interval.method)
      }
    }
  }

  public func gradient(at table: CellWeights) -> [Double] { costs.costs }

  public var isStandard: Bool { false }

  public var options: [MetricOption] { CostMatrix.options }

  public func configured(_ options: [String: String]) -> ExpectedCost? {
    CostMatrix(options).map { ExpectedCost($0) }
  }
}

extension Metric where Self == ExpectedCost {
  /// The mean cost per row of the decisions at the threshold.
  public static func expectedCost(_ costs: CostMatrix = CostMatrix()) -> ExpectedCost {
    ExpectedCost(costs)
  }
}
