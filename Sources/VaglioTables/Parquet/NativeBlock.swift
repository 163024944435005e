/// Some bytes of a file in memory.
struct ByteSlice {
  var start: UnsafePointer<UInt8>
  var count: Int

  /// The bytes from one on.
  func dropFirst(_ some: Int) -> ByteSlice { ByteSlice(start: start + some, count: count - some) }

  /// The first bytes.
  func prefix(_ some: Int) -> ByteSlice { ByteSlice(start: start, count: some) }
}

/// Values as a page holds them, without those that are missing: of one width, little-endian unless
/// they are texts, or each of its own length. After each, eight more bytes may be read.
struct NativeBlock {
  let count: Int
  let base: UnsafePointer<UInt8>
  let width: Int
  private let slices: UnsafePointer<ByteSlice>?

  /// Values of `width` bytes each.
  init(_ base: UnsafePointer<UInt8>, width: Int, count: Int) {
    (self.base, self.width, self.count, slices) = (base, width, count, nil)
  }

  /// Values of their own lengths.
  init(_ slices: UnsafePointer<ByteSlice>, count: Int, base: UnsafePointer<UInt8>) {
    (self.base, width, self.count, self.slices) = (base, 0, count, slices)
  }

  /// A value's bytes.
  @inline(__always)
  subscript(index: Int) -> ByteSlice {
    slices.map { $0[index] } ?? ByteSlice(start: base + index * width, count: width)
  }

  /// The values from one on.
  func dropFirst(_ some: Int) -> NativeBlock {
    slices.map { NativeBlock($0 + some, count: count - some, base: base) }
      ?? NativeBlock(base + some * width, width: width, count: count - some)
  }

  /// The first values.
  func prefix(_ some: Int) -> NativeBlock {
    slices.map { NativeBlock($0, count: some, base: base) }
      ?? NativeBlock(base, width: width, count: some)
  }

  /// A value of a fixed width as an integer or number of that width.
  @inline(__always)
  func load<Value: BitwiseCopyable>(_ index: Int, as type: Value.Type) -> Value {
    UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index * width, as: type)
  }
}
