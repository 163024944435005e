/// How far a file has been read, for the places in messages.
struct FileContext {
  let file: OpenTable
  let index: Int
  /// The rows read so far.
  private(set) var rowCount = 0
  /// The lines read so far, the header's among them.
  private var lineCount: Int

  init(file: OpenTable, index: Int) {
    (self.file, self.index) = (file, index)
    lineCount = file.headerLines
  }

  /// Notes where the rows of a piece stand, the first of which is row `start` of the table.
  func note(_ piece: PieceTable, at start: Int, in sources: inout RowSources) {
    guard piece.rowCount > 0 else { return }
    if piece.jumps.first?.row != 0 {
      sources.begin(at: start, file: index, row: rowCount + 1, line: lineCount + 1)
    }
    for jump in piece.jumps {
      sources.begin(
        at: start + jump.row, file: index, row: rowCount + jump.row + 1,
        line: lineCount + jump.line + 1)
    }
  }

  /// Moves on behind a piece.
  mutating func advance(_ piece: PieceTable) {
    rowCount += piece.rowCount
    lineCount += piece.lineCount
  }

  /// The error for a failure in the piece that comes next.
  func error(_ failure: PieceTable.Failure) -> TableError {
    TableError(
      failure.kind, file: file.name, row: failure.row.map { rowCount + $0 + 1 },
      line: lineCount + failure.line + 1,
      column: failure.column ?? failure.field.map { file.fieldNames[$0] }, value: failure.value,
      problem: failure.problem, remedy: failure.remedy)
  }

  /// The error that no record ends within the length that a record may have.
  func rowTooLong(_ longest: Int) -> TableError {
    TableError(
      .rowTooLong, file: file.name, row: rowCount + 1, line: lineCount + 1,
      problem: "the row is longer than \(longest) bytes",
      remedy: "is a quote or a line end missing?")
  }
}
