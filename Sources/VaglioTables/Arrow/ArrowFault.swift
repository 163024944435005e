/// What is wrong inside of an Arrow file, before it is known which file and column it is.
struct ArrowFault: Error {
  let kind: TableError.Kind
  let problem: String
  var remedy: String?
  /// The offending value.
  var value: String?
  /// The row of the batch, from 0, then of the file.
  var row: Int?

  init(
    _ kind: TableError.Kind, _ problem: String, remedy: String? = nil, value: String? = nil,
    row: Int? = nil
  ) {
    (self.kind, self.problem, self.remedy) = (kind, problem, remedy)
    (self.value, self.row) = (value, row)
  }

  /// Bytes that contradict the format.
  static func damaged(_ problem: String, row: Int? = nil) -> ArrowFault {
    ArrowFault(
      .corruptFile, "the Arrow data are damaged: \(problem)",
      remedy: "write or fetch the file again",
      row: row)
  }

  /// Bytes that end too early.
  static func cutOff(_ problem: String) -> ArrowFault {
    ArrowFault(
      .corruptFile, "the Arrow data are cut off: \(problem)",
      remedy: "write or fetch the file again")
  }

  /// Something that the format has and this reader has not.
  static func unsupported(_ problem: String, remedy: String) -> ArrowFault {
    ArrowFault(.unsupported, problem, remedy: remedy)
  }

  /// The same fault with its row counted from an earlier one.
  func shifted(by rows: Int) -> ArrowFault {
    var shifted = self
    shifted.row = row.map { $0 + rows }
    return shifted
  }

  /// The error at its place; rows count from 1 there.
  func error(file: String, column: String? = nil) -> TableError {
    TableError(
      kind, file: file, row: row.map { $0 + 1 }, column: column, value: value,
      problem: problem, remedy: remedy)
  }
}
