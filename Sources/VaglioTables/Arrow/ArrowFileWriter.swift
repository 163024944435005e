/// The writer of an Arrow IPC file of one table
/// (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format).
///
/// The file has 65,536 rows a batch. Equal tables give equal bytes.
struct ArrowFileWriter {
  private let table: Table
  private var writer: ArrowStreamWriter
  private var position = 0
  private var dictionaries: [Int64] = []
  private var batches: [Int64] = []
  private static let magic = Array("ARROW1".utf8)
  private static let batchRows = 1 << 16

  init(_ table: Table) {
    self.table = table
    writer = ArrowStreamWriter(table.columns.map(ArrowField.init(of:)))
  }

  /// Gives the file's bytes to `write`, one piece after another.
  mutating func write(to write: ([UInt8]) throws(TableError) -> Void) throws(TableError) {
    try put(Self.magic + [0, 0] + writer.opening, write)
    var start = 0
    repeat {
      let rows = start..<min(start + Self.batchRows, table.rowCount)
      for message in try writer.messages(table, rows: rows) { try put(message, write) }
      start = rows.upperBound
    } while start < table.rowCount
    try put(writer.ending, write)
    let footer = footer.bytes
    let length = withUnsafeBytes(of: Int32(footer.count).littleEndian) { Array($0) }
    try put(footer + length + Self.magic, write)
  }

  private mutating func put(
    _ bytes: [UInt8], _ write: ([UInt8]) throws(TableError) -> Void
  ) throws(TableError) {
    try write(bytes)
    position += bytes.count
  }

  private mutating func put(
    _ message: ArrowMessage.Encoded, _ write: ([UInt8]) throws(TableError) -> Void
  ) throws(TableError) {
    let block = [position, message.metadata.count, message.body.count].map { Int64($0) }
    if message.kind == .dictionaryBatch {
      dictionaries += block
    } else {
      batches += block
    }
    try put(message.metadata, write)
    try put(message.body, write)
  }

  /// The table `Footer` (https://github.com/apache/arrow/blob/main/format/File.fbs).
  private var footer: FlatNode {
    .table([
      .short(4), .reference(ArrowField.schema(writer.fields)),
      .reference(.structs(words: dictionaries, width: 3)),
      .reference(.structs(words: batches, width: 3)),
    ])
  }
}
