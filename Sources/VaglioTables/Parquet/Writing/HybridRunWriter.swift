/// Small numbers in Parquet's hybrid of runs and packed bits
/// (https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE).
enum HybridRunWriter {
  /// A run shorter than this is packed with its neighbours.
  private static let shortestRun = 16

  /// The bytes of some numbers of `width` bits each, 1 to 32.
  static func bytes(_ values: UnsafeBufferPointer<UInt32>, width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * width / 8 + 16)
    var (packedStart, place) = (0, 0)
    while place < values.count {
      var end = place + 1
      while end < values.count, values[end] == values[place] { end += 1 }
      // Packed numbers stand in groups of eight: the run gives what the last group lacks.
      let start = place + ((packedStart - place) & 7)
      if end - start >= shortestRun {
        pack(values[packedStart..<start], width, &bytes)
        bytes.append(varint: UInt64(end - start) << 1)
        for byte in 0..<(width + 7) / 8 {
          bytes.append(UInt8(truncatingIfNeeded: values[start] >> (8 * byte)))
        }
        packedStart = end
      }
      place = end
    }
    pack(values[packedStart...], width, &bytes)
    return bytes
  }

  private static func pack(
    _ values: Slice<UnsafeBufferPointer<UInt32>>, _ width: Int, _ bytes: inout [UInt8]
  ) {
    guard !values.isEmpty else { return }
    let groups = (values.count + 7) / 8
    bytes.append(varint: UInt64(groups) << 1 | 1)
    var (word, used) = (UInt64(0), 0)
    for value in values {
      word |= UInt64(value) << used
      used += width
      while used >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
        used -= 8
      }
    }
    let padding = groups * 8 - values.count
    used += padding * width
    while used > 0 {
      bytes.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
      used -= 8
    }
  }
}
