/// Bytes in gzip's container, uncompressed.
enum Gzip {
  /// A member with one stored block for each 65,535 bytes (RFC 1951, section 3.2.4).
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var place = 0
    repeat {
      let end = min(place + 65_535, bytes.count)
      let count = end - place
      packed.append(end == bytes.count ? 1 : 0)
      packed.append(count: 2, littleEndian: count)
      packed.append(count: 2, littleEndian: ~count)
      packed += bytes[place..<end]
      place = end
    } while place < bytes.count
    packed.append(count: 4, littleEndian: Int(CRC32.checksum(of: bytes)))
    packed.append(count: 4, littleEndian: bytes.count)
    return packed
  }
}

extension [UInt8] {
  /// Appends the low bytes of a number, the lowest first.
  mutating func append(count: Int, littleEndian number: Int) {
    for byte in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }
}
