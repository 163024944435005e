/// A header that goes with every request, `Seldon-Model: churn`. Its value is never shown.
public struct HTTPHeader: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The value.
  public let value: String

  /// Headers that the client sets itself.
  private static let reserved: Set<String> = [
    "connection", "content-length", "content-type", "expect", "transfer-encoding",
  ]

  /// A header of a line `Name: value`; `nil` when that is no header (RFC 9110, section 5), or one
  /// that the client sets itself: `Content-Type`, `Content-Length`, `Connection`, `Expect`,
  /// `Transfer-Encoding`.
  public init?(_ line: String) {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = line[..<colon]
    let value = line[line.utf8.index(after: colon)...].utf8.drop { $0 == 0x20 || $0 == 0x09 }
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte), !value.isEmpty,
      value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
      !Self.reserved.contains(name.lowercased())
    else { return nil }
    self.name = String(name)
    self.value = String(decoding: Array(value), as: UTF8.self)
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// The name alone: values may be secret.
  public var description: String { name }
}
