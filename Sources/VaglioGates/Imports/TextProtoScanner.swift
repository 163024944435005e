internal import VaglioFindings

/// The tokens of protobuf's text format (protobuf.dev/reference/protobuf/textformat-spec), with
/// their places. Comments from `#` to the end of the line are left out.
struct TextProtoScanner {
  enum Token: Equatable {
    /// A name, an enumerator, a truth value, or a word for a number such as `inf`.
    case word(String)
    /// A number as it is written, with its sign.
    case number(String)
    /// A string without quotes, its escapes resolved.
    case string(String)
    /// One of `{ } [ ] < > : , ; /`.
    case mark(Character)
    case end
  }

  let file: String
  let bytes: [UInt8]
  /// The offset of the next byte to be read.
  private(set) var position = 0

  init(_ bytes: [UInt8], file: String) {
    (self.bytes, self.file) = (bytes, file)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next token and the offset of its first byte.
  mutating func next() throws(PolicyError) -> (token: Token, offset: Int) {
    skipSpace()
    let start = position
    guard position < bytes.count else { return (.end, start) }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return (.string(try string()), start)
    case let byte where Self.isLetter(byte): return (.word(run { Self.isWord($0) }), start)
    case let byte where Self.isDigit(byte) || byte == UInt8(ascii: "."):
      return (.number(number()), start)
    case UInt8(ascii: "-"): return (try signed(), start)
    case let byte where "{}[]<>:,;/".utf8.contains(byte):
      position += 1
      return (.mark(Character(UnicodeScalar(byte))), start)
    default: throw failure("a character that text protos don't have", at: start)
    }
  }

  /// The error that something is wrong at a byte.
  func failure(_ reason: String, at offset: Int) -> PolicyError {
    PolicyError(
      "not a text proto: \(reason)", at: TextPlace(file: file, byte: offset, of: bytes))
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09...0x0D: position += 1
      case UInt8(ascii: "#"):
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func run(_ belongs: (UInt8) -> Bool) -> String {
    let start = position
    while position < bytes.count, belongs(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func number() -> String {
    var last: UInt8 = 0
    return run { byte in
      defer { last = byte }
      let isExponentSign = (byte == 0x2B || byte == 0x2D) && (last == 0x65 || last == 0x45)
      return Self.isWord(byte) || byte == UInt8(ascii: ".") || isExponentSign
    }
  }

  private mutating func signed() throws(PolicyError) -> Token {
    let start = position
    position += 1
    skipSpace()
    guard position < bytes.count else { throw failure("a minus sign before nothing", at: start) }
    if Self.isLetter(bytes[position]) { return .word("-" + run { Self.isWord($0) }) }
    guard Self.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".") else {
      throw failure("a minus sign that no number follows", at: start)
    }
    return .number("-" + number())
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }

  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}

extension TextProtoScanner {
  private mutating func string() throws(PolicyError) -> String {
    let start = position
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case quote:
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string that is not UTF-8", at: start)
        }
        return string
      case 0x0A: throw failure("a string that doesn't end on its line", at: start)
      case UInt8(ascii: "\\"): try escape(into: &text)
      default: text.append(byte)
      }
    }
    throw failure("an unclosed string", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(PolicyError) {
    let start = position - 1
    guard position < bytes.count else { throw failure("an unclosed string", at: start) }
    let byte = bytes[position]
    position += 1
    if let plain = Self.plainEscapes[byte] {
      text.append(plain)
      return
    }
    switch byte {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      text.append(UInt8(truncatingIfNeeded: try code(radix: 16, 1...2, at: start)))
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      let code = try code(radix: 8, 1...3, at: start)
      guard code < 256 else { throw failure("an escape above \\377", at: start) }
      text.append(UInt8(truncatingIfNeeded: code))
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let length = byte == UInt8(ascii: "u") ? 4 : 8
      guard let scalar = UnicodeScalar(try code(radix: 16, length...length, at: start)) else {
        throw failure("an escape that is no character", at: start)
      }
      text += Array(String(Character(scalar)).utf8)
    default: throw failure("an unknown escape", at: start)
    }
  }

  private mutating func code(
    radix: Int, _ lengths: ClosedRange<Int>, at start: Int
  ) throws(PolicyError) -> UInt32 {
    var digits = ""
    while digits.count < lengths.upperBound, position < bytes.count,
      let digit = Character(UnicodeScalar(bytes[position])).hexDigitValue, digit < radix
    {
      digits.append(Character(UnicodeScalar(bytes[position])))
      position += 1
    }
    guard lengths.contains(digits.count), let code = UInt32(digits, radix: radix) else {
      throw failure("an escape without its digits", at: start)
    }
    return code
  }

  private static let plainEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
    UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "?"): 0x3F,
    UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22,
  ]
}
