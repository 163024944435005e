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

  /// An attribute of 32-bit numbers.
  mutating func floats(_ name: String, _ values: [Double]) {
    text(1, name)
    for value in values { float(7, Float(value)) }
    integer(20, 6)
  }

  /// An attribute of 64-bit numbers, which is a tensor.
  mutating func doubles(_ name: String, _ values: [Double]) {
    text(1, "\(name)_as_tensor")
    message(5) { tensor in
      tensor.integer(1, Int64(values.count))
      tensor.integer(2, 11)
      tensor.text(8, name)
      tensor.delimited(
        9, values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
    }
    integer(20, 4)
  }

  /// A model with an input `X`, and by default an output `y`, of 32-bit numbers.
  static func model(
    nodes: [WireMessage], columns: Int64, type: Int64 = 1, initializers: [WireMessage] = [],
    outputs: [(name: String, type: Int64)] = [("y", 1)]
  ) -> [UInt8] {
    var model = WireMessage()
    model.integer(1, 8)
    model.message(7) { graph in
      for node in nodes { graph.delimited(1, node.bytes) }
      graph.text(2, "g")
      for tensor in initializers { graph.delimited(5, tensor.bytes) }
      graph.message(11) { $0.port("X", type: type, columns: columns) }
      for output in outputs { graph.message(12) { $0.port(output.name, type: output.type) } }
    }
    for (domain, version) in [("ai.onnx.ml", Int64(3)), ("", 17)] {
      model.message(8) { set in
        set.text(1, domain)
        set.integer(2, version)
      }
    }
    return model.bytes
  }

  private mutating func port(_ name: String, type: Int64, columns: Int64? = nil) {
    text(1, name)
    message(2) { kind in
      kind.message(1) { tensor in
        tensor.integer(1, type)
        guard let columns else { return }
        tensor.message(2) { shape in
          shape.message(1) { $0.text(2, "N") }
          shape.message(1) { $0.integer(1, columns) }
        }
      }
    }
  }
}
