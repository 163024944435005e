/// What is wrong inside a Parquet file, without the place.
struct ParquetFault: Error {
  /// Whether the file is damaged, or well and beyond what is read here.
  enum Cause {
    case damaged, truncated, unsupported
    /// A value of the group's row, from 0.
    case value(TableError.Kind, row: Int, text: String?)
    /// The bytes could not be read.
    case source(TableError)
  }

  let cause: Cause
  let problem: String
  var remedy: String?

  /// A structure that contradicts the format or itself.
  static func damaged(_ problem: String) -> ParquetFault {
    ParquetFault(cause: .damaged, problem: problem)
  }

  /// Bytes that end before what they should hold.
  static func truncated(_ what: String) -> ParquetFault {
    ParquetFault(cause: .truncated, problem: "\(what) ends too early")
  }

  /// A part of the format that is not read.
  static func unsupported(_ problem: String, remedy: String? = nil) -> ParquetFault {
    ParquetFault(cause: .unsupported, problem: problem, remedy: remedy)
  }
}

extension ParquetFault {
  /// The error for people; `rowsBefore` is the number of the file's rows before the group's first.
  func error(file: String, column: String? = nil, rowsBefore: Int = 0) -> TableError {
    switch cause {
    case .source(let error): error
    case .value(let kind, let row, let text):
      TableError(
        kind, file: file, row: rowsBefore + row + 1, column: column, value: text,
        problem: problem, remedy: remedy)
    case .unsupported:
      TableError(.unsupported, file: file, column: column, problem: problem, remedy: remedy)
    case .damaged, .truncated:
      TableError(
        .corruptFile, file: file, column: column,
        problem: "the Parquet file is damaged: \(problem)",
        remedy: remedy ?? "fetch or write the file again")
    }
  }
}
