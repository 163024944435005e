/// What a folder's name says of the rows in it, as in `year=2024`.
struct Partition: Hashable, Sendable {
  /// The name of the column.
  let name: String
  /// The value of the column; `nil` where it is missing.
  let value: String?

  /// The partition that a folder's name tells; `nil` when it is no `name=value`. Bytes may be
  /// written as `%2F`, and a missing value as Hive does.
  init?(folder: String) {
    let parts = folder.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let name = Self.decoded(parts[0]),
      let value = Self.decoded(parts[1])
    else { return nil }
    self.name = name
    self.value = parts[1] == "__HIVE_DEFAULT_PARTITION__" ? nil : value
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
