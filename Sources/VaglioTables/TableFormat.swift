/// How rows are written in a file.
public enum TableFormat: String, Hashable, Sendable, CaseIterable {
  /// Separated fields under a header (RFC 4180), whatever the separator.
  case csv
  /// One JSON object a line.
  case jsonl
  /// Columns in groups of rows (https://parquet.apache.org/docs/file-format/).
  case parquet
  /// Apache Arrow's IPC file or stream (https://arrow.apache.org/docs/format/Columnar.html).
  case arrow

  /// The format that a file's name tells: `.csv`, `.tsv`, `.jsonl`, `.ndjson`, `.parquet`, `.arrow`,
  /// `.arrows`, `.feather`, also before `.gz`, `.zst` and `.zstd`; `nil` when it tells none.
  public init?(fileName: String) {
    var parts = fileName.lowercased().split(separator: ".")
    if let last = parts.last, Self.compressions.contains(last) { parts.removeLast() }
    switch parts.last {
    case "csv", "tsv": self = .csv
    case "jsonl", "ndjson": self = .jsonl
    case "parquet": self = .parquet
    case "arrow", "arrows", "feather": self = .arrow
    default: return nil
    }
  }

  private static let compressions: [Substring] = ["gz", "zst", "zstd"]

  /// The format of a text that begins like this: JSON lines when its first visible character is a
  /// brace.
  init(opening: UnsafeBufferPointer<UInt8>) {
    let visible = opening.first { $0 > 0x20 }
    self = visible == UInt8(ascii: "{") ? .jsonl : .csv
  }

  /// The columnar format that the first bytes of a file tell; `nil` when they tell none.
  init?(columnarOpening opening: [UInt8]) {
    if opening.starts(with: "PAR1".utf8) || opening.starts(with: "PARE".utf8) {
      self = .parquet
    } else if opening.starts(with: "ARROW1".utf8)
      || opening.starts(with: [0xFF, 0xFF, 0xFF, 0xFF])
    {
      self = .arrow
    } else {
      return nil
    }
  }

  /// Whether a file holds its columns one by one, with their types.
  var isColumnar: Bool { self == .parquet || self == .arrow }

  /// The format's name for people.
  var title: String {
    switch self {
    case .csv: "CSV"
    case .jsonl: "JSON lines"
    case .parquet: "Parquet"
    case .arrow: "Arrow"
    }
  }
}
