/// A reader of Thrift's compact protocol, in which Parquet writes its metadata
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
///
/// Every count is checked against the bytes that are there, and nesting is bounded.
struct ThriftReader {
  /// The wire types of fields and elements.
  enum WireType: UInt8 {
    case yes = 1, no, byte, short, int, long, double, binary, list, set, map, structure, uuid
  }

  /// The head of a field.
  struct Field {
    let id: Int
    let type: WireType
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// The number of bytes read.
  private(set) var position = 0
  private static let deepest = 32

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next field of a structure, whose last field was `last`; `nil` at the structure's end.
  mutating func field(after last: inout Int) throws(ParquetFault) -> Field? {
    let head = try byte()
    if head == 0 { return nil }
    let type = try wireType(head & 0x0F)
    let delta = Int(head >> 4)
    let id = delta == 0 ? Int16(exactly: try integer()) : Int16(exactly: last + delta)
    guard let id else { throw .damaged("the metadata have a field of an impossible number") }
    last = Int(id)
    return Field(id: last, type: type)
  }

  /// An integer of any width, in zigzag form.
  mutating func integer() throws(ParquetFault) -> Int64 {
    let raw = try varint()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// An integer that fits 32 bits.
  mutating func int32() throws(ParquetFault) -> Int32 {
    guard let value = Int32(exactly: try integer()) else {
      throw .damaged("a 32-bit number of the metadata is larger")
    }
    return value
  }

  /// The integer of a byte field.
  mutating func int8() throws(ParquetFault) -> Int8 { Int8(bitPattern: try byte()) }

  /// A text; bytes that are not UTF-8 are replaced.
  mutating func text() throws(ParquetFault) -> String {
    let count = try length()
    defer { position += count }
    return String(
      decoding: UnsafeBufferPointer(rebasing: bytes[position..<position + count]), as: UTF8.self)
  }

  /// The type and number of a list's elements, each of which has at least one byte.
  mutating func list() throws(ParquetFault) -> (type: WireType, count: Int) {
    let head = try byte()
    let short = Int(head >> 4)
    let count = short == 15 ? try varint() : UInt64(short)
    guard count <= UInt64(bytes.count - position) else { throw .truncated("a list") }
    if count == 0 { return (WireType(rawValue: head & 0x0F) ?? .byte, 0) }
    return (try wireType(head & 0x0F), Int(count))
  }

  /// The number of elements of a list of structures.
  mutating func listOfStructures() throws(ParquetFault) -> Int {
    let (type, count) = try list()
    guard count == 0 || type == .structure else { throw .damaged("a list has other elements") }
    return count
  }

  /// Passes over a value.
  mutating func skip(_ type: WireType) throws(ParquetFault) { try skip(type, depth: 0) }

  private mutating func skip(_ type: WireType, depth: Int) throws(ParquetFault) {
    guard depth < Self.deepest else { throw .damaged("the metadata are nested too deep") }
    switch type {
    case .yes, .no: return
    case .byte: _ = try byte()
    case .short, .int, .long: _ = try varint()
    case .double: try advance(8)
    case .uuid: try advance(16)
    case .binary: try advance(try length())
    case .list, .set:
      let (element, count) = try list()
      for _ in 0..<count { try skipElement(element, depth: depth + 1) }
    case .map: try skipMap(depth: depth + 1)
    case .structure:
      var last = 0
      while let field = try field(after: &last) { try skip(field.type, depth: depth + 1) }
    }
  }

  /// Truth values have a byte of their own in lists and maps.
  private mutating func skipElement(_ type: WireType, depth: Int) throws(ParquetFault) {
    switch type {
    case .yes, .no: _ = try byte()
    default: try skip(type, depth: depth)
    }
  }

  private mutating func skipMap(depth: Int) throws(ParquetFault) {
    let count = try varint()
    if count == 0 { return }
    guard count <= UInt64(bytes.count - position) else { throw .truncated("a map") }
    let types = try byte()
    let (key, value) = (try wireType(types >> 4), try wireType(types & 0x0F))
    for _ in 0..<count {
      try skipElement(key, depth: depth)
      try skipElement(value, depth: depth)
    }
  }

  private func wireType(_ code: UInt8) throws(ParquetFault) -> WireType {
    guard let type = WireType(rawValue: code) else {
      throw .damaged("the metadata have a value of unknown type")
    }
    return type
  }

  private mutating func byte() throws(ParquetFault) -> UInt8 {
    guard position < bytes.count else { throw .truncated("the metadata") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func varint() throws(ParquetFault) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw .damaged("a number of the metadata is too long") }
    }
  }

  private mutating func length() throws(ParquetFault) -> Int {
    let count = try varint()
    guard count <= UInt64(bytes.count - position) else { throw .truncated("a text") }
    return Int(count)
  }

  private mutating func advance(_ count: Int) throws(ParquetFault) {
    guard count <= bytes.count - position else { throw .truncated("the metadata") }
    position += count
  }
}
