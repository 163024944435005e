import Foundation
import Testing
import VaglioFindings

@testable import VaglioTables

/// Files that are written, as pyarrow, polars and DuckDB read them.
struct TableWriterTests {
  private static let table = Table([
    Column(name: "number", numbers: [0.5, .nan, -.infinity, 3, 1e-300]),
    Column(name: "full", numbers: [1, -0.0, 2, .greatestFiniteMagnitude, 4]),
    Column(name: "text", texts: ["b", nil, "a", "b", "b"]),
    Column(name: "name of many words", texts: ["ä", "", "more than twelve bytes", nil, "x"]),
    Column(name: "flag", values: .booleans([true, false, false, true, true])),
    Column(
      name: "doubt", values: .booleans([true, false, false, true, false]),
      missing: [false, true, false, false, true]),
    Column(name: "time", values: .times([1_700_000_000_123_456, .min, -1, 0, 5])),
    Column(name: "nothing", numbers: Array(repeating: .nan, count: 5)),
    Column(name: "no text", texts: Array(repeating: nil, count: 5)),
  ])

  /// Tables of other sizes: none, one row, and more than a batch of the format.
  private static func large(_ rows: Int) -> Table {
    Table([
      Column(name: "number", numbers: (0..<rows).map { $0 % 7 == 0 ? .nan : Double($0) / 3 }),
      Column(name: "text", texts: (0..<rows).map { $0 % 11 == 0 ? nil : "level \($0 % 300)" }),
      Column(name: "id", texts: (0..<rows).map { "row \($0)" }),
      Column(name: "flag", values: .booleans((0..<rows).map { $0 % 3 == 0 })),
      Column(name: "time", values: .times((0..<rows).map { Int64($0) * 1_000_003 })),
    ])
  }

  @Test(
    .enabled(if: TablePeers.areNeeded, Comment(rawValue: TablePeers.lack)),
    arguments: TableWriter.Format.allCases)
  func `other programs read what is written`(format: TableWriter.Format) throws {
    let folder = try TablePeers.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for table in [Self.table, Self.large(0), Self.large(1), Self.large(70_001)] {
      let path = folder.appending(path: "table.\(format.rawValue)").path
      try TableWriter(format).write(table, to: path)
      try expect(table, in: path)
    }
  }

  @Test(.enabled(if: TablePeers.areNeeded, Comment(rawValue: TablePeers.lack)))
  func `other programs read a stream of batches`() throws {
    let folder = try TablePeers.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let table = Self.large(1000)
    var writer = ArrowStreamWriter(table.columns.map(ArrowField.init(of:)))
    var bytes = writer.opening
    for rows in [0..<1, 1..<400, 400..<400, 400..<1000] {
      bytes += try writer.batch(table, rows: rows)
    }
    let path = folder.appending(path: "table.arrows").path
    try Data(bytes + writer.ending).write(to: URL(filePath: path))
    try expect(table, in: path)
  }

  @Test(arguments: TableWriter.Format.allCases)
  func `equal tables give equal bytes`(format: TableWriter.Format) throws {
    let bytes = try TableWriter(format).bytes(of: Self.table)
    #expect(try TableWriter(format).bytes(of: Self.table) == bytes)
  }

  @Test(arguments: TableWriter.Format.allCases, [0, 1, 2])
  func `our own reader reads what is written`(format: TableWriter.Format, which: Int) throws {
    let table = which == 0 ? Self.table : Self.large(which == 1 ? 1 : 300_000)
    let kind: TableFormat = format == .arrow ? .arrow : .parquet
    for threads in [1, 3] {
      let read = try TableReader(threads: threads).read(
        bytes: TableWriter(format).bytes(of: table), name: "t", format: kind)
      // A column without a value has no type.
      for column in table.columns where column.missingCount < column.count {
        #expect(read[column.name] == column)
      }
    }
  }

  @Test func `a file that cannot be written is named, and leaves nothing behind`() throws {
    let folder = try TablePeers.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "none/table.arrow").path
    let error = #expect(throws: TableError.self) {
      try TableWriter(.arrow).write(Self.table, to: path)
    }
    #expect(error?.file == path)
    #expect(error?.problem == "cannot be written: No such file or directory")
    let good = folder.appending(path: "table.arrow").path
    try TableWriter(.arrow).write(Self.table, to: good)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["table.arrow"])
  }

  /// Expects that each peer reads the values of a table in a file.
  private func expect(_ table: Table, in path: String) throws {
    let python = try #require(TablePeers.python)
    let (status, output) = TablePeers.run(python, [TablePeers.description, path])
    try #require(status == 0, "\(output.suffix(2000))")
    let readings = output.split(separator: "\n")
    #expect(readings.count == 3)
    for reading in readings {
      let columns = try ArrowFixtures.columns(JSONValue(parsing: Array(reading.utf8)))
      #expect(Set(columns.keys) == Set(table.columnNames))
      for column in table.columns {
        let values = columns[column.name]?.values
        #expect(columns[column.name]?.type == column.typeName, "\(column.name)")
        #expect(values == ArrowFixtures.texts(of: column), "\(column.name)")
      }
    }
  }
}
