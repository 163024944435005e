/// A message of the Arrow IPC format: its kind, the rest of its metadata, and the length of the body
/// that follows it (https://github.com/apache/arrow/blob/main/format/Message.fbs).
struct ArrowMessage {
  /// What a message holds, by its number in the union `MessageHeader`.
  enum Kind: UInt8 {
    case schema = 1
    case dictionaryBatch, recordBatch, tensor, sparseTensor
  }

  let kind: Kind
  /// The version of the metadata: 3 for V4, 4 for V5, which are those that are read.
  let version: Int16
  let header: FlatTable
  let bodyCount: Int

  /// The message whose metadata these are; they must stay in place while it is used.
  init(metadata: UnsafeRawBufferPointer) throws(ArrowFault) {
    let message = try FlatTable(root: metadata)
    version = try message.integer(0, default: Int16(0))
    try Self.check(version: version)
    let number = try message.integer(1, default: UInt8(0))
    guard let kind = Kind(rawValue: number), let header = try message.table(2) else {
      throw .damaged("a message of kind \(number)")
    }
    let count = try message.integer(3, default: Int64(0))
    guard count >= 0 else { throw .damaged("a body of \(count) bytes") }
    (self.kind, self.header, bodyCount) = (kind, header, Int(count))
  }

  /// Refuses metadata of versions that no reader of today's knows.
  static func check(version: Int16) throws(ArrowFault) {
    guard version == 3 || version == 4 else {
      throw .unsupported(
        "the Arrow metadata are of version V\(Int(version) + 1), not V4 or V5",
        remedy: "write the file by Arrow 0.8 or later")
    }
  }
}

extension ArrowMessage {
  /// A message as it stands in a stream.
  struct Encoded {
    let kind: Kind
    /// The continuation marker, the length of the metadata, and they themselves.
    let metadata: [UInt8]
    let body: [UInt8]

    init(_ kind: Kind, _ header: FlatNode, body: [UInt8]) {
      (self.kind, self.body) = (kind, body)
      metadata = ArrowMessage.bytes(kind: kind, header: header, bodyCount: body.count)
    }
  }

  /// A message without its body, framed as it stands in a stream; its metadata are of version V5.
  static func bytes(kind: Kind, header: FlatNode, bodyCount: Int) -> [UInt8] {
    let metadata = FlatNode.table([
      .short(4), .byte(kind.rawValue), .reference(header), .long(Int64(bodyCount)),
    ]).bytes
    var bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    withUnsafeBytes(of: Int32(metadata.count).littleEndian) { bytes.append(contentsOf: $0) }
    return bytes + metadata
  }
}
