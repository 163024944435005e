/// Where a row was read: for messages that send people to the place.
public struct RowSource: Hashable, Sendable, CustomStringConvertible {
  /// The name of the file, as it was given.
  public let file: String
  /// The number of the row among the file's rows, from 1; a header is not a row.
  public let row: Int
  /// The number of the line where the row begins, from 1; the header counts.
  public let line: Int

  /// The place of a row.
  public init(file: String, row: Int, line: Int) {
    (self.file, self.row, self.line) = (file, row, line)
  }

  /// `credit.csv, row 118`.
  public var description: String { "\(file), row \(row)" }
}

/// The places of all rows of a table, as runs of rows that stand on neighbouring lines.
struct RowSources: Hashable, Sendable {
  /// Rows from `start` on, the first of which is row `row` in line `line` of a file.
  struct Run: Hashable, Sendable {
    var start: Int
    var file: Int
    var row: Int
    var line: Int
  }

  private(set) var files: [String]
  private(set) var runs: [Run] = []

  init(files: [String] = []) { self.files = files }

  /// Says that table row `start` and its successors are the rows from `row` on of the last file.
  mutating func begin(at start: Int, file: Int, row: Int, line: Int) {
    if let last = runs.last, last.file == file {
      let expected = start - last.start
      if last.row + expected == row, last.line + expected == line { return }
    }
    runs.append(Run(start: start, file: file, row: row, line: line))
  }

  /// The place of a row; the run is found by bisection.
  func source(ofRow row: Int) -> RowSource {
    guard let run = runs[..<runs.partitioningIndex(where: { $0.start > row })].last else {
      return RowSource(file: files.first ?? "table", row: row + 1, line: row + 1)
    }
    return RowSource(
      file: files[run.file], row: run.row + row - run.start, line: run.line + row - run.start)
  }

  /// The places of the rows that are kept, in the order given.
  func selecting(_ rows: [Int]) -> RowSources {
    var selected = RowSources(files: files)
    for (start, row) in rows.enumerated() {
      guard let run = runs[..<runs.partitioningIndex(where: { $0.start > row })].last else {
        continue
      }
      let offset = row - run.start
      selected.begin(at: start, file: run.file, row: run.row + offset, line: run.line + offset)
    }
    return selected
  }
}

extension Array {
  /// The first index at which `belongs` holds, for elements of which a prefix does not.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
