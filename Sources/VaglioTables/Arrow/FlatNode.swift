/// A part of a FlatBuffer that is to be written
/// (https://flatbuffers.dev/internals/, read 2026-11).
///
/// Written from front to back: a table's vtable, the table, then what it refers to. Equal nodes give
/// equal bytes.
indirect enum FlatNode {
  /// The value of a table's field.
  enum Field {
    /// Nothing: the reader sees the schema's default.
    case absent
    case byte(UInt8)
    case short(Int16)
    case int(Int32)
    case long(Int64)
    case reference(FlatNode)
  }

  /// A table; the fields stand at their slot numbers.
  case table([Field])
  /// A text in UTF-8.
  case text(String)
  /// A vector of tables or texts.
  case references([FlatNode])
  /// A vector of structs that are made of 64-bit words, `width` of them each.
  case structs(words: [Int64], width: Int)

  /// The bytes of a FlatBuffer whose root is this table, a multiple of eight.
  var bytes: [UInt8] {
    var writer = FlatBufferWriter()
    writer.write(self)
    return writer.bytes
  }
}

extension FlatNode.Field {
  /// The number of bytes that the field takes inside of its table, which is also its alignment.
  fileprivate var size: Int {
    switch self {
    case .absent: 0
    case .byte: 1
    case .short: 2
    case .int, .reference: 4
    case .long: 8
    }
  }
}

private struct FlatBufferWriter {
  private(set) var bytes: [UInt8] = [0, 0, 0, 0]

  mutating func write(_ root: FlatNode) {
    let position = append(root)
    patch(UInt32(position), at: 0)
    align(to: 8)
  }

  /// Appends a node, and returns where it begins.
  private mutating func append(_ node: FlatNode) -> Int {
    switch node {
    case .table(let fields): appendTable(fields)
    case .text(let text): appendText(text)
    case .references(let nodes): appendReferences(nodes)
    case .structs(let words, let width): appendStructs(words, width)
    }
  }

  private mutating func appendTable(_ fields: [FlatNode.Field]) -> Int {
    var offsets: [Int] = []
    var size = 4
    for field in fields {
      guard field.size > 0 else {
        offsets.append(0)
        continue
      }
      size = (size + field.size - 1) / field.size * field.size
      offsets.append(size)
      size += field.size
    }
    align(to: 2)
    let vtable = bytes.count
    for word in [4 + 2 * fields.count, size] + offsets { appendInteger(UInt16(word)) }
    align(to: 8)
    let table = bytes.count
    appendInteger(Int32(table - vtable))
    bytes.append(contentsOf: repeatElement(0, count: size - 4))
    for (field, offset) in zip(fields, offsets) { write(field, at: table + offset) }
    return table
  }

  private mutating func write(_ field: FlatNode.Field, at place: Int) {
    switch field {
    case .absent: break
    case .byte(let value): patch(value, at: place)
    case .short(let value): patch(value, at: place)
    case .int(let value): patch(value, at: place)
    case .long(let value): patch(value, at: place)
    case .reference(let node): refer(from: place, to: node)
    }
  }

  private mutating func refer(from place: Int, to node: FlatNode) {
    let target = append(node)
    patch(UInt32(target - place), at: place)
  }

  private mutating func appendText(_ text: String) -> Int {
    align(to: 4)
    let start = bytes.count
    appendInteger(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
    return start
  }

  private mutating func appendReferences(_ nodes: [FlatNode]) -> Int {
    align(to: 4)
    let start = bytes.count
    appendInteger(UInt32(nodes.count))
    bytes.append(contentsOf: repeatElement(0, count: 4 * nodes.count))
    for (index, node) in nodes.enumerated() { refer(from: start + 4 + 4 * index, to: node) }
    return start
  }

  private mutating func appendStructs(_ words: [Int64], _ width: Int) -> Int {
    align(to: 8)
    appendInteger(UInt32(0))
    let start = bytes.count
    appendInteger(UInt32(words.count / width))
    for word in words { appendInteger(word) }
    return start
  }

  private mutating func align(to alignment: Int) {
    while bytes.count % alignment != 0 { bytes.append(0) }
  }

  private mutating func appendInteger(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func patch(_ value: some FixedWidthInteger, at place: Int) {
    withUnsafeBytes(of: value.littleEndian) { source in
      for (index, byte) in source.enumerated() { bytes[place + index] = byte }
    }
  }
}
