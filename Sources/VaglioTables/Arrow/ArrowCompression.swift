internal import CLZ4
internal import CZstd

/// How the buffers of a batch are compressed, each by itself.
enum ArrowCompression: Int8 {
  case lz4Frame = 0
  case zstd = 1

  /// No bytes inflate to more than so many times their number: a block of zstd that repeats one
  /// byte makes 128 KiB of four, and LZ4 makes 255 of one.
  private static let highestRatio = 1 << 16

  /// The number of bytes of a compressed buffer's contents; a buffer begins with it, -1 says that
  /// the rest is not compressed.
  static func contentCount(_ buffer: UnsafeRawBufferPointer) throws(ArrowFault) -> Int {
    if buffer.isEmpty { return 0 }
    guard buffer.count >= 8 else { throw .damaged("a compressed buffer is too short") }
    let count = Int(buffer.littleEndian(Int64.self, at: 0))
    if count == -1 { return buffer.count - 8 }
    guard count >= 0, count / highestRatio <= buffer.count else {
      throw .damaged("a compressed buffer claims \(count) bytes")
    }
    return count
  }

  /// The contents of a compressed buffer.
  func contents(
    _ buffer: UnsafeRawBufferPointer
  ) throws(ArrowFault) -> (bytes: UnsafeRawBufferPointer, owner: FixedBytes?) {
    let count = try Self.contentCount(buffer)
    guard count > 0 else { return (UnsafeRawBufferPointer(rebasing: buffer[..<0]), nil) }
    let packed = UnsafeRawBufferPointer(rebasing: buffer[8...])
    if buffer.littleEndian(Int64.self, at: 0) == -1 { return (packed, nil) }
    let owner = FixedBytes(count: count) { inflate(packed, into: $0) == count }
    guard let owner else {
      throw ArrowFault(
        .corruptCompression, "a buffer compressed by \(name) does not inflate",
        remedy: "write or fetch the file again")
    }
    return (owner.bytes, owner)
  }

  private var name: String { self == .zstd ? "zstd" : "LZ4" }

  /// Inflates a frame; `nil` when it is damaged, or has more bytes than there is room for.
  private func inflate(
    _ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    switch self {
    case .zstd:
      let count = ZSTD_decompress(room.baseAddress, room.count, packed.baseAddress, packed.count)
      return ZSTD_isError(count) == 0 ? count : nil
    case .lz4Frame:
      return Self.inflateLZ4(packed, into: room)
    }
  }

  private static func inflateLZ4(
    _ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0
    else { return nil }
    defer { LZ4F_freeDecompressionContext(context) }
    var (read, written) = (0, 0)
    while read < packed.count {
      var (taken, made) = (packed.count - read, room.count - written)
      let hint = LZ4F_decompress(
        context, room.baseAddress?.advanced(by: written), &made,
        packed.baseAddress?.advanced(by: read), &taken, nil)
      guard LZ4F_isError(hint) == 0 else { return nil }
      (read, written) = (read + taken, written + made)
      if hint == 0 { return read == packed.count ? written : nil }
      if taken == 0, made == 0 { return nil }
    }
    return nil
  }
}
