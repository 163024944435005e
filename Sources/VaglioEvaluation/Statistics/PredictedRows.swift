/// Labels and predictions row by row: what medians and ranks are read off.
public struct PredictedRows: SufficientStatistic {
  public typealias Observed = RegressionOutcomes

  var rows = LabelledRows<Double>()

  /// No rows.
  public init() {}

  public var count: Int { rows.count }

  public mutating func add(_ outcomes: RegressionOutcomes, rows: Range<Int>) {
    self.rows.add(outcomes.actual, outcomes.predicted, rows, of: outcomes.rows)
  }

  public mutating func merge(_ other: PredictedRows) { rows.merge(other.rows) }

  public func read() -> PredictedRows { self }
}
