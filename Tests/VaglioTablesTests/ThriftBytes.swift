/// A writer of Thrift's compact protocol, for files that no library would write.
struct ThriftBytes {
  private(set) var bytes: [UInt8] = []
  private var last = 0

  /// The bytes of a structure.
  static func structure(_ body: (inout ThriftBytes) -> Void) -> [UInt8] {
    var writer = ThriftBytes()
    body(&writer)
    return writer.bytes + [0]
  }

  mutating func integer(_ id: Int, _ value: Int64, wide: Bool = false) {
    head(id, type: wide ? 6 : 5)
    bytes += Self.varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func truth(_ id: Int, _ value: Bool) { head(id, type: value ? 1 : 2) }

  mutating func text(_ id: Int, _ text: String) {
    head(id, type: 8)
    bytes += Self.varint(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  mutating func structure(_ id: Int, _ inner: [UInt8]) {
    head(id, type: 12)
    bytes += inner
  }

  /// A list whose elements are written out; `count` may be a lie.
  mutating func list(_ id: Int, type: UInt8, _ elements: [[UInt8]], count: UInt64? = nil) {
    head(id, type: 9)
    bytes += [0xF0 | type] + Self.varint(count ?? UInt64(elements.count)) + elements.joined()
  }

  mutating func head(_ id: Int, type: UInt8) {
    let delta = id - last
    bytes +=
      (1...15).contains(delta)
      ? [UInt8(delta) << 4 | type] : [type] + Self.varint(UInt64(id) << 1)
    last = id
  }

  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes): (UInt64, [UInt8]) = (value, [])
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
