/// JSON (RFC 8259) as it is written for a server: many numbers, fast.
struct JSONText {
  private(set) var bytes: [UInt8]

  init(capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Punctuation and names that need no escapes.
  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Bytes that are JSON already.
  mutating func written(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  /// A whole number.
  mutating func integer(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    digits(UInt64(value.magnitude), places: 0)
  }

  /// A finite number in the fewest digits that name it; whole numbers without a point.
  mutating func number(_ value: Double) {
    guard !wholeNumber(value) else { return }
    if !shortDecimal(value) { described(value.description) }
  }

  /// A finite number in the fewest digits that name it, always with a point or an exponent: Python
  /// reads it as a float whatever stands beside it.
  mutating func float(_ value: Double) {
    if wholeNumber(value) {
      raw(".0")
    } else if !shortDecimal(value) {
      described(value.description)
    }
  }

  /// A finite number of single precision, in the fewest digits that name it there.
  mutating func number(_ value: Float) {
    if !wholeNumber(Double(value)) { described(value.description) }
  }

  /// Writes a whole number below 2⁵³; −0 is none, for its sign would be lost.
  private mutating func wholeNumber(_ value: Double) -> Bool {
    guard abs(value) < 0x1p53, value == value.rounded(.towardZero),
      value != 0 || value.sign == .plus
    else { return false }
    integer(Int(value))
    return true
  }

  /// Writes a number of at most 15 digits and 6 decimals. A decimal of so few digits is the only one
  /// near to its double, and the quotient of two whole numbers below 2⁵³ is rounded rightly: where it
  /// gives the number back, the digits are those of the shortest text.
  private mutating func shortDecimal(_ value: Double) -> Bool {
    shortDecimal(value, places: 3, power: 1e3) || shortDecimal(value, places: 6, power: 1e6)
  }

  private mutating func shortDecimal(_ value: Double, places: Int, power: Double) -> Bool {
    let magnitude = abs(value)
    let scaled = (magnitude * power).rounded()
    guard scaled < 1e15, scaled >= 1, scaled / power == magnitude else { return false }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var (digits, places) = (UInt64(scaled), places)
    while places > 1, digits % 10 == 0 { (digits, places) = (digits / 10, places - 1) }
    self.digits(digits, places: places)
    return true
  }

  /// Writes digits with so many behind the point, and at least one before it.
  private mutating func digits(_ value: UInt64, places: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
      var (rest, end) = (value, 24)
      repeat {
        if places > 0, 24 - end == places {
          end -= 1
          buffer[end] = UInt8(ascii: ".")
        }
        end -= 1
        buffer[end] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0 || places > 0 && 24 - end <= places + 1
      bytes.append(contentsOf: buffer[end..<24])
    }
  }

  private mutating func described(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// A text in quotes; `null` where there is none.
  mutating func string(_ text: String?) {
    if let text { string(text) } else { raw("null") }
  }

  /// A text in quotes.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        raw("\\u00")
        for digit in [byte >> 4, byte & 15] { bytes.append(Self.hexadecimal[Int(digit)]) }
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// `[a,b,…]` of the elements that `element` writes.
  mutating func list(_ indices: Range<Int>, _ element: (inout JSONText, Int) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for index in indices {
      if index > indices.lowerBound { bytes.append(UInt8(ascii: ",")) }
      element(&self, index)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// A list of texts.
  mutating func strings(_ texts: [String]) {
    list(texts.indices) { $0.string(texts[$1]) }
  }
}
