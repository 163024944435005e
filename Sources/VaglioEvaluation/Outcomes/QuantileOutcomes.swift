/// Numbers that came true, beside one model's predictions of quantiles of them.
public struct QuantileOutcomes: Outcomes {
  public let rows: Rows
  /// One per row, in the label's unit.
  public let actual: [Double]
  /// The levels that are predicted, ascending, above 0 and below 1.
  public let levels: [Double]
  /// One list per level, in it one prediction per row, in the label's unit.
  public let quantiles: [[Double]]

  /// Labels and predicted quantiles.
  ///
  /// - Precondition: ascending levels; one finite label and one finite quantile of each level per
  ///   row. Quantiles of a row may cross.
  public init(actual: [Double], levels: [Double], quantiles: [[Double]], rows: Rows? = nil) {
    let rows = rows ?? Rows(count: actual.count)
    precondition(levels.allSatisfy { $0 > 0 && $0 < 1 }, "levels lie above 0 and below 1")
    precondition(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }, "levels ascend")
    precondition(levels.count == quantiles.count, "quantiles of every level")
    precondition(
      actual.count == rows.count && quantiles.allSatisfy { $0.count == rows.count }, "one per row")
    (self.actual, self.levels, self.quantiles, self.rows) = (actual, levels, quantiles, rows)
  }

  public func taking(_ rows: [Int32]) -> QuantileOutcomes {
    QuantileOutcomes(
      actual: rows.map { actual[Int($0)] }, levels: levels,
      quantiles: quantiles.map { column in rows.map { column[Int($0)] } },
      rows: self.rows.taking(rows))
  }

  public func predictsSame(as other: QuantileOutcomes) -> Bool {
    levels == other.levels && quantiles == other.quantiles
  }
}
