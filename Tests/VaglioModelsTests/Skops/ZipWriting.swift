/// A zip archive of stored entries, as plain as can be; `isWide` writes the directory in zip64.
func zipped(_ entries: [(name: String, contents: [UInt8])], isWide: Bool = false) -> [UInt8] {
  var file: [UInt8] = []
  var directory: [UInt8] = []
  for (name, contents) in entries {
    let offset = file.count
    let sum = checksum(contents)
    let size = isWide ? 0xFFFF_FFFF : contents.count
    let head = bytes(0, 2) + bytes(0, 2) + bytes(0, 4) + bytes(sum, 4)
    file += bytes(0x0403_4B50, 4) + bytes(20, 2) + head
    file += bytes(contents.count, 4) + bytes(contents.count, 4) + bytes(name.utf8.count, 2)
    file += bytes(0, 2) + Array(name.utf8) + contents
    let extra =
      isWide
      ? bytes(1, 2) + bytes(24, 2) + bytes(contents.count, 8) + bytes(contents.count, 8)
        + bytes(offset, 8) : []
    directory += bytes(0x0201_4B50, 4) + bytes(20, 2) + bytes(20, 2) + head
    directory += bytes(size, 4) + bytes(size, 4) + bytes(name.utf8.count, 2)
    directory += bytes(extra.count, 2) + bytes(0, 10)
    directory += bytes(isWide ? 0xFFFF_FFFF : offset, 4) + Array(name.utf8) + extra
  }
  let start = file.count
  file += directory
  if isWide {
    let end = file.count
    file += bytes(0x0606_4B50, 4) + bytes(44, 8) + bytes(45, 2) + bytes(45, 2) + bytes(0, 8)
    file += bytes(entries.count, 8) + bytes(entries.count, 8) + bytes(directory.count, 8)
    file += bytes(start, 8)
    file += bytes(0x0706_4B50, 4) + bytes(0, 4) + bytes(end, 8) + bytes(1, 4)
  }
  let count = isWide ? 0xFFFF : entries.count
  file += bytes(0x0605_4B50, 4) + bytes(0, 4) + bytes(count, 2) + bytes(count, 2)
  file += bytes(isWide ? 0xFFFF_FFFF : directory.count, 4)
  return file + bytes(isWide ? 0xFFFF_FFFF : start, 4) + bytes(0, 2)
}

/// A number in little-endian bytes.
func bytes(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// CRC-32, bit by bit.
func checksum(_ contents: [UInt8]) -> Int {
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in contents {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
  return Int(~sum)
}
