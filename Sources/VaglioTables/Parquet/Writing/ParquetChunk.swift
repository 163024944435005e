/// One column of one row group that was written: what the footer says of it.
struct ParquetChunk {
  let name: String
  let type: ParquetColumnType
  let rowCount: Int
  /// Where the chunk begins in the file.
  let start: Int
  /// The number of bytes of the dictionary's page with its header; `nil` without one.
  let dictionarySize: Int?
  /// The number of bytes of all pages with their headers.
  let size: Int
  /// The number of bytes that they would have without compression.
  let plainSize: Int
  let statistics: ParquetStatistics

  /// A column's rows as a chunk that begins at a place of the file, and its bytes.
  static func encoded(
    _ column: Column, _ rows: Range<Int>, at start: Int
  ) throws(TableError) -> (ParquetChunk, [UInt8]) {
    var pages = ParquetPageWriter(column, rows)
    try pages.write()
    let chunk = ParquetChunk(
      name: column.name, type: ParquetColumnType(of: column), rowCount: rows.count, start: start,
      dictionarySize: pages.dictionarySize, size: pages.bytes.count, plainSize: pages.plainSize,
      statistics: pages.statistics)
    return (chunk, pages.bytes)
  }

  /// The structure `ColumnChunk`.
  func write(to writer: inout ThriftWriter) {
    writer.field(2, Int64(0))
    writer.field(3) { metadata in
      metadata.field(1, type.physical)
      metadata.field(2, dictionarySize == nil ? [0, 3] : [0, 3, 8])
      metadata.field(3, [name])
      metadata.field(4, ParquetPageWriter.snappy)
      metadata.field(5, Int64(rowCount))
      metadata.field(6, Int64(plainSize))
      metadata.field(7, Int64(size))
      metadata.field(9, Int64(start + (dictionarySize ?? 0)))
      if dictionarySize != nil { metadata.field(11, Int64(start)) }
      metadata.field(12) { statistics.write(to: &$0) }
    }
  }
}
