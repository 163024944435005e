import FoundationEssentials
import VaglioFindings

@testable import VaglioTables

/// The files of `fixtures/parquet`, and what their writers say is in them.
enum ParquetFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/parquet")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func expected() throws -> JSONPlace {
    JSONPlace(root: try JSONValue(parsing: bytes("expected.json")))
  }
}
