import Testing

@testable import VaglioTables

/// Arrow files and streams of pyarrow and polars, read as pyarrow reads them.
struct ArrowFileTests {
  @Test(arguments: ArrowFixtures.names)
  func `every column has the values that pyarrow reads`(name: String) throws {
    let expected = try ArrowFixtures.expected(name)
    #expect(!expected.isEmpty)
    let requests = expected.keys.sorted().map { ColumnRequest($0) }
    for table in [
      try TableReader().read([ArrowFixtures.path(name)], columns: requests),
      try TableReader(threads: 3).read(
        bytes: ArrowFixtures.bytes(name), name: name, format: .arrow, columns: requests),
    ] {
      for (name, column) in expected {
        let read = try table.column(name)
        #expect(read.typeName == column.type, "\(name)")
        #expect(ArrowFixtures.texts(of: read) == column.values, "\(name)")
      }
    }
  }

  @Test(
    arguments: ArrowFixtures.names.filter {
      $0.hasSuffix("stream") || $0 == "legacy" || $0 == "replaced"
    })
  func `a stream that comes byte by byte gives the same rows`(name: String) throws {
    let bytes = try ArrowFixtures.bytes(name)
    var place = 0
    let reader = try ArrowStreamReader(name: name) { buffer in
      let count = min(buffer.count, bytes.count - place, 1 + place % 3)
      buffer.copyBytes(from: bytes[place..<place + count])
      place += count
      return count
    }
    var texts: [String: [String?]] = [:]
    while let table = try reader.next() {
      for column in table.columns {
        texts[column.name, default: []] += ArrowFixtures.texts(of: column)
      }
    }
    #expect(try reader.next() == nil)
    for (name, column) in try ArrowFixtures.expected(name) {
      #expect(texts[name] == column.values, "\(name)")
    }
  }

  @Test func `levels stand in the order of their first row, without those that no row has`() throws
  {
    let file = try ArrowFile(path: ArrowFixtures.path("types-plain-file"))
    for name in ["coded", "text_string"] {
      let column = try file.column(try #require(file.columnNames.firstIndex(of: name)))
      guard case .categories(let texts) = column.values else {
        Issue.record("\(name) is no category")
        continue
      }
      #expect(texts == Categories(ArrowFixtures.texts(of: column)))
    }
  }

  @Test func `columns of other types are refused by name, and only when they are read`() throws {
    let file = try ArrowFile(path: ArrowFixtures.path("nested"))
    for (index, name) in file.columnNames.enumerated() where !["a", "b", "c", "d"].contains(name) {
      let error = #expect(throws: TableError.self) { try file.column(index) }
      #expect(error?.kind == .unsupported)
      #expect(error?.column == name)
    }
    let list = try #require(file.columnNames.firstIndex(of: "list"))
    let error = #expect(throws: TableError.self) { try file.column(list) }
    #expect(
      error?.description.hasSuffix(
        "nested.arrow, column \"list\": Arrow's type list is not read "
          + "(leave the column out, or write it as numbers or texts)") == true)
  }
}
