/// How rows are written in a file.
public enum TableFormat: String, Hashable, Sendable, CaseIterable {
  /// Separated fields under a header (RFC 4180), whatever the separator.
  case csv
  /// One JSON object a line.
  case jsonl

  /// The format that a file's name tells: `.csv`, `.tsv`, `.jsonl`, `.ndjson`, also before `.gz`;
  /// `nil` when it tells none.
  public init?(fileName: String) {
    var parts = fileName.lowercased().split(separator: ".")
    if parts.last == "gz" { parts.removeLast() }
    switch parts.last {
    case "csv", "tsv": self = .csv
    case "jsonl", "ndjson": self = .jsonl
    default: return nil
    }
  }

  /// The format of a text that begins like this: JSON lines when its first visible character is a
  /// brace.
  init(opening: UnsafeBufferPointer<UInt8>) {
    let visible = opening.first { $0 > 0x20 }
    self = visible == UInt8(ascii: "{") ? .jsonl : .csv
  }
}
