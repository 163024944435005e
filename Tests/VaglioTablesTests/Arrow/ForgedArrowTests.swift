import Testing

@testable import VaglioTables

/// Arrow metadata that were made to harm, or to be of another time, are refused by name, and cost no
/// memory by their claims.
struct ForgedArrowTests {
  private static let end: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]

  private func message(_ metadata: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    bytes.append(littleEndian: Int32(metadata.count))
    return bytes + metadata + Self.end
  }

  private static func list(_ child: FlatNode) -> FlatNode {
    .table([
      .reference(.text("l")), .byte(1), .byte(12), .reference(.table([])), .absent,
      .reference(.references([child])),
    ])
  }

  private static func schemaMessage(_ field: FlatNode, endianness: Int16 = 0) -> FlatNode {
    .table([
      .short(4), .byte(1),
      .reference(.table([.short(endianness), .reference(.references([field]))])), .long(0),
    ])
  }

  @Test func `columns nested more deeply than any are refused`() {
    var field = ArrowField("x", .number).node(dictionary: 0)
    for _ in 0..<200 { field = Self.list(field) }
    let error = #expect(throws: TableError.self) {
      try ArrowFile(bytes: message(Self.schemaMessage(field).bytes), name: "f")
    }
    #expect(error?.problem == "the Arrow data are damaged: the columns are nested too deeply")
  }

  /// Forty tables, each of which has its successor as both of its children: a trillion fields if
  /// each way were walked.
  @Test func `tables that are shared do not multiply the work`() throws {
    var metadata = Self.schemaMessage(Self.list(.text("MARK"))).bytes
    let mark = try #require(metadata.firstRange(of: Array("MARK".utf8))?.lowerBound)
    let levels = 40
    let first = metadata.count
    for level in 0..<levels {
      for word in [16, 20, 0, 0, 16, 4, 0, 8] as [UInt16] { metadata.append(littleEndian: word) }
      for word in [16, 32, 12, 0, 12, level == levels - 1 ? 0 : 2, 32, 28] as [UInt32] {
        metadata.append(littleEndian: word)
      }
      for word in [4, 4] as [UInt16] { metadata.append(littleEndian: word) }
      metadata.append(littleEndian: UInt32(4))
    }
    let entry = mark - 8
    let offset = UInt32(first + 16 - entry)
    for byte in 0..<4 { metadata[entry + byte] = UInt8(truncatingIfNeeded: offset >> (8 * byte)) }
    let error = #expect(throws: TableError.self) {
      try ArrowFile(bytes: message(metadata), name: "f")
    }
    #expect(error?.problem == "the Arrow data are damaged: the columns are nested too deeply")
  }

  @Test func `big-endian data, old metadata and other files are refused by name`() {
    func refusal(_ bytes: [UInt8]) -> String? {
      do {
        _ = try ArrowFile(bytes: bytes, name: "f")
        return nil
      } catch {
        return error.description
      }
    }
    let field = ArrowField("x", .number).node(dictionary: 0)
    #expect(
      refusal(message(Self.schemaMessage(field, endianness: 1).bytes))
        == "f: the Arrow data are big-endian (write them on a little-endian machine)")
    #expect(
      refusal(
        message(FlatNode.table([.short(2), .byte(1), .reference(.table([])), .long(0)]).bytes))
        == "f: the Arrow metadata are of version V3, not V4 or V5 (write the file by Arrow 0.8 or later)"
    )
    #expect(
      refusal(
        message(FlatNode.table([.short(.max), .byte(1), .reference(.table([])), .long(0)]).bytes)
      )?.contains("of version V32768, not V4 or V5") == true)
    #expect(
      refusal(Array("FEA1....".utf8))
        == "f: this is a Feather file of version 1 (write it as Feather version 2 or Parquet)")
    #expect(
      refusal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        == "f: the Arrow file is compressed by gzip as a whole "
        + "(unpack it, or write it with compressed buffers)")
    #expect(refusal([])?.contains("no end mark") == true)
  }

  @Test func `two columns of one name are refused`() {
    let fields = [ArrowField("x", .number), ArrowField("x", .number)]
    let bytes =
      ArrowMessage.bytes(
        kind: .schema, header: ArrowField.schema(fields), bodyCount: 0) + Self.end
    let error = #expect(throws: TableError.self) { try ArrowFile(bytes: bytes, name: "f") }
    #expect(error?.kind == .duplicateColumn)
  }

  /// A dictionary of nothing but nulls takes no bytes, however many it claims.
  @Test(arguments: [Int64.max, 1 << 60, 1 << 33, 3], [FieldSink.Form.number, .category, .key])
  func `a dictionary of nulls does not take memory by its claim`(
    count: Int64, form: FieldSink.Form
  ) throws {
    let encoding = FlatNode.table([.long(0), .reference(.table([.int(32), .byte(1)]))])
    let field = FlatNode.table([
      .reference(.text("x")), .byte(1), .byte(1), .reference(.table([])), .reference(encoding),
      .reference(.references([])),
    ])
    let values = FlatNode.table([
      .long(count), .reference(.structs(words: [count, count], width: 2)),
      .reference(.structs(words: [], width: 2)),
    ])
    let dictionary = FlatNode.table([.long(0), .reference(values), .byte(0)])
    let rows = FlatNode.table([
      .long(2), .reference(.structs(words: [2, 0], width: 2)),
      .reference(.structs(words: [0, 0, 0, 8], width: 2)),
    ])
    let batch = ArrowMessage.Encoded(.recordBatch, rows, body: Array(repeating: 0, count: 8))
    let bytes =
      ArrowMessage.bytes(
        kind: .schema, header: .table([.short(0), .reference(.references([field]))]), bodyCount: 0)
      + ArrowMessage.bytes(kind: .dictionaryBatch, header: dictionary, bodyCount: 0)
      + batch.metadata + batch.body + Self.end
    let file = try ArrowFile(bytes: bytes, name: "f")
    guard count == 3, form != .key else {
      #expect(throws: TableError.self) { try file.column(0, in: form) }
      return
    }
    #expect(try file.column(0, in: form).missingCount == 2)
  }
}
