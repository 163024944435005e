/// Numbers that came true, beside one model's predictions of them.
public struct RegressionOutcomes: Outcomes {
  public let rows: Rows
  /// One per row, in the label's unit.
  public let actual: [Double]
  /// One per row, in the label's unit.
  public let predicted: [Double]

  /// Labels and predictions.
  ///
  /// - Precondition: one finite label and one finite prediction per row.
  public init(actual: [Double], predicted: [Double], rows: Rows? = nil) {
    let rows = rows ?? Rows(count: actual.count)
    precondition(actual.count == rows.count && predicted.count == rows.count, "one per row")
    (self.actual, self.predicted, self.rows) = (actual, predicted, rows)
  }

  public func taking(_ rows: [Int32]) -> RegressionOutcomes {
    RegressionOutcomes(
      actual: rows.map { actual[Int($0)] }, predicted: rows.map { predicted[Int($0)] },
      rows: self.rows.taking(rows))
  }

  public func with(_ rows: Rows) -> RegressionOutcomes {
    RegressionOutcomes(actual: actual, predicted: predicted, rows: rows)
  }

  public func predictsSame(as other: RegressionOutcomes) -> Bool { predicted == other.predicted }
}
