import Foundation
import Testing
import VaglioFindings

@testable import VaglioTables

/// Random tables that pyarrow writes with random options, read and compared exactly.
///
/// Slow: set VAGLIO_SLOW=1, and VAGLIO_PYTHON to a Python with pyarrow unless `.venv` has one.
/// VAGLIO_TABLES is their number (300), and VAGLIO_SEED the first one's seed (0).
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs a Python with pyarrow: set VAGLIO_PYTHON",
    {
      FileManager.default.isExecutableFile(atPath: ParquetWriters.python)
    }))
struct ParquetRandomTableTests {
  @Test func `random tables hold what was written`() throws {
    let folder = try TemporaryFolder()
    let writer = Process()
    writer.executableURL = URL(filePath: ParquetWriters.python)
    writer.arguments = [
      ParquetFixture.path("random_tables.py"), ParquetWriters.environment["VAGLIO_SEED"] ?? "0",
      ParquetWriters.environment["VAGLIO_TABLES"] ?? "300", folder.path,
    ]
    try writer.run()
    writer.waitUntilExit()
    try #require(writer.terminationStatus == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names.filter({ $0.hasSuffix(".json") }).sorted() {
      try check(folder.path(String(name.dropLast(5))))
    }
  }

  private func check(_ path: String) throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: path + ".json")))
    let root = JSONPlace(root: try JSONValue(parsing: bytes))
    let options = try root["options"].string()
    guard case .object(let columns)? = root["columns"].value else { return }
    let table = try TableReader(threads: 2).read([path + ".parquet"])
    let texts = try TableReader(threads: 3).read(
      [path + ".parquet"], columns: columns.keys.sorted().map { ColumnRequest($0, as: .category) })
    for name in columns.keys {
      let expected = root["columns"][name]
      let column = try table.column(name)
      #expect(column.typeName == (try expected["kind"].string()), "\(path) \(name) \(options)")
      let isEqual = ParquetFixture.values(of: column) == expected["values"].value
      #expect(isEqual, "\(path) \(name) \(options)")
      guard expected["texts"].exists else { continue }
      let areEqual = try ParquetFixture.values(of: texts.column(name)) == expected["texts"].value
      #expect(areEqual, "\(path) \(name) \(options)")
    }
  }
}

/// Where the libraries are that write Parquet files.
private enum ParquetWriters {
  static let environment = ProcessInfo.processInfo.environment
  static let python =
    environment["VAGLIO_PYTHON"]
    ?? ParquetFixture.folder.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".venv/bin/python").path
}
