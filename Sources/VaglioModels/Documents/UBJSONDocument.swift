internal import VaglioTables

/// A reader of Universal Binary JSON into a ``Document``
/// (draft 12, https://ubjson.org, and as XGBoost writes it).
///
/// Members that occur twice, nesting deeper than 128 levels, counts that the rest of the file cannot
/// hold, and bytes behind the document are refused. Integers beyond ±2⁵³ are rounded to the nearest
/// double, numbers of high precision are read as doubles.
struct UBJSONDocument {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// Reads a document.
  static func document(_ bytes: [UInt8]) throws(ModelError) -> Document {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<Document, ModelError> in
      var reader = UBJSONDocument(bytes: buffer)
      do throws(ModelError) { return .success(try reader.whole()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func whole() throws(ModelError) -> Document {
    let document = try value(of: try marker(), depth: 0)
    while position < bytes.count, bytes[position] == UInt8(ascii: "N") { position += 1 }
    guard position == bytes.count else { throw failure("expected the end of the document") }
    return document
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> ModelError {
    ModelError(.malformed, place: "byte \(offset ?? position)", problem: reason)
  }

  /// The next `count` bytes' offset, which is passed over.
  private mutating func pass(_ count: Int) throws(ModelError) -> Int {
    guard count <= bytes.count - position else {
      throw failure("the file ends in the middle of its UBJSON", at: bytes.count)
    }
    defer { position += count }
    return position
  }

  private mutating func byte() throws(ModelError) -> UInt8 { bytes[try pass(1)] }

  /// The next marker; `N` says nothing and is passed over.
  private mutating func marker() throws(ModelError) -> UInt8 {
    var marker = try byte()
    while marker == UInt8(ascii: "N") { marker = try byte() }
    return marker
  }

  private mutating func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type
  ) throws(ModelError) -> Integer {
    let start = try pass(MemoryLayout<Integer>.size)
    let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped) + start
    return Integer(bigEndian: raw.loadUnaligned(as: Integer.self))
  }

  private mutating func value(of marker: UInt8, depth: Int) throws(ModelError) -> Document {
    guard depth < JSONDocument.deepest else {
      throw failure("nested deeper than \(JSONDocument.deepest) levels")
    }
    switch marker {
    case UInt8(ascii: "Z"): return .null
    case UInt8(ascii: "T"): return .boolean(true)
    case UInt8(ascii: "F"): return .boolean(false)
    case UInt8(ascii: "S"): return .string(try text())
    case UInt8(ascii: "C"): return .string(try character())
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "{"): return try object(depth: depth)
    default: return .number(try number(of: marker))
    }
  }

  private mutating func number(of marker: UInt8) throws(ModelError) -> Double {
    switch marker {
    case UInt8(ascii: "i"): return Double(try integer(Int8.self))
    case UInt8(ascii: "U"): return Double(try integer(UInt8.self))
    case UInt8(ascii: "I"): return Double(try integer(Int16.self))
    case UInt8(ascii: "l"): return Double(try integer(Int32.self))
    case UInt8(ascii: "L"): return Double(try integer(Int64.self))
    case UInt8(ascii: "d"): return Double(Float(bitPattern: try integer(UInt32.self)))
    case UInt8(ascii: "D"): return Double(bitPattern: try integer(UInt64.self))
    case UInt8(ascii: "H"): return try highPrecision()
    default: throw failure("an unknown marker, byte \(marker)", at: position - 1)
    }
  }

  private mutating func highPrecision() throws(ModelError) -> Double {
    let start = position
    guard let number = Double(try text()) else { throw failure("expected a number", at: start) }
    return number
  }

  private mutating func character() throws(ModelError) -> String {
    let code = try byte()
    guard code < 0x80 else { throw failure("a character that is not ASCII", at: position - 1) }
    return String(UnicodeScalar(code))
  }

  /// A count: an integer marker and the integer, not negative.
  private mutating func count() throws(ModelError) -> Int {
    let start = position
    let marker = try byte()
    let count: Int
    switch marker {
    case UInt8(ascii: "i"): count = Int(try integer(Int8.self))
    case UInt8(ascii: "U"): count = Int(try integer(UInt8.self))
    case UInt8(ascii: "I"): count = Int(try integer(Int16.self))
    case UInt8(ascii: "l"): count = Int(try integer(Int32.self))
    case UInt8(ascii: "L"): count = Int(try integer(Int64.self))
    default: throw failure("expected a count", at: start)
    }
    guard count >= 0 else { throw failure("the count \(count) is negative", at: start) }
    return count
  }

  private mutating func text() throws(ModelError) -> String {
    let start = try pass(try count())
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw failure("a text that is not UTF-8", at: start)
    }
    return text
  }
}

