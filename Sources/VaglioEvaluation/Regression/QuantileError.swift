public import VaglioFindings
internal import VaglioStatistics

/// A quantile of |p − y|: so far off is the worst of so many predictions, at most.
///
/// The inverted distribution function, averaged over the interval where it is flat (type 2), with
/// weights too. Interval: order statistics with exact binomial ranks. It is not smooth in single rows;
/// its influence is Bahadur's (1966, doi:10.1214/aoms/1177699450), with the density at the quantile
/// taken from the width of the interval (McKean and Schrader 1984, doi:10.1080/03610918408812413).
public struct QuantileError: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = PredictedRows

  /// The share of rows whose error is at most the value.
  public let q: Double

  /// The error that a share `q` of the rows, above 0 and below 1, does not exceed.
  public init(q: Double = 0.9) {
    precondition(q > 0 && q < 1, "a quantile lies above 0 and below 1")
    self.q = q
  }

  public var measure: Measure {
    Measure(
      name: q == 0.9 ? "quantile_error" : "quantile_error[q=\(q.optionText)]",
      title: q == 0.9 ? "90 % quantile of the error" : "Quantile \(q.optionText) of the error",
      definition: "The quantile q of |p − y|, by default 0.9.", range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String {
    "Order statistics with binomial ranks; Poisson bootstrap of a difference up to 100,000 rows, "
      + "beyond that linearisation"
  }

  public func makeStatistic() -> PredictedRows { PredictedRows() }

  public func value(of reading: PredictedRows) throws(Undefined) -> Double {
    guard reading.rows.total > 0 else { throw Undefined("there are no rows") }
    return errors(of: reading).quantile(q)
  }

  private func errors(of reading: PredictedRows) -> SortedValues {
    SortedValues(
      zip(reading.rows.values, reading.rows.labels).map { abs($0.0 - $0.1) }, of: reading.rows)
  }

  public func intervals(of reading: PredictedRows) -> Intervals? {
    let (errors, q) = (errors(of: reading), q)
    let (count, value) = (Int(errors.total), errors.quantile(q))
    return { level in
      guard let ranks = OrderStatisticInterval.ranks(count: count, probability: q, level: level)
      else { return nil }
      return Interval(
        lower: errors.value(atRank: Int128(ranks.lower)),
        upper: errors.value(atRank: Int128(ranks.upper)), level: level,
        method: "order-statistic"
      ).stretched(to: value)
    }
  }

  /// φᵢ = (q − 1[|eᵢ| < Q] − q·1[|eᵢ| = Q])/f(Q).
  public func influence(
    of reading: PredictedRows, on outcomes: RegressionOutcomes
  ) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    let count = outcomes.rows.effectiveCount ?? outcomes.rows.totalWeight
    guard
      let ranks = OrderStatisticInterval.ranks(
        count: Int(count.rounded()), probability: q, level: .ninetyFivePercent)
    else { return nil }
    let errors = errors(of: reading)
    let scale = Double(errors.total) / count.rounded()
    let width =
      errors.value(atRank: Int128(Double(ranks.upper) * scale))
      - errors.value(atRank: max(1, Int128(Double(ranks.lower) * scale)))
    // Half the width is about 1.96·(√(q(1 − q))/f)/√n.
    let deviation = (q * (1 - q)).squareRoot()
    let reciprocal =
      width / (2 * deviation * ConfidenceLevel.ninetyFivePercent.deviate) * count.squareRoot()
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let e = abs(outcomes.predicted[row] - outcomes.actual[row])
        φ[position] = reciprocal * (e < value ? q - 1 : e > value ? q : 0)
      }
    }
  }

  public var scale: IntervalScale { .logarithm }

  public func resampling(of reading: PredictedRows) -> Resampling? {
    let (errors, q) = (errors(of: reading), q)
    return { weights in errors.quantile(q, weights) }
  }

  public var isStandard: Bool { false }

  public var options: [MetricOption] {
    [
      MetricOption(
        "q", "above 0 and below 1", "the share of the rows whose error is no larger",
        standard: "0.9",
        example: "0.5")
    ]
  }

  public func configured(_ options: [String: String]) -> QuantileError? {
    configured(options, number: "q") { $0 > 0 && $0 < 1 ? QuantileError(q: $0) : nil }
  }
}

extension Metric where Self == QuantileError {
  /// The error that a share `q` of the rows does not exceed.
  public static func quantileError(q: Double = 0.9) -> QuantileError { QuantileError(q: q) }
}
