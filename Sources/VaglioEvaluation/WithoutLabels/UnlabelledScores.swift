/// A model's scores of rows whose labels are not known.
public struct UnlabelledScores: Sendable {
  /// One list of a binary model, one per class of others; in it one score per row.
  public let columns: [[Double]]
  /// The rows' weights, clusters and identities.
  public let rows: Rows

  /// The scores of a binary model.
  ///
  /// - Throws: ``WithoutLabelsError`` where a score is not a probability, or there are too few.
  public init(_ scores: [Double], rows: Rows? = nil) throws(WithoutLabelsError) {
    try self.init(classes: [scores], rows: rows)
  }

  /// The scores of a model of several classes, one list per class.
  ///
  /// - Throws: ``WithoutLabelsError`` where a score is not a probability, or there are too few.
  public init(classes columns: [[Double]], rows: Rows? = nil) throws(WithoutLabelsError) {
    let count = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == count }, "one score per row")
    precondition(rows.map { $0.count == count } ?? true, "one score per row")
    for column in columns { try Self.check(column, part: "current data") }
    guard count >= Self.fewestRows else {
      throw .tooFewRows(part: "current data", count: count, fewest: Self.fewestRows)
    }
    (self.columns, self.rows) = (columns, rows ?? Rows(count: count))
    guard self.rows.totalWeight > 0 else { throw .unusable("all current rows weigh 0") }
  }

  /// With fewer rows no estimate has an interval worth the name.
  public static let fewestRows = 20

  /// How many rows there are.
  public var count: Int { rows.count }

  static func check(_ scores: [Double], part: String) throws(WithoutLabelsError) {
    guard let row = scores.firstIndex(where: { !(0...1).contains($0) }) else { return }
    throw .notAProbability(part: part, row: row + 1, value: "\(scores[row])")
  }
}
