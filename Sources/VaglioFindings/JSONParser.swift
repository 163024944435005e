/// Why bytes are not a JSON document: what was expected, and at which byte.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset of the offending byte from the beginning of the document.
  public let offset: Int
  /// What is wrong there, for people.
  public let reason: String

  public var description: String { "byte \(offset): \(reason)" }
}

extension JSONValue {
  /// Reads one JSON document (RFC 8259) in UTF-8, without extensions.
  ///
  /// Members that occur twice, nesting deeper than 256 levels, numbers beyond the range of a
  /// double, lone surrogates and bytes after the document are refused: each has been used to make
  /// two readers see two documents.
  public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }

  /// Reads one JSON document from text.
  public init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  static let deepest = 256

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure("expected the end of the document") }
    return value
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: offset ?? position, reason: reason)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    guard depth < Self.deepest else { throw failure("nested deeper than \(Self.deepest) levels") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .none: throw failure("the document ends where a value was expected")
    default: return .number(try number())
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else {
      throw failure("expected a JSON value")
    }
    position += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      if try endOfList(closing: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw failure("expected a member's name in quotes") }
      let name = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw failure("expected \":\" after a name") }
      position += 1
      guard members[name] == nil else {
        throw failure("\"\(name.legible())\" occurs twice", at: start)
      }
      members[name] = try value(depth: depth + 1)
      if try endOfList(closing: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func endOfList(closing: UInt8) throws(JSONSyntaxError) -> Bool {
    skipSpace()
    guard let byte = next, byte == closing || byte == UInt8(ascii: ",") else {
      throw failure("expected \",\" or \"\(Character(UnicodeScalar(closing)))\"")
    }
    position += 1
    return byte == closing
  }

  private mutating func number() throws(JSONSyntaxError) -> Double {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let leading = next
    let whole = skipDigits()
    guard whole > 0 else { throw failure("expected a JSON value", at: start) }
    if whole > 1, leading == UInt8(ascii: "0") { throw failure("a leading zero", at: start) }
    if next == UInt8(ascii: ".") {
      position += 1
      guard skipDigits() > 0 else { throw failure("expected a digit after the point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() > 0 else { throw failure("expected a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw failure("\(text.legible()) is beyond the range of a double", at: start)
    }
    return value
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string that is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw failure("a control character in a string", at: position - 1)
      default: text.append(byte)
      }
    }
    throw failure("an unclosed string", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = next else { throw failure("an unclosed string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(Character(try scalar())).utf8)
    default: throw failure("an unknown escape", at: position - 1)
    }
  }

  private mutating func scalar() throws(JSONSyntaxError) -> UnicodeScalar {
    let start = position
    let high = try hexadecimal()
    if let scalar = UnicodeScalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: "\\u".utf8) else {
      throw failure("a lone surrogate", at: start)
    }
    position += 2
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = UnicodeScalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw failure("a lone surrogate", at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+")
    else { throw failure("expected four hexadecimal digits") }
    position += 4
    return code
  }
}
