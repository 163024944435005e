import Testing

@testable import VaglioTables

/// Columns of Arrow files that are asked for as another type than their own.
struct ArrowTextTests {
  private func read(_ name: String, as kind: ColumnRequest.Kind) throws -> Column {
    try TableReader().read(
      [ArrowFixtures.path("types-lz4-stream")], columns: [ColumnRequest(name, as: kind)]
    ).column(name)
  }

  @Test(
    arguments: [
      ("int64", ["-9223372036854775808", "9223372036854775807", "0", nil, "-3"]),
      ("uint64", ["18446744073709551615", "0", "5", "18446744073709551615", nil]),
      ("int8", ["-128", "127", "0", nil, "-3"]),
      ("decimal32", ["9999999.99", "-9999999.99", "123.45", nil, "0.00"]),
      (
        "decimal128",
        [
          "9999999999999999999999999999.9999999999", "-9999999999999999999999999999.9999999999",
          "0.0000012345", nil, "0.0000000000",
        ]
      ),
      ("half", ["0.5", "-1.75", "inf", nil, "5.960464477539063e-08"]),
      ("double", ["0.1", "1e+300", "-5e-324", nil, "0.1"]),
      ("boolean", ["true", "false", "true", nil, "false"]),
      ("date32", ["2024-02-29", "1969-12-31", "0001-01-01", nil, "1969-12-31"]),
      (
        "zoned_ns",
        [
          "2024-02-29T13:04:05.123456Z", "1969-12-31T23:59:59.999999Z", "1970-01-01", nil,
          "2024-02-29T13:04:05.123456Z",
        ]
      ),
      ("coded_number", ["-2", "1.5", nil, "-2", nil]),
      ("null", [nil, nil, nil, nil, nil]),
    ] as [(String, [String?])])
  func `values have their exact texts as categories`(name: String, texts: [String?]) throws {
    let column = try read(name, as: .category)
    #expect(column.typeName == "category")
    #expect(Array(ArrowFixtures.texts(of: column)[..<5]) == texts)
  }

  @Test func `ids are hashes of their texts, whole numbers with all of their digits`() throws {
    let ids = (0..<5).map { Int64.max - Int64($0) }
    var body = ArrowBodyWriter(rowCount: 5)
    try body.append(Column(name: "id", values: .times(ids)), 0..<5, as: .time)
    let field = FlatNode.table([
      .reference(.text("id")), .byte(1), .byte(2), .reference(.table([.int(64), .byte(1)])),
      .absent,
      .reference(.references([])),
    ])
    let schema = FlatNode.table([.short(0), .reference(.references([field]))])
    let batch = ArrowMessage.Encoded(.recordBatch, body.recordBatch, body: body.bytes)
    let bytes =
      ArrowMessage.bytes(kind: .schema, header: schema, bodyCount: 0) + batch.metadata
      + batch.body + ArrowStreamWriter([]).ending
    let table = try TableReader().read(
      bytes: bytes, name: "f", columns: [ColumnRequest("id", as: .key)])
    #expect(table["id"]?.values == .keys(ids.map { RowKey.hash(String($0)) }))
  }

  @Test(arguments: [ArrowField.Kind.text, .category])
  func `texts as ids are those of a separated file`(kind: ArrowField.Kind) throws {
    let texts = ["a", "", "a long name of a row", "é"]
    var writer = ArrowStreamWriter([ArrowField("id", kind)])
    let batch = try writer.batch(Table([Column(name: "id", texts: texts)]))
    let table = try TableReader().read(
      bytes: writer.opening + batch + writer.ending, name: "f",
      columns: [ColumnRequest("id", as: .key)])
    #expect(table["id"]?.values == .keys(texts.map(RowKey.hash)))
  }

  @Test func `a missing id and a repeated one are refused with their rows`() throws {
    func refusal(_ texts: [String?]) throws -> TableError? {
      let bytes = try TableWriter(.arrow).bytes(of: Table([Column(name: "id", texts: texts)]))
      return #expect(throws: TableError.self) {
        try TableReader().read(bytes: bytes, name: "f", columns: [ColumnRequest("id", as: .key)])
      }
    }
    #expect(try refusal(["a", "b", nil])?.kind == .missingKey)
    #expect(try refusal(["a", "b", nil])?.row == 3)
    #expect(try refusal(["a", "b", "c", "b"])?.kind == .duplicateKey)
    #expect(try refusal(["a", "b", "c", "b"])?.row == 4)
  }

  @Test func `texts are read as numbers where numbers are asked for`() throws {
    let texts = ["1.5", " 2 ", nil, "NA", "-3e2"]
    let bytes = try TableWriter(.arrow).bytes(of: Table([Column(name: "x", texts: texts)]))
    let table = try TableReader().read(
      bytes: bytes, name: "f", columns: [ColumnRequest("x", as: .number)])
    #expect(table["x"] == Column(name: "x", numbers: [1.5, 2, .nan, .nan, -300]))
    let error = #expect(throws: TableError.self) { try read("text_string", as: .number) }
    #expect(error?.kind == .badValue)
    #expect(error?.row == 1)
  }

  @Test func `a timestamp too far from 1970 is refused with its row, a null there is not`() throws {
    let seconds: [Int64] = [0, 1 << 60, 5]
    func bytes(missing: [Bool]?) throws -> [UInt8] {
      var body = ArrowBodyWriter(rowCount: 3)
      let column = Column(name: "at", values: .times(seconds), missing: missing)
      try body.append(column, 0..<3, as: .time)
      let field = FlatNode.table([
        .reference(.text("at")), .byte(1), .byte(10), .reference(.table([.short(0)])), .absent,
        .reference(.references([])),
      ])
      let schema = FlatNode.table([.short(0), .reference(.references([field]))])
      let batch = ArrowMessage.Encoded(.recordBatch, body.recordBatch, body: body.bytes)
      return ArrowMessage.bytes(kind: .schema, header: schema, bodyCount: 0) + batch.metadata
        + batch.body + ArrowStreamWriter([]).ending
    }
    let error = #expect(throws: TableError.self) {
      try TableReader().read(bytes: bytes(missing: nil), name: "f")
    }
    #expect(error?.row == 2)
    let table = try TableReader().read(bytes: bytes(missing: [false, true, false]), name: "f")
    #expect(table["at"]?.values == .times([0, .min, 5_000_000]))
  }
}
