/// The head of a page.
struct ParquetPageHeader {
  /// What a page holds, by the format's codes.
  enum Kind: Int32 { case data, index, dictionary, dataV2 }

  var kind: Kind?
  var uncompressedSize = -1
  var compressedSize = -1
  var checksum: UInt32?
  var valueCount = -1
  var encoding: Int32 = -1
  var levelEncoding: Int32 = 3
  /// The lengths in bytes of the levels of a page of the second version.
  var repetitionLength = 0
  var definitionLength = 0
  var isCompressed = true
  /// The number of bytes of the header itself.
  private(set) var length = 0

  /// Parses the header at the beginning of `bytes`.
  init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(ParquetFault) {
    var reader = ThriftReader(bytes)
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): kind = Kind(rawValue: try reader.int32())
      case (2, .int): uncompressedSize = Int(try reader.int32())
      case (3, .int): compressedSize = Int(try reader.int32())
      case (4, .int): checksum = UInt32(bitPattern: try reader.int32())
      case (5, .structure): try parseData(&reader)
      case (7, .structure): try parseData(&reader)
      case (8, .structure): try parseDataV2(&reader)
      default: try reader.skip(field.type)
      }
    }
    length = reader.position
    try check()
  }

  /// The header of a data page of the first version, or of a dictionary, which begins like it.
  private mutating func parseData(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): valueCount = Int(try reader.int32())
      case (2, .int): encoding = try reader.int32()
      case (3, .int): levelEncoding = try reader.int32()
      default: try reader.skip(field.type)
      }
    }
  }

  private mutating func parseDataV2(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): valueCount = Int(try reader.int32())
      case (4, .int): encoding = try reader.int32()
      case (5, .int): definitionLength = Int(try reader.int32())
      case (6, .int): repetitionLength = Int(try reader.int32())
      case (7, .no): isCompressed = false
      default: try reader.skip(field.type)
      }
    }
  }

  private func check() throws(ParquetFault) {
    let sizes = 0...Self.largest
    guard sizes.contains(uncompressedSize), sizes.contains(compressedSize) else {
      throw .damaged("a page claims an impossible size")
    }
    guard kind == nil || kind == .index || valueCount >= 0 else {
      throw .damaged("a page claims an impossible number of values")
    }
    guard definitionLength >= 0, repetitionLength >= 0,
      definitionLength + repetitionLength <= min(compressedSize, uncompressedSize)
    else { throw .damaged("the levels of a page are longer than the page") }
  }

  /// The largest page that is read, in bytes.
  private static let largest = 1 << 30
}
