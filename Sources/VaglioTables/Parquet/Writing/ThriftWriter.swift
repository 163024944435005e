/// The writer of structures in Thrift's compact protocol
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
///
/// Fields are written in ascending order of their numbers, fewer than sixteen apart.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  private var last = 0

  private enum Kind: UInt8 {
    case yes = 1, no, byte, i16, i32, i64, double, binary, list, set, map, structure
  }

  mutating func field(_ id: Int, _ value: Bool) { head(id, value ? .yes : .no) }

  mutating func field(_ id: Int, _ value: Int8) {
    head(id, .byte)
    bytes.append(UInt8(bitPattern: value))
  }

  mutating func field(_ id: Int, _ value: Int16) {
    head(id, .i16)
    zigzag(Int64(value))
  }

  mutating func field(_ id: Int, _ value: Int32) {
    head(id, .i32)
    zigzag(Int64(value))
  }

  mutating func field(_ id: Int, _ value: Int64) {
    head(id, .i64)
    zigzag(value)
  }

  mutating func field(_ id: Int, _ value: String) { field(id, binary: Array(value.utf8)) }

  mutating func field(_ id: Int, binary value: [UInt8]) {
    head(id, .binary)
    append(binary: value)
  }

  mutating func field(_ id: Int, _ values: [Int32]) {
    head(id, .list)
    list(.i32, values.count)
    for value in values { zigzag(Int64(value)) }
  }

  mutating func field(_ id: Int, _ values: [String]) {
    head(id, .list)
    list(.binary, values.count)
    for value in values { append(binary: Array(value.utf8)) }
  }

  /// A structure inside of this one.
  mutating func field(_ id: Int, _ write: (inout ThriftWriter) -> Void) {
    head(id, .structure)
    structure(write)
  }

  /// A list of structures, one for each element.
  mutating func field<Element>(
    _ id: Int, _ elements: [Element], _ write: (inout ThriftWriter, Element) -> Void
  ) {
    head(id, .list)
    list(.structure, elements.count)
    for element in elements { structure { write(&$0, element) } }
  }

  /// Ends the structure.
  mutating func stop() { bytes.append(0) }

  private mutating func structure(_ write: (inout ThriftWriter) -> Void) {
    let outer = last
    last = 0
    write(&self)
    stop()
    last = outer
  }

  private mutating func head(_ id: Int, _ kind: Kind) {
    precondition(id > last && id - last < 16, "fields out of order")
    bytes.append(UInt8(id - last) << 4 | kind.rawValue)
    last = id
  }

  private mutating func list(_ kind: Kind, _ count: Int) {
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      bytes.append(varint: UInt64(count))
    }
  }

  private mutating func append(binary value: [UInt8]) {
    bytes.append(varint: UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func zigzag(_ value: Int64) {
    bytes.append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}

extension [UInt8] {
  /// Appends a number seven bits at a time, least first; the eighth bit says that more follow.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends an integer, least byte first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
