/// Labels of two or more classes, beside one model's scores of every class.
public struct MulticlassOutcomes: Outcomes {
  public let rows: Rows
  /// The classes' names, in the order in which labels and scores count them.
  public let classes: [String]
  /// One per row: the number of its class, from 0.
  public let labels: [Int32]
  /// One list per class, in it one score per row; none where only decisions are known.
  public let scores: [[Double]]
  /// One per row: the number of the class that is predicted, from 0.
  public let predicted: [Int32]
  private let ranking = Cached<ClassRankings>()

  /// Labels and scores; predicted is the class of the highest score, of equal ones the first.
  ///
  /// - Precondition: one label and one score of each class (not NaN) per row.
  public init(classes: [String], labels: [Int32], scores: [[Double]], rows: Rows? = nil) {
    precondition(scores.count == classes.count, "scores of every class")
    precondition(scores.allSatisfy { $0.count == labels.count }, "one score per row")
    self.init(
      classes: classes, labels: labels, scores: scores,
      predicted: Self.highest(scores, rows: labels.count), rows: rows)
  }

  /// Labels and decisions alone.
  ///
  /// - Precondition: one label and one decision per row.
  public init(classes: [String], labels: [Int32], predicted: [Int32], rows: Rows? = nil) {
    self.init(classes: classes, labels: labels, scores: [], predicted: predicted, rows: rows)
  }

  private init(
    classes: [String], labels: [Int32], scores: [[Double]], predicted: [Int32], rows: Rows?
  ) {
    let rows = rows ?? Rows(count: labels.count)
    precondition(labels.count == rows.count && predicted.count == rows.count, "one per row")
    (self.classes, self.labels, self.scores) = (classes, labels, scores)
    (self.predicted, self.rows) = (predicted, rows)
  }

  private static func highest(_ scores: [[Double]], rows: Int) -> [Int32] {
    var best = [Int32](repeating: 0, count: rows)
    guard var highest = scores.first else { return best }
    best.withUnsafeMutableBufferPointer { best in
      highest.withUnsafeMutableBufferPointer { highest in
        for (number, column) in scores.enumerated().dropFirst() {
          column.withUnsafeBufferPointer { column in
            for row in 0..<rows {
              let isHigher = column[row] > highest[row]
              highest[row] = isHigher ? column[row] : highest[row]
              best[row] = isHigher ? Int32(truncatingIfNeeded: number) : best[row]
            }
          }
        }
      }
    }
    return best
  }

  /// The rows in the order of the scores of each class, made once.
  var rankings: ClassRankings {
    ranking.value {
      ClassRankings(classes: classes, labels: labels, scores: scores, rows: rows)
    }
  }

  public func taking(_ rows: [Int32]) -> MulticlassOutcomes {
    MulticlassOutcomes(
      classes: classes, labels: rows.map { labels[Int($0)] },
      scores: scores.map { column in rows.map { column[Int($0)] } },
      predicted: rows.map { predicted[Int($0)] }, rows: self.rows.taking(rows))
  }

  public func with(_ rows: Rows) -> MulticlassOutcomes {
    MulticlassOutcomes(
      classes: classes, labels: labels, scores: scores, predicted: predicted, rows: rows)
  }

  public func predictsSame(as other: MulticlassOutcomes) -> Bool {
    scores == other.scores && predicted == other.predicted
  }
}
