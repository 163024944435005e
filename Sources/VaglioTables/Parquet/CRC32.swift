internal import CZlib

/// The cyclic redundancy check of pages: CRC-32 of ISO 3309, as in gzip.
enum CRC32 {
  /// The checksum of some bytes.
  static func checksum(of bytes: ByteSlice) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, bytes.start, bytes.count))
  }
}
