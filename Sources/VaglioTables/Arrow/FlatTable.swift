/// A table of a FlatBuffer that is read (https://flatbuffers.dev/internals/).
///
/// Every offset is checked before it is followed. Offsets to other tables lead forward, so that
/// there are no cycles; but two may lead to one table, so that who descends must bound the steps.
struct FlatTable {
  private let bytes: UnsafeRawBufferPointer
  private let position: Int
  private let size: Int
  private let slots: Int
  private let slotCount: Int

  /// The table at the root of a FlatBuffer.
  init(root bytes: UnsafeRawBufferPointer) throws(ArrowFault) {
    guard bytes.count >= 4 else { throw .damaged("the metadata are too short") }
    try self.init(bytes, at: Int(bytes.littleEndian(UInt32.self, at: 0)))
  }

  private init(_ bytes: UnsafeRawBufferPointer, at position: Int) throws(ArrowFault) {
    guard position <= bytes.count - 4 else { throw Self.outside }
    let vtable = position - Int(bytes.littleEndian(Int32.self, at: position))
    guard vtable >= 0, vtable <= bytes.count - 4 else { throw Self.outside }
    let vtableSize = Int(bytes.littleEndian(UInt16.self, at: vtable))
    let size = Int(bytes.littleEndian(UInt16.self, at: vtable + 2))
    guard vtableSize >= 4, vtableSize <= bytes.count - vtable, size >= 4,
      size <= bytes.count - position
    else { throw Self.outside }
    (self.bytes, self.position, self.size) = (bytes, position, size)
    (slots, slotCount) = (vtable + 4, (vtableSize - 4) / 2)
  }

  fileprivate static let outside = ArrowFault.damaged("an offset leads outside of the metadata")

  /// The value of an integer field, or what the format says for an absent one.
  func integer<Value: FixedWidthInteger>(
    _ slot: Int, default value: Value
  ) throws(ArrowFault) -> Value {
    guard let place = try place(of: slot, size: MemoryLayout<Value>.size) else { return value }
    return bytes.littleEndian(Value.self, at: place)
  }

  /// The value of a Boolean field that is false when it is absent.
  func boolean(_ slot: Int) throws(ArrowFault) -> Bool {
    try integer(slot, default: UInt8(0)) != 0
  }

  /// The table that a field refers to; `nil` when it is absent.
  func table(_ slot: Int) throws(ArrowFault) -> FlatTable? {
    guard let target = try target(of: slot) else { return nil }
    return try FlatTable(bytes, at: target)
  }

  /// The text that a field refers to; `nil` when it is absent.
  func text(_ slot: Int) throws(ArrowFault) -> String? {
    guard let vector = try vector(slot, stride: 1) else { return nil }
    guard let text = String(validating: vector.contents, as: UTF8.self) else {
      throw .damaged("a name is not UTF-8")
    }
    return text
  }

  /// The vector that a field refers to, of elements of `stride` bytes; `nil` when it is absent.
  func vector(_ slot: Int, stride: Int) throws(ArrowFault) -> FlatVector? {
    guard let target = try target(of: slot) else { return nil }
    return try FlatVector(bytes, at: target, stride: stride)
  }

  /// The tables of a vector; none when the field is absent.
  func tables(_ slot: Int) throws(ArrowFault) -> [FlatTable] {
    guard let vector = try vector(slot, stride: 4) else { return [] }
    var tables: [FlatTable] = []
    for index in 0..<vector.count {
      tables.append(try FlatTable(bytes, at: vector.target(of: index)))
    }
    return tables
  }

  private func target(of slot: Int) throws(ArrowFault) -> Int? {
    guard let place = try place(of: slot, size: 4) else { return nil }
    return place + Int(bytes.littleEndian(UInt32.self, at: place))
  }

  private func place(of slot: Int, size: Int) throws(ArrowFault) -> Int? {
    guard slot < slotCount else { return nil }
    let offset = Int(bytes.littleEndian(UInt16.self, at: slots + 2 * slot))
    guard offset != 0 else { return nil }
    guard offset >= 4, offset + size <= self.size else { throw Self.outside }
    return position + offset
  }
}

/// A vector of a FlatBuffer that is read.
struct FlatVector {
  /// The bytes of the elements.
  let contents: UnsafeRawBufferPointer
  /// The number of elements.
  let count: Int
  private let stride: Int
  private let start: Int

  fileprivate init(
    _ bytes: UnsafeRawBufferPointer, at position: Int, stride: Int
  ) throws(ArrowFault) {
    guard position <= bytes.count - 4 else { throw FlatTable.outside }
    count = Int(bytes.littleEndian(UInt32.self, at: position))
    start = position + 4
    guard count <= (bytes.count - start) / stride else { throw FlatTable.outside }
    contents = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * stride])
    self.stride = stride
  }

  /// An integer inside of an element, `offset` bytes from its beginning.
  func integer<Value: FixedWidthInteger>(_ index: Int, offset: Int = 0) -> Value {
    contents.littleEndian(Value.self, at: index * stride + offset)
  }

  /// Where the element, an offset, leads to.
  fileprivate func target(of index: Int) -> Int {
    start + index * stride + Int(contents.littleEndian(UInt32.self, at: index * stride))
  }
}

extension UnsafeRawBufferPointer {
  /// The integer that begins at a place, least byte first.
  @inline(__always)
  func littleEndian<Value: FixedWidthInteger>(_: Value.Type, at place: Int) -> Value {
    precondition(place >= 0 && place <= count - MemoryLayout<Value>.size, "outside of the bytes")
    return Value(littleEndian: loadUnaligned(fromByteOffset: place, as: Value.self))
  }
}
