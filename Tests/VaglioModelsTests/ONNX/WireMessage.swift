/// A message in the wire format of Protocol Buffers, written field by field.
struct WireMessage {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func integer(_ field: UInt64, _ number: Int64) {
    varint(field << 3)
    varint(UInt64(bitPattern: number))
  }

  mutating func float(_ field: UInt64, _ number: Float) {
    varint(field << 3 | 5)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func delimited(_ field: UInt64, _ content: [UInt8]) {
    varint(field << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func text(_ field: UInt64, _ text: String) { delimited(field, Array(text.utf8)) }

  mutating func message(_ field: UInt64, _ write: (inout WireMessage) -> Void) {
    var message = WireMessage()
    write(&message)
    delimited(field, message.bytes)
  }

  /// A model with an input `X` of 32-bit numbers and an output `y`.
  static func model(
    nodes: [WireMessage], columns: Int64, initializers: [WireMessage] = []
  ) -> [UInt8] {
    var model = WireMessage()
    model.integer(1, 8)
    model.message(7) { graph in
      for node in nodes { graph.delimited(1, node.bytes) }
      for tensor in initializers { graph.delimited(5, tensor.bytes) }
      graph.message(11) { $0.port("X", columns: columns) }
      graph.message(12) { $0.port("y", columns: 1) }
    }
    return model.bytes
  }

  private mutating func port(_ name: String, columns: Int64) {
    text(1, name)
    message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, 1)
        tensor.message(2) { shape in
          shape.message(1) { $0.text(2, "N") }
          shape.message(1) { $0.integer(1, columns) }
        }
      }
    }
  }
}
