public import VaglioFindings

/// The least mean cost per row that any threshold reaches, the one above all scores included.
///
/// It is what the scores could achieve with the best threshold for these very rows, and so slightly
/// too low on average for new ones. At a unique best threshold it is smooth, with the error of the
/// cost there: moving the threshold changes nothing in the first order. The upper bound is raised by
/// an estimate of what the choice of the threshold gains on these rows. O(n log n) for the sorting.
/// Undefined when there are no rows. Costs: ``CostMatrix``.
public struct MinimumCost: CurveMetric {
  /// What each kind of decision costs.
  public let costs: CostMatrix

  public init(_ costs: CostMatrix = CostMatrix()) { self.costs = costs }

  public var measure: Measure {
    Measure(
      name: costs.name("minimum_cost"), title: "Minimum cost" + costs.title,
      definition:
        "Least mean cost per row over all thresholds, min (fp·FP + fn·FN + tn·TN + tp·TP)/N.",
      range: costs.range, direction: .lowerIsBetter, unit: "the costs' unit",
      source: "doi:10.1007/s10994-006-8199-5")
  }

  public var intervalMethod: String {
    "Linearisation at the minimum, the upper bound plus the optimism that halves of the rows show; "
      + "square-and-add of a difference, with the correlation of the rows' influences"
  }

  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    guard curve.total > 0 else { throw Undefined("there are no rows") }
    return costs.mean(in: curve.table(at: curve.cheapestPlace(costs)))
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    let curve = RankedCurve(reading)
    guard curve.total > 0 else { return nil }
    let table = curve.table(at: curve.cheapestPlace(costs))
    guard let intervals = ExpectedCost(costs).intervals(of: table) else { return nil }
    let optimism = reading.optimism { -costs.mean(of: $0) }
    return { level in
      intervals(level).map { interval in
        Interval(
          lower: interval.lower, upper: min(costs.range.upperBound, interval.upper + optimism),
          level: level, method: interval.method + "-at-minimum")
      }
    }
  }

  public func optimism(
    of reading: RankedRows, on outcomes: BinaryOutcomes
  ) -> (below: Double, above: Double) {
    (0, outcomes.optimism { -costs.mean(of: $0) })
  }

  /// Square-and-add of intervals that know the optimism of a minimum; resampling sees it twice.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }

  /// φ = c(cell) − mean at the best threshold.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    let curve = RankedCurve(reading)
    guard curve.total > 0 else { return nil }
    let place = curve.cheapestPlace(costs)
    let (threshold, mean) = (curve.threshold(place), costs.mean(in: curve.table(at: place)))
    let φ = costs.costs.map { $0 - mean }
    return Influence { rows, values in
      for (position, row) in rows.enumerated() {
        let isAbove = place > 0 && outcomes.scores[row] >= threshold
        values[position] =
          φ[
            Cell.index(label: outcomes.labels[row], predictedPositive: isAbove)]
      }
    }
  }

  public func notes(of reading: RankedRows) -> [String] {
    ["the threshold was chosen on these rows; new ones cost a little more at it"]
  }

  public var options: [MetricOption] { CostMatrix.options }

  public func configured(_ options: [String: String]) -> MinimumCost? {
    CostMatrix(options).map { MinimumCost($0) }
  }
}

extension Metric where Self == MinimumCost {
  /// The least mean cost per row over all thresholds.
  public static func minimumCost(_ costs: CostMatrix = CostMatrix()) -> MinimumCost {
    MinimumCost(costs)
  }
}

extension RankedCurve {
  /// The place where decisions cost least; of several the one that selects the fewest rows.
  func cheapestPlace(_ costs: CostMatrix) -> Int {
    let (ofPositive, ofNegative) = (
      costs.truePositive - costs.falseNegative, costs.falsePositive - costs.trueNegative
    )
    var (best, least) = (0, 0.0)
    for place in 0...scores {
      // The cost of selecting these rows rather than none.
      let cost = ofPositive * truePositives[place] + ofNegative * falsePositives[place]
      if cost < least { (best, least) = (place, cost) }
    }
    return best
  }
}
