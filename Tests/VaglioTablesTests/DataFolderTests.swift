import Testing

@testable import VaglioTables

/// Directories as data.
struct DataFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ columns: [ColumnRequest]? = nil) throws(TableError) -> Table {
    try TableReader(threads: 2).read([folder.path], columns: columns)
  }

  private func refusal() -> TableError? { #expect(throws: TableError.self) { try read() } }

  @Test func `the files are read in the order of their names, without what is no data`() throws {
    try folder.write("x\n3\n", "part-1.csv")
    try folder.write("x\n1\n2\n", "part-0.csv")
    for name in ["_SUCCESS", ".part-0.csv.crc", "_metadata", ".hidden/part-9.csv"] {
      try folder.write("what", name)
    }
    let table = try read()
    #expect(table["x"]?.numbers == [1, 2, 3])
    #expect(table.files == [folder.path("part-0.csv"), folder.path("part-1.csv")])
    #expect(table.source(ofRow: 2).row == 1)
  }

  @Test(arguments: ["csv", "parquet"])
  func `folders like year=2024 are columns`(format: String) throws {
    let parquet = try ParquetFixture.bytes("pandas-index.parquet")
    let csv = Array("x,name,__index_level_0__\n1.5,a,7\n2.5,b,9\n".utf8)
    let bytes = format == "csv" ? csv : parquet
    for folders in [
      "year=2024/land=a%2Fb", "year=2023/land=it", "year=__HIVE_DEFAULT_PARTITION__/land=x",
    ] {
      try folder.write(bytes, "\(folders)/part.\(format)")
    }
    let table = try read()
    #expect(table.columnNames == ["x", "name", "__index_level_0__", "year", "land"])
    #expect(try TableReader().columnNames([folder.path]) == table.columnNames)
    let years = try #require(table["year"]?.categorized)
    #expect(years.codes.indices.map { years[$0] } == ["2023", "2023", "2024", "2024", nil, nil])
    #expect(table["land"]?.categorized.levels == ["it", "a/b", "x"])
    let some = try read([ColumnRequest("year", as: .number), ColumnRequest("x")])
    #expect(some.columnNames == ["year", "x"])
    #expect(some["year"]?.numbers?.prefix(4) == [2023, 2023, 2024, 2024])
    #expect(try read([ColumnRequest("land")]).rowCount == 6)
  }

  @Test func `files of two formats are refused`() throws {
    try folder.write("x\n1\n", "a.csv")
    try folder.write("{\"x\":1}\n", "b.jsonl")
    #expect(refusal()?.kind == .mixedFormats)
    try folder.write(ForgedParquet().bytes, "b.jsonl")
    #expect(refusal()?.kind == .mixedFormats)
    let paths = [folder.path("a.csv"), folder.path("b.jsonl")]
    let named = #expect(throws: TableError.self) { try TableReader().read(paths) }
    #expect(named?.kind == .mixedFormats)
  }

  @Test func `a file that is no data is refused`() throws {
    try folder.write("x\n1\n", "a.csv")
    try folder.write("what this is", "README.md")
    let error = refusal()
    #expect(error?.kind == .unknownFormat)
    #expect(error?.file == folder.path("README.md"))
  }

  @Test func `a file without a telling name is told by its beginning`() throws {
    try folder.write(ForgedParquet().bytes, "000000_0")
    #expect(try read()["x"]?.numbers == [1, 2, 3])
  }

  @Test func `directories without data, and with other directories, are refused`() throws {
    #expect(refusal()?.kind == .directory)
    try folder.write("x\n1\n", "plots/a.csv")
    #expect(refusal()?.kind == .directory)
  }

  @Test func `folders of different names are refused`() throws {
    try folder.write("x\n1\n", "year=2024/a.csv")
    try folder.write("x\n1\n", "month=2/a.csv")
    #expect(refusal()?.kind == .differentHeaders)
    try folder.write("x\n1\n", "b.csv")
    #expect(refusal()?.kind == .differentHeaders)
  }

  @Test(arguments: ["_delta_log/0.json", ".hoodie/hoodie.properties"])
  func `a table whose files hold rows that are gone is refused`(mark: String) throws {
    try folder.write(ForgedParquet().bytes, "a.parquet")
    try folder.write("{}", mark)
    #expect(refusal()?.kind == .unsupported)
  }

  @Test func `a file that has a column of the folder's name gives way to the folder`() throws {
    try folder.write("x,year\n1,1\n", "year=2024/a.csv")
    #expect(try read()["year"]?.categorized.levels == ["2024"])
  }
}
