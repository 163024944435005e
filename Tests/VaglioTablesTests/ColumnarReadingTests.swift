import Testing

@testable import VaglioTables

/// Requests, kinds, places and errors of columnar files, as those of text files.
struct ColumnarReadingTests {
  private let reader = TableReader(threads: 2)

  private func read(
    _ names: [String], _ columns: [ColumnRequest]? = nil, options: ReadingOptions = ReadingOptions()
  ) throws(TableError) -> Table {
    try TableReader(options: options, threads: 2).read(
      names.map(ParquetFixture.path), columns: columns)
  }

  private func refusal(
    _ names: [String], _ columns: [ColumnRequest]? = nil, options: ReadingOptions = ReadingOptions()
  ) -> TableError? {
    #expect(throws: TableError.self) { try read(names, columns, options: options) }
  }

  @Test func `columns come in the order in which they were asked for, each once`() throws {
    let table = try read(
      ["nested.parquet"], [ColumnRequest("y"), ColumnRequest("x"), ColumnRequest("y")])
    #expect(table.columnNames == ["y", "x"])
  }

  @Test func `the index of a data frame is a column like others`() throws {
    let table = try read(["pandas-index.parquet"])
    #expect(table.columnNames == ["x", "name", "__index_level_0__"])
    #expect(table["__index_level_0__"]?.numbers == [7, 9])
  }

  @Test func `a column that is not there is refused with the nearest name`() {
    let error = refusal(["pandas-index.parquet"], [ColumnRequest("names")])
    #expect(error?.kind == .missingColumn)
    #expect(error?.remedy == "did you mean \"name\"?")
  }

  @Test func `integers beyond the exact range of doubles keep their digits as categories and keys`()
    throws
  {
    let texts = [
      "9007199254740992", "9007199254740993", "-9223372036854775808", "4611686018427387905",
    ]
    let categories = try read(["big-integers.parquet"], [ColumnRequest("id", as: .category)])
    #expect(categories["id"]?.categorized.levels == texts)
    let keys = try read(["big-integers.parquet"], [ColumnRequest("id", as: .key)])
    #expect(try keys.rowKeys(id: "id") == texts.map(RowKey.hash))
    let numbers = try read(["big-integers.parquet"], [ColumnRequest("id")])
    #expect(numbers["id"]?.numbers == [0x1p53, 0x1p53, -0x1p63, 0x1p62])
  }

  @Test func `references of columnar files may come again`() throws {
    let files = ["pandas-index.parquet", "pandas-index.parquet"]
    let keys = ["a", "b", "a", "b"].map(RowKey.hash)
    #expect(try read(files, [ColumnRequest("name", as: .reference)])["name"]?.values == .keys(keys))
    #expect(refusal(files, [ColumnRequest("name", as: .key)])?.kind == .duplicateKey)
  }

  @Test func `files are read one after another, and rows know where they were read`() throws {
    let table = try read(["pandas-index.parquet", "pandas-index.parquet"])
    #expect(table["x"]?.numbers == [1.5, 2.5, 1.5, 2.5])
    #expect(table["name"]?.categorized.levels == ["a", "b"])
    #expect(table.source(ofRow: 3).row == 2)
    #expect(table.files.count == 2)
  }

  @Test func `a repeated key is refused with both places and its text`() {
    let files = ["pandas-index.parquet", "pandas-index.parquet"]
    let error = refusal(files, [ColumnRequest("name", as: .key)])
    #expect(error?.kind == .duplicateKey)
    #expect(error?.value == "a")
    #expect(error?.row == 1)
  }

  @Test func `a missing key is refused with its row`() throws {
    let holes = try read(["arrow-snappy-1.parquet"], [ColumnRequest("int64")])
    let first = try #require(holes["int64"]?.missing?.firstIndex(of: true))
    let error = refusal(["arrow-snappy-1.parquet"], [ColumnRequest("int64", as: .key)])
    #expect(error?.kind == .missingKey)
    #expect(error?.row == first + 1)
    #expect(error?.column == "int64")
  }

  @Test func `files with other columns are refused with the difference`() {
    let error = refusal(["pandas-index.parquet", "nested.parquet"], [ColumnRequest("x")])
    #expect(error?.kind == .differentHeaders)
    #expect(error?.problem.contains("\"name\" is missing") == true)
  }

  @Test func `texts asked for as numbers are read as those of separated files are`() throws {
    // The colours are texts, of which only "0.5" writes a number, and "" stands for none.
    let error = refusal(["arrow-snappy-1.parquet"], [ColumnRequest("colour", as: .number)])
    #expect(error?.kind == .badValue)
    let texts = try read(["arrow-snappy-1.parquet"], [ColumnRequest("colour")])["colour"]
    let colours = try #require(texts?.categorized)
    let bad = colours.codes.indices.first { !["0.5", "", nil].contains(colours[$0]) }
    #expect(error?.row == bad.map { $0 + 1 })
    #expect(error?.value == bad.flatMap { colours[$0] })
    let forgiving = ReadingOptions(unreadableNumbers: .countAsMissing)
    let numbers = try read(
      ["arrow-snappy-1.parquet"], [ColumnRequest("colour", as: .number)], options: forgiving)
    for (row, number) in try #require(numbers["colour"]?.numbers).enumerated() {
      #expect(colours[row] == "0.5" ? number == 0.5 : number.isNaN)
    }
  }

  @Test(arguments: ["bool", "date", "clock"])
  func `truth values and times are no numbers`(column: String) {
    let error = refusal(["arrow-required-1.parquet"], [ColumnRequest(column, as: .number)])
    #expect(error?.kind == .badValue)
    #expect(error?.row == 1)
  }

  @Test func `a column that one file has as text and another as numbers is of categories`() throws {
    var number = ForgedParquet()
    number.page = [1, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0]
    var text = ForgedParquet(physical: 6)
    text.page = [1, 0, 0, 0, 97, 0, 0, 0, 0, 2, 0, 0, 0, 50, 48]
    let sources = try [number.bytes, text.bytes].enumerated().map { index, bytes in
      let stored = StoredBytes(bytes, name: "\(index)")
      return ColumnarReading.Source(
        name: stored.name, byteCount: stored.count, file: try ParquetFile(stored))
    }
    let reading = ColumnarReading(
      sources: sources, requests: nil, options: ReadingOptions(), threads: 2)
    let column = try reading.table()["x"]
    #expect(column?.categorized.levels == ["1", "20", "3", "a", ""])
    #expect(column?.categorized.codes == [0, 1, 2, 3, 4, 1])
  }

  @Test func `a file is told by its beginning, whatever its name`() throws {
    let bytes = try ParquetFixture.bytes("pandas-index.parquet")
    #expect(try reader.read(bytes: bytes, name: "standard input").rowCount == 2)
    #expect(try reader.read(bytes: bytes, name: "wrong.csv").rowCount == 2)
    let error = #expect(throws: TableError.self) {
      try reader.read(bytes: bytes, name: "f", format: .csv)
    }
    #expect(error?.kind == .unknownFormat)
  }

  @Test(arguments: [
    ("a.parquet", TableFormat.parquet), ("A.ARROW", .arrow), ("a.arrows", .arrow),
    ("a.feather", .arrow), ("a.csv.zst", .csv), ("a.jsonl.zstd", .jsonl), ("a.tsv.gz", .csv),
  ])
  func `a name tells its format`(name: String, format: TableFormat) {
    #expect(TableFormat(fileName: name) == format)
  }
}
