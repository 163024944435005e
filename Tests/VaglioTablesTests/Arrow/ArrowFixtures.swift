import FoundationEssentials
import VaglioFindings

@testable import VaglioTables

/// The files of `fixtures/arrow`, and what pyarrow says that they hold.
enum ArrowFixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures/arrow")

  static let names =
    ["plain", "lz4", "zstd"].flatMap { ["types-\($0)-file", "types-\($0)-stream"] }
    + ["legacy", "nested", "delta", "delta-file", "replaced"]
    + ["uncompressed", "lz4", "zstd", "stream"].map { "polars-\($0)" }

  static func path(_ name: String) -> String { folder.appending(path: name + ".arrow").path }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name + ".arrow")))
  }

  /// For each column its type, and its values as `texts(of:)` writes them.
  static func expected(_ name: String) throws -> [String: (type: String, values: [String?])] {
    let bytes = try Data(contentsOf: folder.appending(path: "expected.json"))
    guard let file = try JSONValue(parsing: Array(bytes))[name + ".arrow"] else { return [:] }
    return columns(file)
  }

  /// The columns that a description holds.
  static func columns(_ description: JSONValue) -> [String: (type: String, values: [String?])] {
    guard case .object(let columns) = description else { return [:] }
    return columns.mapValues { column in
      guard case .object(let column) = column, case .string(let type)? = column["type"],
        case .array(let values)? = column["values"]
      else { return ("", []) }
      return (type, values.map(text))
    }
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .boolean(let truth): truth ? "true" : "false"
    default: nil
    }
  }

  /// A column's values: numbers by their bits, times in microseconds; `nil` where missing.
  static func texts(of column: Column) -> [String?] {
    (0..<column.count).map { row in
      if column.missing?[row] == true { return nil }
      return switch column.values {
      case .numbers(let numbers): String(numbers[row].bitPattern)
      case .categories(let texts): texts[row]
      case .booleans(let truths): truths[row] ? "true" : "false"
      case .times(let times): String(times[row])
      case .keys(let keys): String(keys[row])
      }
    }
  }
}

extension ArrowFile {
  /// A file's contents.
  init(bytes: [UInt8], name: String) throws(TableError) {
    try self.init(StoredBytes(bytes, name: name))
  }

  /// A file that is mapped into memory.
  init(path: String) throws(TableError) { try self.init(StoredBytes(path: path)) }

  /// All columns that are read at all, as a table.
  func table() throws(TableError) -> Table {
    var columns: [Column] = []
    for index in columnNames.indices { columns.append(try column(index)) }
    return Table(columns)
  }
}
