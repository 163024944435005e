/// The writer of a Parquet file of one table
/// (https://parquet.apache.org/docs/file-format/, version 2.11 of the format).
///
/// Every column is optional, compressed by Snappy, in row groups of 262,144 rows and pages of the
/// first version with checksums. Numbers are DOUBLE, texts BYTE_ARRAY with a dictionary where they
/// repeat, truth values BOOLEAN, times INT64 with TIMESTAMP in microseconds adjusted to UTC, keys
/// INT64 that counts without a sign. Each group says the least and the greatest value, and the
/// number of nulls. Equal tables give equal bytes.
struct ParquetFileWriter {
  /// One row group that was written.
  private struct Group {
    let rowCount: Int
    let chunks: [ParquetChunk]
  }

  private let table: Table
  private let createdBy: String
  private var position = 0
  private var groups: [Group] = []
  private static let magic = Array("PAR1".utf8)
  private static let groupRows = 1 << 18

  /// A writer of a table; `createdBy` names the program in the file.
  init(_ table: Table, createdBy: String) { (self.table, self.createdBy) = (table, createdBy) }

  /// Gives the file's bytes to `write`, one piece after another.
  mutating func write(to write: ([UInt8]) throws(TableError) -> Void) throws(TableError) {
    try put(Self.magic, write)
    for start in stride(from: 0, to: table.rowCount, by: Self.groupRows) {
      let rows = start..<min(start + Self.groupRows, table.rowCount)
      var chunks: [ParquetChunk] = []
      for column in table.columns {
        let (chunk, bytes) = try ParquetChunk.encoded(column, rows, at: position)
        chunks.append(chunk)
        try put(bytes, write)
      }
      groups.append(Group(rowCount: rows.count, chunks: chunks))
    }
    var footer = footer
    footer.append(littleEndian: UInt32(footer.count))
    try put(footer + Self.magic, write)
  }

  private mutating func put(
    _ bytes: [UInt8], _ write: ([UInt8]) throws(TableError) -> Void
  ) throws(TableError) {
    try write(bytes)
    position += bytes.count
  }

  /// The structure `FileMetaData`
  /// (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
  private var footer: [UInt8] {
    var writer = ThriftWriter()
    writer.field(1, Int32(2))
    writer.field(2, [nil] + table.columns.map { Optional($0) }) { writer, column in
      if let column {
        ParquetColumnType(of: column).writeElement(named: column.name, to: &writer)
      } else {
        writer.field(4, "schema")
        writer.field(5, Int32(table.columns.count))
      }
    }
    writer.field(3, Int64(table.rowCount))
    writer.field(4, Array(groups.enumerated())) { writer, group in
      Self.write(group.element, ordinal: group.offset, to: &writer)
    }
    writer.field(6, createdBy)
    // The order of each column's least and greatest values is that of its type.
    writer.field(7, table.columns) { writer, _ in writer.field(1) { _ in } }
    writer.stop()
    return writer.bytes
  }

  /// The structure `RowGroup`.
  private static func write(_ group: Group, ordinal: Int, to writer: inout ThriftWriter) {
    writer.field(1, group.chunks) { writer, chunk in chunk.write(to: &writer) }
    writer.field(2, Int64(group.chunks.reduce(0) { $0 + $1.plainSize }))
    writer.field(3, Int64(group.rowCount))
    if let first = group.chunks.first { writer.field(5, Int64(first.start)) }
    writer.field(6, Int64(group.chunks.reduce(0) { $0 + $1.size }))
    if let ordinal = Int16(exactly: ordinal) { writer.field(7, ordinal) }
  }
}
