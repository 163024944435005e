public import VaglioFindings

/// 1 where a quantile lies above one of a higher level, 0 elsewhere.
public struct CrossedQuantiles: RowLoss {
  public init() {}

  @discardableResult
  public func write(
    _ outcomes: QuantileOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    losses.update(repeating: 0)
    for (lower, upper) in zip(outcomes.quantiles, outcomes.quantiles.dropFirst()) {
      for (position, row) in rows.enumerated() where lower[row] > upper[row] {
        losses[position] = 1
      }
    }
    return 0
  }
}

/// Share of rows whose predicted quantiles are out of order, which no distribution's are.
public struct QuantileCrossingRate: ShareMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "quantile_crossing_rate", title: "Rows with crossing quantiles",
      definition: "Share of rows in which a quantile lies above one of a higher level.",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var loss: CrossedQuantiles { CrossedQuantiles() }
}

extension Metric where Self == QuantileCrossingRate {
  /// The share of rows with crossing quantiles.
  public static var quantileCrossingRate: QuantileCrossingRate { QuantileCrossingRate() }
}
