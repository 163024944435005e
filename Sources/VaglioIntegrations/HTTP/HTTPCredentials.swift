/// Who is asking. What is secret here appears in no message, record or description.
public enum HTTPCredentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// `Authorization: Bearer …` (RFC 6750).
  case bearer(token: String)
  /// `Authorization: Basic …` (RFC 7617).
  case basic(user: String, password: String)

  /// The scheme alone.
  public var description: String {
    switch self {
    case .bearer: "a bearer token"
    case .basic: "a user and a password"
    }
  }

  /// Nothing: `dump` shows no secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// The texts that a server might send back to us.
  var secrets: [String] {
    switch self {
    case .bearer(let token): [token]
    case .basic(let user, let password): [password, Self.base64("\(user):\(password)")]
    }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func base64(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for place in 0...group.count {
        result.append(alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)])
      }
      result += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
