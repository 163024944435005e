/// Steps over the tokens of JSON on one line.
///
/// It never passes a line feed, of which there is one at the end of every piece, nor reads more
/// than eight bytes after it.
struct JSONScanner {
  private(set) var place: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// Why the last step failed.
  private(set) var reason = "expected a value"
  /// The deepest nesting that is stepped over.
  static let deepest = 256

  init(place: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    (self.place, self.end) = (place, end)
  }

  /// A string as it stands, or with its escapes undone.
  struct Text {
    let start: UnsafePointer<UInt8>
    let count: Int
    private var unescaped: [UInt8]?

    init(start: UnsafePointer<UInt8>, count: Int) { (self.start, self.count) = (start, count) }

    /// A text with escapes undone; eight zeros stand after it.
    init(unescaped: [UInt8], start: UnsafePointer<UInt8>) {
      self.start = start
      count = unescaped.count
      self.unescaped = unescaped + [0, 0, 0, 0, 0, 0, 0, 0]
    }

    /// Calls `body` with the bytes and their number; eight bytes more may be read.
    func withBytes<Result>(_ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
      guard let unescaped else { return body(start, count) }
      return unescaped.withUnsafeBufferPointer { body($0.baseAddress ?? start, count) }
    }
  }

  var isAtEnd: Bool { place >= end }

  mutating func skipSpace() {
    while place.pointee == 0x20 || place.pointee == 0x09 || place.pointee == 0x0D { place += 1 }
  }

  /// Steps over the line feed here, if there is one.
  mutating func endsLine() -> Bool { take("\n") }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place.pointee == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func take(word: StaticString) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount where place[offset] != word.utf8Start[offset] {
      return false
    }
    place += word.utf8CodeUnitCount
    return true
  }

  /// Steps over a string in quotes; `nil` when there is none.
  mutating func string() -> Text? {
    guard take("\"") else { return nil }
    let start = place
    while place.pointee != UInt8(ascii: "\"") {
      if place.pointee == UInt8(ascii: "\\") { return escapedString(start) }
      guard place.pointee >= 0x20 else {
        reason = "a string is not closed, or contains a control character"
        return nil
      }
      place += 1
    }
    place += 1
    return Text(start: start, count: place - 1 - start)
  }

  private mutating func escapedString(_ start: UnsafePointer<UInt8>) -> Text? {
    var bytes = Array(UnsafeBufferPointer(start: start, count: place - start))
    while place.pointee != UInt8(ascii: "\"") {
      guard place.pointee >= 0x20 else {
        reason = "a string is not closed, or contains a control character"
        return nil
      }
      if place.pointee == UInt8(ascii: "\\") {
        guard let scalar = escape() else {
          reason = "an unknown escape, or a lone surrogate"
          return nil
        }
        bytes.append(contentsOf: String(Character(scalar)).utf8)
      } else {
        bytes.append(place.pointee)
        place += 1
      }
    }
    place += 1
    return Text(unescaped: bytes, start: start)
  }

  private mutating func escape() -> Unicode.Scalar? {
    let letter = place[1]
    guard letter != UInt8(ascii: "u") else { return unicodeEscape() }
    let plain: Unicode.Scalar? =
      switch letter {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    if plain != nil { place += 2 }
    return plain
  }

  /// `\u00E9`, or a pair of surrogates.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let high = codeUnit() else { return nil }
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, place.pointee == UInt8(ascii: "\\"), place[1] == UInt8(ascii: "u"),
      let low = codeUnit(), (0xDC00..<0xE000).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
  }

  private mutating func codeUnit() -> UInt32? {
    var unit: UInt32 = 0
    place += 2
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(place.pointee)).hexDigitValue,
        place.pointee < 0x80
      else { return nil }
      unit = unit << 4 | UInt32(digit)
      place += 1
    }
    return unit
  }

  /// Reads a number as JSON writes it, or `Infinity`; NaN when it is beyond the range of a double.
  mutating func number(into value: inout Double) -> Bool {
    let start = place
    let first = start.pointee == UInt8(ascii: "-") ? start + 1 : start
    if first.pointee == UInt8(ascii: "I") {
      place = first
      guard take(word: "Infinity") else { return false }
      value = first == start ? .infinity : -.infinity
      return true
    }
    guard isDigit(first.pointee), first.pointee != UInt8(ascii: "0") || !isDigit(first[1]) else {
      return false
    }
    if let after = Numeral.scan(start, into: &value) {
      place = after
      return !hasBarePoint(first, after)
    }
    return skipHugeNumber(first, into: &value)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Whether no digit follows the point, as in `1.` and `1.e5`.
  private func hasBarePoint(
    _ first: UnsafePointer<UInt8>, _ after: UnsafePointer<UInt8>
  ) -> Bool {
    var place = first
    while place < after, isDigit(place.pointee) { place += 1 }
    return place < after && place.pointee == UInt8(ascii: ".") && !isDigit(place[1])
  }

  /// Steps over a well-formed number that is too large.
  private mutating func skipHugeNumber(
    _ first: UnsafePointer<UInt8>, into value: inout Double
  ) -> Bool {
    place = first
    while isDigit(place.pointee) || ".eE+-".utf8.contains(place.pointee) { place += 1 }
    value = .nan
    return isDigit(place[-1])
  }

  /// Steps over a value of any kind.
  mutating func skipValue() -> Bool {
    var closers: [UInt8] = []
    repeat {
      switch place.pointee {
      case UInt8(ascii: "\""):
        guard string() != nil else { return false }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard closers.count < Self.deepest else {
          reason = "nested deeper than \(Self.deepest) levels"
          return false
        }
        // The closing bracket stands two after the opening one in ASCII.
        closers.append(place.pointee + 2)
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard closers.popLast() == place.pointee else {
          reason = "a bracket that closes nothing"
          return false
        }
        place += 1
      case UInt8(ascii: "\n"):
        reason = "the line ends inside a value"
        return false
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0D:
        guard !closers.isEmpty else { return false }
        place += 1
      default: guard skipWord() else { return false }
      }
    } while !closers.isEmpty
    return true
  }

  /// Steps over a number or a word.
  private mutating func skipWord() -> Bool {
    let start = place
    while isDigit(place.pointee) || (place.pointee | 0x20) &- UInt8(ascii: "a") < 26
      || place.pointee == UInt8(ascii: "-") || place.pointee == UInt8(ascii: "+")
      || place.pointee == UInt8(ascii: ".")
    {
      place += 1
    }
    reason = "expected a value"
    return place > start
  }
}
