public import VaglioStatistics

/// Labels that are positive or negative, beside one model's scores.
public struct BinaryOutcomes: Outcomes {
  public let rows: Rows
  /// One per row: 1 for a positive, 0 for a negative.
  public let labels: [UInt8]
  /// One per row; the higher, the more likely positive.
  public let scores: [Double]
  /// A row is predicted positive when its score is at least this.
  public let threshold: Double
  private let ranking = Cached<RankedRows>()
  private let ordering = Cached<ScoreOrder>()
  /// The rows' logarithmic losses, for the metrics that share them.
  let losses = Cached<[Double]>()

  /// Labels and scores.
  ///
  /// - Precondition: one label (0 or 1) and one score (not NaN) per row.
  public init(labels: [UInt8], scores: [Double], threshold: Double = 0.5, rows: Rows? = nil) {
    let rows = rows ?? Rows(count: labels.count)
    precondition(labels.count == rows.count && scores.count == rows.count, "one per row")
    (self.labels, self.scores, self.threshold, self.rows) = (labels, scores, threshold, rows)
  }

  /// The rows in ascending order of score, made once.
  public var order: ScoreOrder { ordering.value { ScoreOrder(scores) } }

  /// The labels in the order of the scores, made once.
  var ranked: RankedRows { ranking.value { RankedRows(self) } }

  public func taking(_ rows: [Int32]) -> BinaryOutcomes {
    BinaryOutcomes(
      labels: rows.map { labels[Int($0)] }, scores: rows.map { scores[Int($0)] },
      threshold: threshold, rows: self.rows.taking(rows))
  }

  public func with(_ rows: Rows) -> BinaryOutcomes {
    BinaryOutcomes(labels: labels, scores: scores, threshold: threshold, rows: rows)
  }

  public func predictsSame(as other: BinaryOutcomes) -> Bool {
    scores == other.scores && threshold == other.threshold
  }

  /// Whether a row is predicted positive.
  @inlinable
  public func isPredictedPositive(_ row: Int) -> Bool { scores[row] >= threshold }
}