extension UBJSONDocument {
  /// What stands behind `[` or `{`: a common type and a count, each optional.
  private mutating func header() throws(ModelError) -> (type: UInt8?, count: Int?) {
    var type: UInt8?
    if position < bytes.count, bytes[position] == UInt8(ascii: "$") {
      position += 1
      type = try byte()
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "#") else {
      guard type == nil else { throw failure("a type without a count") }
      return (nil, nil)
    }
    position += 1
    let start = position
    let count = try count()
    // Every element takes a byte at least: those of a type without bytes of its own are refused.
    if let type, "ZNTF".utf8.contains(type) { throw failure("an array of constants", at: start) }
    guard count <= bytes.count - position else {
      throw failure("the count \(count) is more than the file holds", at: start)
    }
    return (type, count)
  }

  /// The common type, or the marker that stands before an element.
  private mutating func elementMarker(_ type: UInt8?) throws(ModelError) -> UInt8 {
    if let type { return type }
    return try marker()
  }

  private mutating func array(depth: Int) throws(ModelError) -> Document {
    let (type, count) = try header()
    if let type, let count, let numbers = try numbers(count, of: type) {
      return numbers.isEmpty ? .array([]) : .numbers(numbers)
    }
    var elements: [Document] = []
    while elements.count < count ?? .max {
      let marker = try elementMarker(type)
      if count == nil, marker == UInt8(ascii: "]") { break }
      elements.append(try value(of: marker, depth: depth + 1))
    }
    return Self.compact(elements)
  }

  private static func compact(_ elements: [Document]) -> Document {
    guard !elements.isEmpty else { return .array([]) }
    var numbers: [Double] = []
    for element in elements {
      guard case .number(let number) = element else { return .array(elements) }
      numbers.append(number)
    }
    return .numbers(numbers)
  }

  private mutating func object(depth: Int) throws(ModelError) -> Document {
    let (type, count) = try header()
    var members: [String: Document] = [:]
    var left = count
    while left != 0 {
      if count == nil, position < bytes.count, bytes[position] == UInt8(ascii: "}") {
        position += 1
        break
      }
      let start = position
      let name = try text()
      let value = try value(of: try elementMarker(type), depth: depth + 1)
      guard members.updateValue(value, forKey: name) == nil else {
        throw failure("\"\(legible(name))\" occurs twice", at: start)
      }
      left = left.map { $0 - 1 }
    }
    return .object(members)
  }

  /// Numbers of one type without markers; `nil` where the type is no number of fixed length.
  private mutating func numbers(_ count: Int, of type: UInt8) throws(ModelError) -> [Double]? {
    switch type {
    case UInt8(ascii: "i"): try numbers(count) { (bits: UInt8) in Double(Int8(bitPattern: bits)) }
    case UInt8(ascii: "U"): try numbers(count) { (bits: UInt8) in Double(bits) }
    case UInt8(ascii: "I"): try numbers(count) { (bits: UInt16) in Double(Int16(bitPattern: bits)) }
    case UInt8(ascii: "l"): try numbers(count) { (bits: UInt32) in Double(Int32(bitPattern: bits)) }
    case UInt8(ascii: "L"): try numbers(count) { (bits: UInt64) in Double(Int64(bitPattern: bits)) }
    case UInt8(ascii: "d"): try numbers(count) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case UInt8(ascii: "D"): try numbers(count) { (bits: UInt64) in Double(bitPattern: bits) }
    default: nil
    }
  }

  private mutating func numbers<Bits: FixedWidthInteger>(
    _ count: Int, _ number: (Bits) -> Double
  ) throws(ModelError) -> [Double] {
    // The count is at most the number of bytes in the file.
    let start = try pass(count * MemoryLayout<Bits>.size)
    let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped) + start
    return (0..<count).map { index in
      let offset = index * MemoryLayout<Bits>.size
      return number(Bits(bigEndian: raw.loadUnaligned(fromByteOffset: offset, as: Bits.self)))
    }
  }
}
