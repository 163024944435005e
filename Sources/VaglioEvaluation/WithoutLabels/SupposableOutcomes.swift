/// Outcomes whose labels can be supposed where they are not known: each row stands there once with each
/// label, weighted by how likely that is.
public protocol SupposableOutcomes: RecalibratableOutcomes {
  /// The classes' names.
  var classNames: [String] { get }
  /// The number of the class that a row is labelled, from 0.
  func classNumber(of row: Int) -> Int
  /// The probability of each class, one list per class, from columns of probabilities in the shape of
  /// `scoreColumns`.
  static func classShares(_ columns: [[Double]]) -> [[Double]]
  /// The number of the class that is decided on for each row of such scores.
  func decisions(of scores: [[Double]]) -> [Int32]
  /// As many copies of the rows as there are classes, one behind the other, labelled with one class
  /// each.
  ///
  /// - Precondition: `rows` has an entry for every copy of every row.
  func supposed(_ scores: [[Double]], rows: Rows) -> Self
}

extension BinaryOutcomes: SupposableOutcomes {
  public var classNames: [String] { ["negative", "positive"] }

  public func classNumber(of row: Int) -> Int { Int(labels[row]) }

  public static func classShares(_ columns: [[Double]]) -> [[Double]] {
    [columns[0].map { 1 - $0 }, columns[0]]
  }

  public func decisions(of scores: [[Double]]) -> [Int32] {
    scores[0].map { $0 >= threshold ? 1 : 0 }
  }

  public func supposed(_ scores: [[Double]], rows: Rows) -> BinaryOutcomes {
    let count = scores[0].count
    return BinaryOutcomes(
      labels: [UInt8](repeating: 0, count: count) + [UInt8](repeating: 1, count: count),
      scores: scores[0] + scores[0], threshold: threshold, rows: rows)
  }
}

extension MulticlassOutcomes: SupposableOutcomes {
  public var classNames: [String] { classes }

  public func classNumber(of row: Int) -> Int { Int(labels[row]) }

  public static func classShares(_ columns: [[Double]]) -> [[Double]] { columns }

  public func decisions(of scores: [[Double]]) -> [Int32] {
    MulticlassOutcomes(
      classes: classes, labels: [Int32](repeating: 0, count: scores[0].count), scores: scores
    ).predicted
  }

  public func supposed(_ scores: [[Double]], rows: Rows) -> MulticlassOutcomes {
    let count = scores[0].count
    return MulticlassOutcomes(
      classes: classes,
      labels: classes.indices.flatMap { [Int32](repeating: Int32($0), count: count) },
      scores: scores.map { column in Array(classes.indices.map { _ in column }.joined()) },
      rows: rows)
  }
}
