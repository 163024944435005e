/// Rows of some stretch of time, as much of them as drift needs; merging is exact, in any order.
///
/// Values are kept as they are up to `exactRows` of a column; a column with more is kept as counts in
/// the buckets of ``NumberSummary``. Which of the two it is hangs on the rows alone.
public struct DriftSample: Sendable {
  /// The most values of a column that are kept as they are.
  public let exactRows: Int
  public private(set) var rowCount = 0
  private(set) var columns: [SampledColumn]
  /// Columns that the reference lacks; the first thousand by name.
  private(set) var added: Set<String> = []
  private let reference: [ReferenceColumn]
  private static let mostAdded = 1000

  /// No rows.
  ///
  /// - Precondition: `exactRows` is not negative.
  public init(for reference: DriftReference, exactRows: Int = 1_000_000) {
    precondition(exactRows >= 0, "\(exactRows) exact rows")
    (self.exactRows, self.reference) = (exactRows, reference.columns)
    columns = reference.columns.map { SampledColumn($0) }
  }

  /// Adds the rows with these numbers, from 0, of a block that was made for the same reference.
  public mutating func add(_ block: DriftBlock, rows: [Int]) {
    rowCount += rows.count
    for place in columns.indices {
      columns[place].add(block.lanes[place], rows: rows, reference[place], most: exactRows)
    }
    name(block.added)
  }

  /// Adds all rows of another sample for the same reference.
  public mutating func merge(_ other: DriftSample) {
    rowCount += other.rowCount
    for place in columns.indices {
      columns[place].merge(other.columns[place], most: exactRows)
    }
    name(other.added)
  }

  private mutating func name(_ names: some Collection<String>) {
    guard !names.isEmpty else { return }
    added.formUnion(names)
    if added.count > Self.mostAdded { added = Set(added.sorted().prefix(Self.mostAdded)) }
  }

  /// How many values are held as they are.
  public var heldValues: Int {
    columns.reduce(0) { sum, column in
      if case .numbers(let numbers) = column.content { return sum + numbers.count }
      return sum
    }
  }
}
