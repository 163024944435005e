/// The reader of tables in files: CSV and JSON lines, plain or compressed by gzip or zstd, Parquet and
/// Arrow.
///
/// CSV is RFC 4180 with these conventions. The first line that is not blank is the header. Lines
/// end with LF or CR LF (or CR in files whose header does); blank lines are skipped, so that a
/// missing value alone in its row must be written as a marker or `""`. The separator is found in
/// the header. A quote opens a quoted field only at the field's beginning; elsewhere it is text.
/// Spaces around numbers, truth values, times and missing markers don't count; categories keep
/// theirs. A numeral is written `-1.5e3`, `inf` or `Infinity` (in any case); decimal commas,
/// grouped digits and hexadecimal are text, and so is what exceeds a double.
///
/// The type of a column of text follows from all of its values, never from a sample. The result is
/// the same for any number of threads. A file that turns out to need it (a column whose type only
/// shows late) is read twice; a pipe is then kept in memory, unless every column is asked for with a
/// type.
///
/// Parquet and Arrow files say the types of their columns, and only the columns that are asked for
/// are read; a pipe of them is kept in memory. Integers beyond 2^53 become the nearest doubles as
/// numbers, and keep all their digits as categories and keys. Where files disagree on a type, a
/// column is of categories, as in text.
public struct TableReader: Sendable {
  /// The conventions of the text.
  public var options: ReadingOptions
  /// The number of threads that parse, at least 1.
  public var threads: Int

  /// A reader with these conventions.
  public init(options: ReadingOptions = ReadingOptions(), threads: Int = 1) {
    precondition(threads > 0, "at least one thread reads")
    (self.options, self.threads) = (options, threads)
  }

  /// Reads files with the same columns into one table, one after another.
  ///
  /// A directory stands for the data files in it, in the order of their names; folders in it like
  /// `year=2024` are a category column `year` (`DataFolder`).
  ///
  /// `format` is what all files are in; `nil` tells it for each: Parquet and Arrow by its beginning,
  /// others by its name, else by its beginning.
  /// `columns` are those to read, and their types; `nil` reads all. A column that is asked for
  /// twice is read once, as number rather than category rather than any.
  public func read(
    _ paths: [String], format: TableFormat? = nil, columns: [ColumnRequest]? = nil
  ) throws(TableError) -> Table {
    try read(try sources(paths, keepsPipes: mayReadAgain(columns)), format, columns)
  }

  /// The names of the columns that `read` would give, for as little reading as tells them: of Parquet
  /// and Arrow files their metadata, of CSV the header; JSON lines are read to their end.
  public func columnNames(
    _ paths: [String], format: TableFormat? = nil
  ) throws(TableError) -> [String] {
    try SourceReading(
      sources: try sources(paths, keepsPipes: false), format: format, requests: nil,
      options: options, threads: threads
    ).columnNames()
  }

  private func sources(
    _ paths: [String], keepsPipes: Bool
  ) throws(TableError) -> [TableSource] {
    var sources: [TableSource] = []
    for path in paths {
      guard try TableSource.isFolder(path) else {
        sources.append(try TableSource(path: path, keepsPipes: keepsPipes))
        continue
      }
      for file in try DataFolder(path).files {
        var source = try TableSource(path: file.path, keepsPipes: keepsPipes)
        source.partition = file.partition
        source.isFound = true
        sources.append(source)
      }
    }
    return sources
  }

  /// Reads standard input, which messages call so.
  public func readStandardInput(
    format: TableFormat? = nil, columns: [ColumnRequest]? = nil
  ) throws(TableError) -> Table {
    try read([TableSource(standardInputKept: mayReadAgain(columns))], format, columns)
  }

  /// Reads a file's contents from memory; messages call it `name`.
  public func read(
    bytes: [UInt8], name: String, format: TableFormat? = nil, columns: [ColumnRequest]? = nil
  ) throws(TableError) -> Table {
    try read([TableSource(bytes: bytes, name: name)], format, columns)
  }

  private func mayReadAgain(_ columns: [ColumnRequest]?) -> Bool {
    columns?.contains { $0.kind == .any || $0.kind == .key } ?? true
  }

  private func read(
    _ sources: [TableSource], _ format: TableFormat?, _ columns: [ColumnRequest]?
  ) throws(TableError) -> Table {
    try SourceReading(
      sources: sources, format: format, requests: columns, options: options, threads: threads
    ).table()
  }
}
