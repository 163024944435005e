public import VaglioFindings
internal import VaglioStatistics

/// The median of |p − y|; with an even number of rows the mean of the two in the middle.
///
/// With weights the inverted distribution function, averaged over the interval where it is flat, as
/// in scikit-learn. Interval: order statistics with exact binomial ranks. It is not smooth in single
/// rows; its influence is Bahadur's (1966, doi:10.1214/aoms/1177699450), with the density at the
/// median taken from the width of the interval (McKean and Schrader 1984,
/// doi:10.1080/03610918408812413).
public struct MedianAbsoluteError: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = PredictedRows

  public init() {}

  public var measure: Measure {
    Measure(
      name: "median_absolute_error", title: "Median absolute error",
      definition: "The median of |p − y|.", range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String {
    "Order statistics with binomial ranks; Poisson bootstrap of a difference up to 100,000 rows, "
      + "beyond that linearisation"
  }

  public func makeStatistic() -> PredictedRows { PredictedRows() }

  public func value(of reading: PredictedRows) throws(Undefined) -> Double {
    guard reading.rows.total > 0 else { throw Undefined("there are no rows") }
    return SortedResiduals(reading.rows).median
  }

  public func intervals(of reading: PredictedRows) -> Intervals? {
    let residuals = SortedResiduals(reading.rows)
    let (count, median) = (Int(residuals.total), residuals.median)
    return { level in
      guard
        let ranks = OrderStatisticInterval.ranks(count: count, probability: 0.5, level: level)
      else { return nil }
      return Interval(
        lower: residuals.value(atRank: Int128(ranks.lower)),
        upper: residuals.value(atRank: Int128(ranks.upper)), level: level,
        method: "order-statistic"
      ).stretched(to: median)
    }
  }

  /// φᵢ = (½ − 1[|eᵢ| < m] − ½·1[|eᵢ| = m])/f(m).
  public func influence(
    of reading: PredictedRows, on outcomes: RegressionOutcomes
  ) -> Influence? {
    guard let median = try? value(of: reading) else { return nil }
    let count = outcomes.rows.effectiveCount ?? outcomes.rows.totalWeight
    guard
      let ranks = OrderStatisticInterval.ranks(
        count: Int(count.rounded()), probability: 0.5, level: .ninetyFivePercent)
    else { return nil }
    let residuals = SortedResiduals(reading.rows)
    let scale = Double(residuals.total) / count.rounded()
    let width =
      residuals.value(atRank: Int128(Double(ranks.upper) * scale))
      - residuals.value(atRank: max(1, Int128(Double(ranks.lower) * scale)))
    // Half the width is about 1.96·(½/f)/√n.
    let reciprocal = width / ConfidenceLevel.ninetyFivePercent.deviate * count.squareRoot()
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let e = abs(outcomes.predicted[row] - outcomes.actual[row])
        φ[position] = reciprocal * (e < median ? -0.5 : e > median ? 0.5 : 0)
      }
    }
  }

  public var scale: IntervalScale { .logarithm }

  public func resampling(of reading: PredictedRows) -> Resampling? {
    let residuals = SortedResiduals(reading.rows)
    return { weights in residuals.median(weights) }
  }
}

extension Metric where Self == MedianAbsoluteError {
  /// The median absolute error.
  public static var medianAbsoluteError: MedianAbsoluteError { MedianAbsoluteError() }
}

/// |p − y| in ascending order with their weights.
struct SortedResiduals {
  private let values: [Double]
  /// The row of each value.
  private let order: [UInt32]
  /// Σ of ticks up to and with each value.
  private let cumulative: [Int128]

  init(_ rows: LabelledRows<Double>) {
    let residuals = zip(rows.values, rows.labels).map { abs($0.0 - $0.1) }
    order = ScoreOrder(residuals).rows.filter { rows.tick(Int($0)) > 0 }
    values = order.map { residuals[Int($0)] }
    var sum = Int128(0)
    cumulative = order.map { row in
      sum += rows.tick(Int(row))
      return sum
    }
  }

  /// Σ of ticks.
  var total: Int128 { cumulative.last ?? 0 }

  /// The value of the row that holds a rank, from 1 to ``total``.
  func value(atRank rank: Int128) -> Double { values[position(ofRank: rank)] }

  private func position(ofRank rank: Int128) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] >= rank { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The mean of the values at the two ranks in the middle, which coincide for an odd total.
  var median: Double {
    let lower = position(ofRank: (total + 1) / 2)
    let isFlat = 2 * cumulative[lower] == total
    return isFlat ? (values[lower] + values[lower + 1]) / 2 : values[lower]
  }

  /// The median when each row counts as often as its weight says; `nil` when none counts.
  func median(_ weights: UnsafeBufferPointer<UInt8>) -> Double? {
    let total = weights.reduce(0) { $0 &+ Int($1) }
    guard total > 0 else { return nil }
    var (sum, lower) = (0, Double?.none)
    for (position, row) in order.enumerated() where weights[Int(row)] > 0 {
      if let lower { return (lower + values[position]) / 2 }
      sum += Int(weights[Int(row)])
      if 2 * sum > total { return values[position] }
      if 2 * sum == total { lower = values[position] }
    }
    return lower
  }
}
