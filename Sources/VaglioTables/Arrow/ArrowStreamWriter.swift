/// The writer of an Arrow IPC stream, one batch of rows at a time
/// (https://arrow.apache.org/docs/format/Columnar.html, format version 1.5).
///
/// It makes bytes, and leaves it to its holder where they go: first ``opening``, then any number of
/// batches, at last ``ending``. A missing value is a null; where a number is missing, NaN stands
/// below the null. The levels of a category are written before the first batch that uses them, and
/// again, wholly or as far as they are new, when a later batch has others. Equal tables give equal
/// bytes.
public struct ArrowStreamWriter: Sendable {
  /// What the stream's columns are.
  public let fields: [ArrowField]
  /// For each category the levels that the stream's reader knows; `nil` before the first batch.
  private var levels: [[String]?]

  /// A writer of columns with these names and types.
  public init(_ fields: [ArrowField]) {
    self.fields = fields
    levels = Array(repeating: nil, count: fields.count)
  }

  /// The bytes that begin the stream: the schema.
  public var opening: [UInt8] {
    ArrowMessage.bytes(kind: .schema, header: ArrowField.schema(fields), bodyCount: 0)
  }

  /// The bytes that end the stream.
  public var ending: [UInt8] { [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] }

  /// The bytes of one batch: some rows of a table, which has the columns of ``fields`` in their
  /// order and with their types.
  public mutating func batch(
    _ table: Table, rows: Range<Int>? = nil
  ) throws(TableError) -> [UInt8] {
    var bytes: [UInt8] = []
    for message in try messages(table, rows: rows ?? 0..<table.rowCount) {
      bytes.append(contentsOf: message.metadata)
      bytes.append(contentsOf: message.body)
    }
    return bytes
  }

  /// The messages of one batch: those of the levels that are new, then the rows.
  mutating func messages(
    _ table: Table, rows: Range<Int>
  ) throws(TableError) -> [ArrowMessage.Encoded] {
    check(table)
    var messages: [ArrowMessage.Encoded] = []
    for (index, column) in table.columns.enumerated() where fields[index].kind == .category {
      guard case .categories(let texts) = column.values else { continue }
      if let message = try dictionary(index, texts.levels) { messages.append(message) }
    }
    var body = ArrowBodyWriter(rowCount: rows.count)
    for (field, column) in zip(fields, table.columns) {
      try body.append(column, rows, as: field.kind)
    }
    messages.append(ArrowMessage.Encoded(.recordBatch, body.recordBatch, body: body.bytes))
    return messages
  }

  private func check(_ table: Table) {
    precondition(
      table.columnNames == fields.map(\.name)
        && zip(fields, table.columns).allSatisfy { $0.accepts($1.values) },
      "the table's columns are not those of the stream")
  }

  /// The message that tells the reader the levels of a category; `nil` when it knows them already.
  private mutating func dictionary(
    _ index: Int, _ texts: [String]
  ) throws(TableError) -> ArrowMessage.Encoded? {
    let known = levels[index]
    if let known, known == texts { return nil }
    let isDelta = known.map { !$0.isEmpty && texts.starts(with: $0) } ?? false
    let new = isDelta ? texts[(known?.count ?? 0)...] : texts[...]
    levels[index] = texts
    var body = ArrowBodyWriter(rowCount: new.count)
    try body.append(levels: new, name: fields[index].name)
    let header = FlatNode.table([
      .long(Int64(index)), .reference(body.recordBatch), .byte(isDelta ? 1 : 0),
    ])
    return ArrowMessage.Encoded(.dictionaryBatch, header, body: body.bytes)
  }
}
