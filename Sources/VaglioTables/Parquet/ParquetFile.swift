/// A Parquet file with flat columns (https://parquet.apache.org/docs/file-format/).
///
/// Only the footer is read at first, then the chunks of the columns that are asked for. A file with
/// nested columns is read without them.
struct ParquetFile: ColumnarFile {
  let columnNames: [String]
  let groups: [Range<Int>]
  var rowCount: Int { groups.last?.upperBound ?? 0 }
  private let columns: [ParquetColumn]
  private let chunks: [[ParquetMetadata.Chunk]]
  private let bytes: StoredBytes
  /// The end of the pages: where the footer begins.
  private let end: Int
  private let scratches = ParquetScratchPool()

  /// Reads the footer.
  init(_ bytes: StoredBytes) throws(TableError) {
    self.bytes = bytes
    let footer = try ParquetFooter(bytes)
    end = footer.start
    do throws(ParquetFault) {
      let metadata = try footer.parsed()
      try Self.refuseOverlaps(metadata, byteCount: bytes.count)
      let (columns, leaves) = try ParquetColumn.columns(of: metadata.elements)
      groups = try Self.groups(of: metadata, leaves: leaves)
      chunks = metadata.groups.filter { $0.rowCount > 0 }.map(\.chunks)
      self.columns = columns
      columnNames = columns.map(\.name)
    } catch {
      throw error.error(file: bytes.name)
    }
    try refuseRepeatedNames()
  }

  /// Refuses chunks that come to more than the file: whoever reads all of them would not end.
  private static func refuseOverlaps(
    _ metadata: ParquetMetadata, byteCount: Int
  ) throws(ParquetFault) {
    var left = Int64(byteCount)
    for group in metadata.groups {
      for chunk in group.chunks where chunk.compressedSize > 0 {
        guard chunk.compressedSize <= left else {
          throw .damaged("its columns claim more bytes than it has")
        }
        left -= chunk.compressedSize
      }
    }
  }

  private static func groups(
    of metadata: ParquetMetadata, leaves: Int
  ) throws(ParquetFault) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var rows = 0
    for group in metadata.groups {
      let (sum, overflow) = rows.addingReportingOverflow(Int(group.rowCount))
      guard group.rowCount >= 0, !overflow else { throw .damaged("a group claims too many rows") }
      guard group.chunks.count == leaves else { throw .damaged("a group lacks columns") }
      if group.rowCount > 0 { groups.append(rows..<sum) }
      rows = sum
    }
    guard rows == metadata.rowCount else {
      throw .damaged("its groups have \(rows) rows, its footer says \(metadata.rowCount)")
    }
    return groups
  }

  private func refuseRepeatedNames() throws(TableError) {
    var places: [String: Int] = [:]
    for (index, name) in columnNames.enumerated() {
      guard let first = places.updateValue(index, forKey: name) else { continue }
      throw TableError(
        .duplicateColumn, file: bytes.name, column: name,
        problem: "columns \(first + 1) and \(index + 1) have this name",
        remedy: "give each column a name of its own")
    }
  }

  func kinds(ofColumn index: Int) throws(TableError) -> FieldKinds {
    let column = columns[index]
    if case .refused(let type) = column.meaning {
      throw TableError(
        .unsupported, file: bytes.name, column: column.name,
        problem: type == "nested"
          ? "the column is nested" : "the column is \(type), which is not read",
        remedy: "leave the column out, or pipe it flat: \(Self.pipe)")
    }
    return column.kinds
  }

  func read(column index: Int, group: Int, into part: inout ColumnPart) throws(TableError) {
    let column = columns[index]
    do throws(ParquetFault) {
      let chunk = chunks[group][column.leaf]
      let range = try range(of: chunk, column, rowCount: groups[group].count)
      let codec = try PageCodec(code: chunk.codec)
      let stream = try stream(range)
      try scratches.lend { scratch throws(ParquetFault) in
        let reader = ParquetChunkReader(
          stream, byteCount: range.count, column: column, codec: codec, scratch: scratch,
          into: part)
        defer { part = reader.part }
        try reader.read()
      }
    } catch {
      throw error.error(
        file: bytes.name, column: column.name, rowsBefore: groups[group].lowerBound)
    }
  }

  private func stream(_ range: Range<Int>) throws(ParquetFault) -> any ByteStream {
    do {
      return try bytes.stream(range)
    } catch {
      throw ParquetFault(cause: .source(error), problem: error.problem)
    }
  }

  /// Where the pages of a chunk stand; a few bytes more, which an old writer does not count.
  private func range(
    of chunk: ParquetMetadata.Chunk, _ column: ParquetColumn, rowCount: Int
  ) throws(ParquetFault) -> Range<Int> {
    if chunk.isEncrypted {
      throw .unsupported("the column is encrypted", remedy: "pipe it decrypted: \(Self.pipe)")
    }
    if chunk.isElsewhere {
      throw .unsupported("the values stand in another file", remedy: "name the files of the data")
    }
    guard chunk.hasMetadata, chunk.physical == column.physical.rawValue, chunk.depth == 1,
      chunk.name == column.name
    else { throw .damaged("the footer contradicts its schema") }
    guard chunk.valueCount == rowCount else {
      throw .damaged("a column has \(chunk.valueCount) values for \(rowCount) rows")
    }
    var start = chunk.dataOffset
    if let dictionary = chunk.dictionaryOffset, dictionary > 0 { start = min(start, dictionary) }
    guard start >= 4, chunk.compressedSize >= 0, start <= end,
      chunk.compressedSize <= Int64(end) - start
    else { throw .damaged("a column lies outside the file") }
    return Int(start)..<min(Int(start + chunk.compressedSize) + 128, end)
  }

  /// The line of Python that reads what is refused here.
  static let pipe = """
    python -c "import sys, pyarrow as a, pyarrow.parquet as q; t = q.read_table(sys.argv[1]).flatten(); \
    w = a.ipc.new_stream(sys.stdout.buffer, t.schema); w.write_table(t); w.close()" FILE | vaglio … -
    """
}
