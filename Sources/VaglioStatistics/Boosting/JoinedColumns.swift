public import VaglioFindings

/// The columns of reference rows with those of current rows behind them, of which a learner may tell
/// the ones from the others.
public struct JoinedColumns: Sendable {
  /// Reference rows first.
  public let columns: [LearnerColumn]
  public let referenceCount: Int
  public let currentCount: Int

  /// Columns of which the first `referenceCount` rows are the reference's.
  ///
  /// - Throws: `Undefined` where columns are of unequal length, or a part has no row.
  public init(_ columns: [LearnerColumn], referenceCount: Int) throws(Undefined) {
    let count = columns.first?.count ?? 0
    if let odd = columns.first(where: { $0.count != count }) {
      throw Undefined("column \(odd.name) has \(odd.count) rows, not \(count)")
    }
    guard referenceCount > 0 else { throw Undefined("the reference has no rows") }
    guard count > referenceCount else { throw Undefined("the current data have no rows") }
    (self.columns, self.referenceCount) = (columns, referenceCount)
    currentCount = count - referenceCount
  }

  /// How many rows there are in all.
  public var count: Int { referenceCount + currentCount }

  /// The same rows with one column more.
  public func adding(_ column: LearnerColumn) throws(Undefined) -> JoinedColumns {
    try JoinedColumns(columns + [column], referenceCount: referenceCount)
  }

  /// Categories of both parts as codes into the sorted union of their levels, so that neither the
  /// order of rows nor of files shows in them.
  ///
  /// - Precondition: codes are −1 or point to a level of their part.
  public static func categories(
    name: String, reference: (codes: [Int32], levels: [String]),
    current: (codes: [Int32], levels: [String])
  ) throws(Undefined) -> LearnerColumn {
    let levels = Set(reference.levels).union(current.levels).sorted()
    let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    func codes(_ part: (codes: [Int32], levels: [String])) -> [Int32] {
      let known = part.levels.map { places[$0] ?? -1 }
      return part.codes.map { $0 < 0 ? -1 : known[Int($0)] }
    }
    return try LearnerColumn(
      name: name,
      .categories(codes: codes(reference) + codes(current), levels: levels.count))
  }
}
