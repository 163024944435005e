import Foundation
import Testing
import VaglioFindings

@testable import VaglioTables

/// Random tables, from pyarrow to us and from us to pyarrow, polars and DuckDB.
///
/// Slow: set VAGLIO_SLOW=1. VAGLIO_TABLES is the number of tables that pyarrow writes (300), and
/// VAGLIO_SEED the first one's seed (0).
@Suite(
  .enabled(if: TablePeers.isSlowSuite),
  .enabled(if: TablePeers.areNeeded, Comment(rawValue: TablePeers.lack)))
struct ArrowRandomTableTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test func `what pyarrow writes is read as pyarrow reads it`() throws {
    let folder = try TablePeers.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = try #require(TablePeers.python)
    let script = URL(filePath: TablePeers.description).deletingLastPathComponent()
    let (status, output) = TablePeers.run(
      python,
      [
        script.appending(path: "random_tables.py").path, Self.environment["VAGLIO_SEED"] ?? "0",
        Self.environment["VAGLIO_TABLES"] ?? "300", folder.path,
      ])
    try #require(status == 0, "\(output.suffix(2000))")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasSuffix(".json") {
      let json = try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: name))))
      let columns = ArrowFixtures.columns(json["columns"] ?? .null)
      guard !columns.isEmpty else { continue }
      let how = "\(name): \(json["how"]?.string ?? "")"
      let table = try TableReader(threads: 2).read(
        [folder.appending(path: name.dropLast(5) + ".arrow").path],
        columns: columns.keys.map { ColumnRequest($0) })
      for column in table.columns {
        #expect(column.typeName == columns[column.name]?.type, "\(how) \(column.name)")
        let areEqual = ArrowFixtures.texts(of: column) == columns[column.name]?.values
        #expect(areEqual, "\(how) \(column.name)")
      }
    }
  }

  @Test(arguments: ["arrow", "arrows", "parquet"])
  func `what we write is read by other programs`(format: String) throws {
    let folder = try TablePeers.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var tables: [Table] = []
    var paths: [String] = []
    for seed in 0..<40 {
      var random = RepeatableRandom(state: UInt64(seed))
      let table = Self.table(&random)
      let path = folder.appending(path: "\(seed).\(format)")
      try Data(Self.bytes(of: table, format, &random)).write(to: path)
      tables.append(table)
      paths.append(path.path)
    }
    let python = try #require(TablePeers.python)
    let (status, output) = TablePeers.run(python, [TablePeers.description] + paths)
    try #require(status == 0, "\(output.suffix(2000))")
    let readings = output.split(separator: "\n")
    try #require(readings.count == 3 * tables.count)
    for (place, reading) in readings.enumerated() {
      let columns = try ArrowFixtures.columns(JSONValue(parsing: Array(reading.utf8)))
      for column in tables[place / 3].columns {
        let areEqual = columns[column.name]?.values == ArrowFixtures.texts(of: column)
        #expect(areEqual, "seed \(place / 3), reader \(place % 3), column \(column.name)")
      }
    }
  }

  private static func bytes(
    of table: Table, _ format: String, _ random: inout RepeatableRandom
  ) throws -> [UInt8] {
    if format != "arrows" {
      return try TableWriter(format == "arrow" ? .arrow : .parquet).bytes(of: table)
    }
    var writer = ArrowStreamWriter(table.columns.map(ArrowField.init(of:)))
    var bytes = writer.opening
    var start = 0
    while start < table.rowCount {
      let end = Int.random(in: start + 1...table.rowCount, using: &random)
      bytes += try writer.batch(table, rows: start..<end)
      start = end
    }
    return bytes + writer.ending
  }

  private static func table(_ random: inout RepeatableRandom) -> Table {
    let rows = [1, 8, 300, 5000].randomElement(using: &random) ?? 1
    return Table((0..<6).map { column("c\($0)", rows, &random) })
  }

  private static func column(
    _ name: String, _ rows: Int, _ random: inout RepeatableRandom
  ) -> Column {
    let shares: [Double] = [0, 0, 0.02, 0.5, 1]
    let share = shares.randomElement(using: &random) ?? 0
    var values: [Int?] = []
    let spread = [2, 50, 100_000].randomElement(using: &random) ?? 2
    while values.count < rows {
      let value = Int.random(in: 0..<spread, using: &random)
      let isMissing = Double.random(in: 0..<1, using: &random) < share
      let repeats = [1, 1, 30].randomElement(using: &random) ?? 1
      values += Array(repeating: isMissing ? nil : value, count: repeats)
    }
    values = Array(values[..<rows])
    let missing = values.contains(nil) ? values.map { $0 == nil } : nil
    let present = values.map { $0 ?? 0 }
    func masked<Value>(_ values: [Value], _ absent: Value) -> [Value] {
      missing.map { missing in zip(values, missing).map { $1 ? absent : $0 } } ?? values
    }
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      return Column(name: name, numbers: masked(present.map { Double($0) / 3 - 7 }, .nan))
    case 1:
      let texts: [String?] = present.map { String(repeating: "é\($0) ", count: $0 % 9) }
      return Column(name: name, texts: masked(texts, nil))
    case 2:
      let times = present.map { Int64($0) * 987_654_321_987 - (1 << 54) }
      return Column(name: name, values: .times(masked(times, .min)))
    default:
      let truths = masked(present.map { $0 % 2 == 0 }, false)
      return Column(name: name, values: .booleans(truths), missing: missing)
    }
  }
}
