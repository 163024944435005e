/// Canonical JSON: the one spelling of a document that RFC 8785 defines.
///
/// Members are sorted by the UTF-16 code units of their names, nothing stands between tokens, and
/// numbers are spelt as ECMAScript spells them: the fewest digits that read back as the same
/// double. Equal documents therefore have equal bytes, which digests and signatures rely on.
public enum CanonicalJSON {
  /// The canonical bytes of `value`, in UTF-8.
  ///
  /// - Precondition: every number in `value` is finite, as RFC 8785 section 3.2.2.3 demands.
  public static func bytes(of value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return bytes
  }

  /// The canonical text of `value`.
  public static func text(of value: JSONValue) -> String {
    String(decoding: bytes(of: value), as: UTF8.self)
  }

  /// The ECMAScript spelling of a finite double: `1e-7`, `1e+21`, `0.1`, `100`, `0` for −0.
  public static func number(_ value: Double) -> String {
    precondition(value.isFinite, "canonical JSON has no spelling for \(value)")
    if value == 0 { return "0" }
    let (digits, exponent) = shortestDigits(of: value.magnitude)
    let text = ecmaScript(digits: digits, exponent: exponent)
    return value < 0 ? "-" + text : text
  }
}

extension CanonicalJSON {
  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .boolean(let truth): bytes += (truth ? "true" : "false").utf8
    case .number(let number): bytes += Self.number(number).utf8
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      append(elements, between: "[", and: "]", to: &bytes) { element, bytes in
        append(element, to: &bytes)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      append(sorted, between: "{", and: "}", to: &bytes) { member, bytes in
        append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
    }
  }

  private static func append<Element>(
    _ elements: [Element], between opening: String, and closing: String, to bytes: inout [UInt8],
    each: (Element, inout [UInt8]) -> Void
  ) {
    bytes += opening.utf8
    for (position, element) in elements.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      each(element, &bytes)
    }
    bytes += closing.utf8
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 { append(byte, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    case 0..<0x20:
      let hexadecimal = String(byte, radix: 16)
      bytes += ("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal).utf8
    default: bytes.append(byte)
    }
  }

  /// The shortest decimal digits d₁d₂… of a positive double and the exponent e of 0.d₁d₂… × 10ᵉ.
  ///
  /// Swift's own description gives the shortest digits that read back; only its layout differs.
  private static func shortestDigits(of value: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var exponent = 0
    var pointSeen = false
    let parts = value.description.utf8.split(separator: UInt8(ascii: "e"))
    for byte in parts[0] {
      if byte == UInt8(ascii: ".") {
        pointSeen = true
      } else {
        digits.append(byte)
        if !pointSeen { exponent += 1 }
      }
    }
    if parts.count > 1 { exponent += Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 }
    let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leadingZeros)
    exponent -= leadingZeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, exponent)
  }

  /// The layout of ECMA-262, Number::toString, for digits and the exponent of 0.d₁d₂… × 10ᵉ.
  private static func ecmaScript(digits: [UInt8], exponent: Int) -> String {
    let text = String(decoding: digits, as: UTF8.self)
    let count = digits.count
    switch exponent {
    case count...21:
      return text + String(repeating: "0", count: exponent - count)
    case 1...21:
      return text.prefix(exponent) + "." + text.dropFirst(exponent)
    case -5...0:
      return "0." + String(repeating: "0", count: -exponent) + text
    default:
      let power = exponent - 1
      let mantissa = count == 1 ? text : text.prefix(1) + "." + text.dropFirst(1)
      return "\(mantissa)e\(power < 0 ? "-" : "+")\(power.magnitude)"
    }
  }
}
