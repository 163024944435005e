/// A reader of one message in the wire format of Protocol Buffers: its fields in their order, each
/// checked to lie inside of the message.
///
/// https://protobuf.dev/programming-guides/encoding/. What a field means is up to the caller; nothing
/// is allocated by a length that the message doesn't cover.
struct ProtobufReader: Sendable {
  /// A field's value as it stands on the wire.
  enum Value: Sendable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    /// A text, bytes, a message, or packed numbers.
    case delimited(ProtobufReader)
  }

  private let source: [UInt8]
  private var position: Int
  private let end: Int

  /// A reader of the message that fills `source`.
  init(_ source: [UInt8]) { self.init(source, 0..<source.count) }

  private init(_ source: [UInt8], _ range: Range<Int>) {
    (self.source, position, end) = (source, range.lowerBound, range.upperBound)
  }

  /// The bytes that are not read yet.
  var rest: ArraySlice<UInt8> { source[position..<end] }

  /// The bytes that are not read yet as text; what is no UTF-8 is replaced.
  var text: String { String(decoding: rest, as: UTF8.self) }

  /// The next field; `nil` at the end.
  mutating func field() throws(ModelError) -> (number: Int, value: Value)? {
    guard position < end else { return nil }
    let start = position
    let tag = try varint()
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else {
      throw failure("a field has the number \(tag >> 3)", at: start)
    }
    return (Int(tag >> 3), try value(wireType: tag & 7, from: start))
  }

  private mutating func value(wireType: UInt64, from start: Int) throws(ModelError) -> Value {
    switch wireType {
    case 0: return .varint(try varint())
    case 1: return .fixed64(try fixed(UInt64.self))
    case 2:
      let length = try varint()
      guard length <= UInt64(end - position) else {
        throw failure("a field of \(length) bytes reaches beyond what is there", at: start)
      }
      let range = position..<position + Int(length)
      position = range.upperBound
      return .delimited(ProtobufReader(source, range))
    case 5: return .fixed32(try fixed(UInt32.self))
    default: throw failure("a field has the wire type \(wireType)", at: start)
    }
  }

  /// A number of at most 64 bits in groups of seven, the lowest first.
  private mutating func varint() throws(ModelError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else { throw failure("the message ends inside of a number") }
      let byte = source[position]
      position += 1
      number |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return number }
    }
    throw failure("a number is longer than ten bytes")
  }

  private mutating func fixed<Word: FixedWidthInteger>(
    _ type: Word.Type
  ) throws(ModelError) -> Word {
    let size = MemoryLayout<Word>.size
    guard end - position >= size else { throw failure("the message ends inside of a number") }
    let word = source.withUnsafeBytes {
      Word(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Word.self))
    }
    position += size
    return word
  }

  private func failure(_ problem: String, at offset: Int? = nil) -> ModelError {
    ModelError(.malformed, place: "byte \(offset ?? position)", problem: problem)
  }

  /// All fixed-width words of a packed field; the last bytes that are no whole word are refused.
  mutating func packed<Word: FixedWidthInteger>(
    _ type: Word.Type, into words: (Word) -> Void
  ) throws(ModelError) {
    while position < end { words(try fixed(type)) }
  }

  /// All numbers of a packed field.
  mutating func packedVarints(into numbers: (UInt64) -> Void) throws(ModelError) {
    while position < end { numbers(try varint()) }
  }
}

extension ProtobufReader.Value {
  /// The text or bytes of the field.
  func message(_ name: String) throws(ModelError) -> ProtobufReader {
    guard case .delimited(let reader) = self else { throw mismatch(name, "bytes") }
    return reader
  }

  /// The text of the field.
  func text(_ name: String) throws(ModelError) -> String { try message(name).text }

  /// The whole number of the field.
  func integer(_ name: String) throws(ModelError) -> Int64 {
    guard case .varint(let number) = self else { throw mismatch(name, "a whole number") }
    return Int64(bitPattern: number)
  }

  /// The number of 32 bits of the field.
  func float(_ name: String) throws(ModelError) -> Float {
    guard case .fixed32(let word) = self else { throw mismatch(name, "a number of 32 bits") }
    return Float(bitPattern: word)
  }

  /// Appends what the field adds to a repeated field of whole numbers, packed or one by one.
  func append(to numbers: inout [Int64], _ name: String) throws(ModelError) {
    switch self {
    case .varint(let number): numbers.append(Int64(bitPattern: number))
    case .delimited(var reader):
      try reader.packedVarints { numbers.append(Int64(bitPattern: $0)) }
    default: throw mismatch(name, "whole numbers")
    }
  }

  /// Appends what the field adds to a repeated field of 32-bit numbers, packed or one by one.
  func append(to numbers: inout [Float], _ name: String) throws(ModelError) {
    switch self {
    case .fixed32(let word): numbers.append(Float(bitPattern: word))
    case .delimited(var reader):
      try reader.packed(UInt32.self) { numbers.append(Float(bitPattern: $0)) }
    default: throw mismatch(name, "numbers of 32 bits")
    }
  }

  /// Appends what the field adds to a repeated field of 64-bit numbers, packed or one by one.
  func append(to numbers: inout [Double], _ name: String) throws(ModelError) {
    switch self {
    case .fixed64(let word): numbers.append(Double(bitPattern: word))
    case .delimited(var reader):
      try reader.packed(UInt64.self) { numbers.append(Double(bitPattern: $0)) }
    default: throw mismatch(name, "numbers of 64 bits")
    }
  }

  private func mismatch(_ name: String, _ expected: String) -> ModelError {
    ModelError(.malformed, place: name, problem: "expected \(expected)")
  }
}
