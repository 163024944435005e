/// The writer of tables in columnar files.
///
/// Numbers are written as 64-bit floating point numbers, categories as texts, truth values as such,
/// times as UTC timestamps in microseconds, keys as unsigned 64-bit integers; what is missing is a
/// null. Equal tables give equal bytes.
public struct TableWriter: Sendable {
  /// A format that is written.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// An Arrow IPC file, uncompressed, which is version 2 of Feather too.
    case arrow
    /// A Parquet file, compressed by Snappy.
    case parquet
  }

  /// The format.
  public let format: Format
  /// The version of the program, which a Parquet file names as the one that made it.
  public let version: String?

  /// A writer of a format for a program of a version.
  public init(_ format: Format, version: String? = nil) {
    (self.format, self.version) = (format, version)
  }

  /// Writes a table to a file. A regular file takes its place only when it is complete.
  public func write(_ table: Table, to path: String) throws(TableError) {
    let file = try OutputFile(path: path)
    try write(table) { (bytes) throws(TableError) in try file.write(bytes) }
    try file.finish()
  }

  /// The bytes of the file of a table.
  public func bytes(of table: Table) throws(TableError) -> [UInt8] {
    var all: [UInt8] = []
    try write(table) { bytes throws(TableError) in all += bytes }
    return all
  }

  private func write(
    _ table: Table, to write: ([UInt8]) throws(TableError) -> Void
  ) throws(TableError) {
    switch format {
    case .arrow:
      var writer = ArrowFileWriter(table)
      try writer.write(to: write)
    case .parquet:
      let program = "vaglio" + (version.map { " version \($0)" } ?? "")
      var writer = ParquetFileWriter(table, createdBy: program)
      try writer.write(to: write)
    }
  }
}
