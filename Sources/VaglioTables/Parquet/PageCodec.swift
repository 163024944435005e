internal import CLZ4
internal import CSnappy
internal import CZlib
internal import CZstd

/// How the pages of a column are compressed.
enum PageCodec: Sendable {
  case none, snappy, gzip, zstd, lz4, lz4Hadoop

  /// The codec of the format's code.
  init(code: Int32) throws(ParquetFault) {
    switch code {
    case 0: self = .none
    case 1: self = .snappy
    case 2: self = .gzip
    case 3: throw Self.refused("LZO")
    case 4: throw Self.refused("Brotli")
    case 5: self = .lz4Hadoop
    case 6: self = .zstd
    case 7: self = .lz4
    default: throw .unsupported("is compressed by the unknown codec \(code)")
    }
  }

  private static func refused(_ name: String) -> ParquetFault {
    .unsupported(
      "is compressed by \(name), which is not read", remedy: "write the file with zstd or snappy")
  }

  /// Fills `size` bytes with what `input` holds compressed; `false` when that is not exactly as much.
  func decompress(
    _ input: ByteSlice, into target: UnsafeMutablePointer<UInt8>, size: Int, scratch: ParquetScratch
  ) -> Bool {
    guard size > 0 else { return true }
    let source = input.start
    switch self {
    case .none: return false
    case .snappy: return Self.snappy(source, input.count, target, size)
    case .gzip: return Self.inflated(source, input.count, target, size)
    case .zstd:
      return ZSTD_decompressDCtx(scratch.zstd, target, size, source, input.count) == size
    case .lz4: return Self.lz4(source, input.count, target, size)
    case .lz4Hadoop:
      return Self.lz4Frames(source, input.count, target, size)
        || Self.lz4(source, input.count, target, size)
    }
  }

  /// How many bytes at most a compressed byte can stand for.
  var greatestRatio: Int {
    switch self {
    case .none: 1
    case .snappy: 64
    case .lz4, .lz4Hadoop: 256
    case .gzip: 1040
    // A block of four bytes repeats one 131,072 times.
    case .zstd: 1 << 15
    }
  }

  private static func snappy(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>,
    _ capacity: Int
  ) -> Bool {
    var length = 0
    let start = UnsafeRawPointer(source).assumingMemoryBound(to: CChar.self)
    guard snappy_uncompressed_length(start, count, &length) == SNAPPY_OK, length == capacity else {
      return false
    }
    let output = UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self)
    return snappy_uncompress(start, count, output, &length) == SNAPPY_OK && length == capacity
  }

  private static func lz4(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>,
    _ capacity: Int
  ) -> Bool {
    guard let size = Int32(exactly: count), let room = Int32(exactly: capacity) else {
      return false
    }
    let start = UnsafeRawPointer(source).assumingMemoryBound(to: CChar.self)
    let output = UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self)
    return LZ4_decompress_safe(start, output, size, room) == room
  }

  /// Hadoop's framing: before each block its decompressed and its compressed size, big-endian.
  private static func lz4Frames(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>,
    _ capacity: Int
  ) -> Bool {
    var (place, filled) = (0, 0)
    while count - place >= 8 {
      let raw = UnsafeRawPointer(source + place)
      let size = Int(UInt32(bigEndian: raw.loadUnaligned(as: UInt32.self)))
      let packed = Int(UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
      place += 8
      guard size <= capacity - filled, packed <= count - place,
        lz4(source + place, packed, target + filled, size)
      else { return false }
      (place, filled) = (place + packed, filled + size)
    }
    return place == count && filled == capacity
  }

  /// Any number of gzip members or zlib streams.
  private static func inflated(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>,
    _ capacity: Int
  ) -> Bool {
    var state = z_stream()
    guard
      inflateInit2_(&state, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return false }
    defer { inflateEnd(&state) }
    state.next_in = UnsafeMutablePointer(mutating: source)
    state.avail_in = UInt32(count)
    state.next_out = target
    state.avail_out = UInt32(capacity)
    while inflate(&state, Z_FINISH) == Z_STREAM_END {
      if state.avail_out == 0 { return true }
      guard state.avail_in > 0, inflateReset(&state) == Z_OK else { return false }
    }
    return false
  }
}
