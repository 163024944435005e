/// Runs of equal values and of bit-packed ones: the encoding RLE of levels, truth values and places
/// in a dictionary
/// (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE).
///
/// The bytes are followed by at least eight more that may be read.
struct HybridRuns {
  /// Some values.
  enum Run {
    case repeated(UInt32, count: Int)
    /// Values of `width` bits from the lowest bit of the first byte on.
    case packed(UnsafePointer<UInt8>, count: Int)
  }

  /// The number of bits of a value, 0 to 32.
  let width: Int
  private var place: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// The runs in some bytes, of values of at most 32 bits.
  init(_ bytes: ByteSlice, width: Int) {
    (self.width, place, end) = (width, bytes.start, bytes.start + bytes.count)
  }

  /// The next run, cut to at most `limit` values: whatever follows in it is lost.
  mutating func next(limit: Int) throws(ParquetFault) -> Run {
    let head = try varint()
    let bytesPerValue = (width + 7) / 8
    if head & 1 == 1 {
      let groups = Int(head >> 1)
      let available = end - place
      let whole = groups <= available / max(1, width)
      // The last group may lack the bytes of the values that are not there.
      let length = whole ? groups * width : available
      let count = width == 0 ? min(groups, limit) * 8 : whole ? groups * 8 : available * 8 / width
      guard count > 0 else { throw .truncated("a run") }
      defer { place += length }
      return .packed(place, count: min(count, limit))
    }
    guard end - place >= bytesPerValue else { throw .truncated("a run") }
    guard head > 1 else { throw .damaged("a run is empty") }
    var value: UInt32 = 0
    for byte in 0..<bytesPerValue { value |= UInt32(place[byte]) << UInt32(8 * byte) }
    place += bytesPerValue
    return .repeated(value, count: min(Int(head >> 1), limit))
  }

  private mutating func varint() throws(ParquetFault) -> UInt32 {
    var (value, shift): (UInt32, UInt32) = (0, 0)
    while true {
      guard place < end else { throw .truncated("a run") }
      let byte = place.pointee
      place += 1
      value |= UInt32(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 35 else { throw .damaged("the length of a run is too long") }
    }
  }

  /// Calls `take` with the place and value of each of `count` packed values.
  @inline(__always)
  static func unpack(
    _ bytes: UnsafePointer<UInt8>, width: Int, count: Int, _ take: (Int, UInt32) -> Void
  ) {
    let mask = UInt64(1) << UInt64(width) &- 1
    let raw = UnsafeRawPointer(bytes)
    var index = 0
    if width <= 8 {
      while index + 8 <= count {
        var word = raw.loadUnaligned(fromByteOffset: index * width / 8, as: UInt64.self)
        for step in 0..<8 {
          take(index + step, UInt32(truncatingIfNeeded: word & mask))
          word = word &>> UInt64(width)
        }
        index += 8
      }
    } else if width <= 16 {
      while index + 4 <= count {
        let bit = index * width
        var word = raw.loadUnaligned(fromByteOffset: bit / 8, as: UInt64.self) &>> UInt64(bit & 7)
        for step in 0..<4 {
          take(index + step, UInt32(truncatingIfNeeded: word & mask))
          word = word &>> UInt64(width)
        }
        index += 4
      }
    }
    while index < count {
      let bit = index * width
      let word = raw.loadUnaligned(fromByteOffset: bit / 8, as: UInt64.self) &>> UInt64(bit & 7)
      take(index, UInt32(truncatingIfNeeded: word & mask))
      index += 1
    }
  }
}
