internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A reader of JSON (RFC 8259) into a ``Document``, made for large arrays of numbers.
///
/// Members that occur twice, nesting deeper than 128 levels, lone surrogates and bytes behind the
/// document are refused. `NaN`, `Infinity` and `-Infinity` are numbers, as XGBoost writes them.
package struct JSONDocument {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  static let deepest = 128

  /// Reads a document.
  package static func document(_ bytes: [UInt8]) throws(ModelError) -> Document {
    // A NUL behind the text ends every numeral, so that `strtod` stays inside.
    let terminated = bytes + [0]
    let result = terminated.withUnsafeBufferPointer { buffer -> Result<Document, ModelError> in
      var reader = JSONDocument(
        bytes: UnsafeBufferPointer(rebasing: buffer[..<bytes.count]))
      do throws(ModelError) { return .success(try reader.whole()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func whole() throws(ModelError) -> Document {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let document = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure("expected the end of the document") }
    return document
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> ModelError {
    ModelError(
      .malformed, place: "byte \(offset ?? position)",
      problem: position >= bytes.count ? "the file ends in the middle of its JSON" : reason)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(ModelError) -> Document {
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

  private mutating func word(_ word: StaticString, _ value: Document) throws(ModelError) -> Document
  {
    guard skip(word) else { throw failure("expected a JSON value") }
    return value
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count,
      (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
    else { return false }
    position += count
    return true
  }

  private mutating func array(depth: Int) throws(ModelError) -> Document {
    position += 1
    skipSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    var numbers: [Double] = []
    while isNumeral(next) {
      numbers.append(try number())
      if try endOfList(closing: UInt8(ascii: "]")) { return .numbers(numbers) }
      skipSpace()
    }
    var elements = numbers.map(Document.number)
    while true {
      elements.append(try value(depth: depth + 1))
      if try endOfList(closing: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  private func isNumeral(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I")
  }

  private mutating func object(depth: Int) throws(ModelError) -> Document {
    position += 1
    var members: [String: Document] = [:]
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
      let value = try value(depth: depth + 1)
      guard members.updateValue(value, forKey: name) == nil else {
        throw failure("\"\(legible(name))\" occurs twice", at: start)
      }
      if try endOfList(closing: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func endOfList(closing: UInt8) throws(ModelError) -> Bool {
    skipSpace()
    guard let byte = next, byte == closing || byte == UInt8(ascii: ",") else {
      throw failure("expected \",\" or \"\(Character(UnicodeScalar(closing)))\"")
    }
    position += 1
    return byte == closing
  }

  /// A numeral of at most 15 digits and a small exponent is exact as the quotient or product of two
  /// exact doubles; for the others the C library's correctly rounded reading serves.
  private mutating func number() throws(ModelError) -> Double {
    let start = position
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { position += 1 }
    if next == UInt8(ascii: "N"), !isNegative, skip("NaN") { return .nan }
    if next == UInt8(ascii: "I"), skip("Infinity") { return isNegative ? -.infinity : .infinity }
    var digits: UInt64 = 0
    var count = skipDigits(&digits)
    guard count > 0 else { throw failure("expected a JSON value", at: start) }
    if count > 1, bytes[start + (isNegative ? 1 : 0)] == UInt8(ascii: "0") {
      throw failure("a leading zero", at: start)
    }
    var exponent = 0
    if next == UInt8(ascii: ".") {
      position += 1
      let fraction = skipDigits(&digits)
      guard fraction > 0 else { throw failure("expected a digit after the point") }
      (count, exponent) = (count + fraction, -fraction)
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      let isDown = next == UInt8(ascii: "-")
      if isDown || next == UInt8(ascii: "+") { position += 1 }
      var power: UInt64 = 0
      let length = skipDigits(&power)
      guard length > 0 else { throw failure("expected a digit in the exponent") }
      exponent += (isDown ? -1 : 1) * Int(length > 6 ? 1_000_000 : power)
    }
    if count <= 15, exponent.magnitude <= 22 {
      let power = Self.powers[Int(exponent.magnitude)]
      let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
      return isNegative ? -magnitude : magnitude
    }
    let text = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + start).assumingMemoryBound(
      to: CChar.self)
    return strtod(text, nil)
  }

  private static let powers = (0...22).map { pow(10, Double($0)) }

  private mutating func skipDigits(_ value: inout UInt64) -> Int {
    let start = position
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
      value = value &* 10 &+ UInt64(bytes[position] &- 0x30)
      position += 1
    }
    return position - start
  }

  private mutating func string() throws(ModelError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a text that is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw failure("a control character in a text", at: position - 1)
      default: text.append(byte)
      }
    }
    throw failure("an unclosed text", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(ModelError) {
    guard let byte = next else { throw failure("an unclosed text") }
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

  private mutating func scalar() throws(ModelError) -> UnicodeScalar {
    let start = position
    let high = try hexadecimal()
    if let scalar = UnicodeScalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), skip("\\u") else {
      throw failure("a lone surrogate", at: start)
    }
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = UnicodeScalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw failure("a lone surrogate", at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(ModelError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("expected four hexadecimal digits") }
    var code: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = Character(UnicodeScalar(bytes[position + offset])).hexDigitValue else {
        throw failure("expected four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    position += 4
    return code
  }
}
