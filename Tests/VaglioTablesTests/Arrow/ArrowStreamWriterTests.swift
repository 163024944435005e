import Dispatch
import FoundationEssentials
import Glibc
import Testing

@testable import VaglioTables

/// Tables written as Arrow, and read again by our own readers.
struct ArrowStreamWriterTests {
  private static let table = Table([
    Column(name: "number", numbers: [0.5, .nan, -.infinity, 3]),
    Column(name: "text", texts: ["b", nil, "a", "b"]),
    Column(name: "name", texts: ["ä", "", "a name of many letters", nil]),
    Column(name: "flag", values: .booleans([true, false, false, true]), missing: nil),
    Column(
      name: "doubt", values: .booleans([true, false, false, true]),
      missing: [false, true, false, false]),
    Column(name: "time", values: .times([1_700_000_000_000_000, .min, -1, 0])),
    Column(name: "key", values: .keys([1, .max, 3, 4])),
  ])

  private func fields(_ table: Table) -> [ArrowField] { table.columns.map(ArrowField.init(of:)) }

  @Test func `what is written is read again`() throws {
    let table = Self.table
    var writer = ArrowStreamWriter(fields(table))
    let bytes = try writer.opening + writer.batch(table) + writer.ending
    let read = try ArrowFile(bytes: bytes, name: "table").table()
    #expect(read.columns.dropLast() == table.columns.dropLast())
    #expect(read["key"]?.numbers == [1, 0x1p64, 3, 4])
    let file = try TableWriter(.arrow).bytes(of: table)
    #expect(try ArrowFile(bytes: file, name: "table").table() == read)
  }

  @Test func `batches are cut from a table, and their dictionary is written once`() throws {
    let texts = ["b", "a", "b", "b", nil, "a", "b", "a"]
    let table = Table([Column(name: "text", texts: texts)])
    var writer = ArrowStreamWriter(fields(table))
    let first = try writer.batch(table, rows: 0..<3)
    let second = try writer.batch(table, rows: 3..<8)
    #expect(first.count > second.count)
    let reader = try ArrowStreamReader(
      MemoryStream(writer.opening + first + second + writer.ending), name: "s")
    #expect(try reader.next()?["text"] == Column(name: "text", texts: ["b", "a", "b"]))
    let last = try reader.next()
    #expect(last?["text"] == Column(name: "text", texts: ["b", nil, "a", "b", "a"]))
    #expect(last?.source(ofRow: 0).row == 4)
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [["b", "a"], ["b", "a", "c"], ["a"], [], ["b"]])
  func `a later batch may have other levels`(levels: [String]) throws {
    let tables = [["b", "a"], levels, ["b", "a"]].map {
      Table([Column(name: "text", texts: $0 + $0)])
    }
    var writer = ArrowStreamWriter([ArrowField("text", .category)])
    var bytes = writer.opening
    for table in tables { bytes += try writer.batch(table) }
    let reader = try ArrowStreamReader(MemoryStream(bytes + writer.ending), name: "s")
    for table in tables { #expect(try reader.next()?["text"] == table["text"]) }
    let all = try ArrowFile(bytes: bytes + writer.ending, name: "s").column(0)
    #expect(
      all
        == Column(name: "text", texts: tables.flatMap { $0["text"].map(ArrowFixtures.texts) ?? [] })
    )
  }

  @Test func `a table without rows or columns keeps its shape`() throws {
    for table in [
      Table([]), Table([Column(name: "a", numbers: []), Column(name: "b", texts: [])]),
    ] {
      let read = try ArrowFile(bytes: TableWriter(.arrow).bytes(of: table), name: "t").table()
      #expect(read.columnNames == table.columnNames)
      #expect(read.rowCount == 0)
    }
  }

  @Test func `a batch is read from a pipe before the next one is written`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    func write(_ bytes: [UInt8]) {
      #expect(bytes.withUnsafeBytes { OutputFile.write($0, to: ends[1]) } == 0)
    }
    let table = Self.table
    var writer = ArrowStreamWriter(fields(table))
    write(writer.opening)
    let reader = try ArrowStreamReader(descriptor: ends[0], name: "model.py")
    #expect(reader.columnNames == table.columnNames)
    for rows in [0..<2, 2..<4] {
      write(try writer.batch(table, rows: rows))
      let read = try reader.next()
      #expect(
        read?["number"]
          == Column(name: "number", numbers: Array(table["number"]?.numbers?[rows] ?? [])))
    }
    close(ends[1])
    let error = #expect(throws: TableError.self) { try reader.next() }
    #expect(
      error?.description
        == "model.py: the stream ends too early (the program that wrote it stopped before its end)")
  }

  @Test func `a table goes through standard output as it goes into a file`() throws {
    let table = Self.table
    let path = FileManager.default.temporaryDirectory.path + "/vaglio-\(getpid())-pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    nonisolated(unsafe) var read: Result<Table, TableError>?
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      read = Result { () throws(TableError) in try TableReader().read([path]) }
    }
    try TableWriter(.arrow).write(table, to: path)
    group.wait()
    #expect(try read?.get()["text"] == table["text"])
  }
}
