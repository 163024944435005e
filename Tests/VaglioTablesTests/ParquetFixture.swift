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

  /// The values as `expected.json` writes them: bits of numbers and microseconds as text.
  static func values(of column: Column) -> JSONValue {
    let values: [JSONValue] =
      switch column.values {
      case .numbers(let numbers):
        numbers.map { $0.isNaN ? .null : .string(String($0.bitPattern)) }
      case .times(let times): times.map { $0 == .min ? .null : .string(String($0)) }
      case .booleans(let truths):
        truths.indices.map { column.missing?[$0] == true ? .null : .boolean(truths[$0]) }
      case .categories(let texts):
        texts.codes.indices.map { texts[$0].map(JSONValue.string) ?? .null }
      case .keys(let keys): keys.map { .string(String($0)) }
      }
    return .array(values)
  }
}
