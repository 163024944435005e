/// What was parsed from one piece of a file: the rows' values by column, their lines, and the first
/// failure.
///
/// A class because it owns the memory of its sinks, which one thread at a time fills and the reader
/// then empties.
final class PieceTable {
  /// A failure in a piece; rows and lines count from the piece's beginning, from 0.
  struct Failure {
    var kind: TableError.Kind
    var row: Int?
    var line: Int
    /// The place of the field among those of the line, or the column's name.
    var field: Int?
    var column: String?
    var value: String?
    var problem: String
    var remedy: String?
  }

  /// One per column that is read.
  let sinks: UnsafeMutableBufferPointer<FieldSink>
  /// For each sink and each local level code the code in the whole column.
  var translations: [[Int32]]
  /// The number of rows.
  var rowCount = 0
  /// The number of lines.
  var lineCount = 0
  /// The rows that do not begin in the line after their predecessor's first, and their lines.
  var jumps: [(row: Int, line: Int)] = []
  /// What stopped the parser.
  var failure: Failure?

  init(_ sinks: [FieldSink]) {
    self.sinks = .allocate(capacity: sinks.count)
    _ = self.sinks.initialize(from: sinks)
    translations = Array(repeating: [], count: sinks.count)
  }

  deinit {
    for sink in sinks { sink.deallocate() }
    sinks.deallocate()
  }

  /// Forgets the rows, and makes room for `rows` new ones.
  func begin(rows: Int) {
    (rowCount, lineCount, failure) = (0, 0, nil)
    jumps.removeAll(keepingCapacity: true)
    for index in sinks.indices where sinks[index].form != .unsettled {
      sinks[index].prepare(rows: rows)
    }
  }
}

extension PieceTable {
  /// Forgets the levels of a sink that has more than a few, so that they are not kept twice.
  func forgetLevels(ofSink index: Int, beyond limit: Int32) {
    guard sinks[index].levels.count > limit else { return }
    sinks[index].levels.removeAll()
    translations[index].removeAll()
  }
}
