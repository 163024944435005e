/// Integers of the encoding DELTA_BINARY_PACKED
/// (https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC), one after another.
///
/// The bytes are followed by at least eight more that may be read.
struct DeltaIntegers {
  /// The number of values that the head declares.
  private(set) var count: Int
  private var place: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private var miniblocks: Int
  private var valuesPerMiniblock: Int
  private var value: Int64 = 0
  private var given = 0
  private var least: Int64 = 0
  private var widths: UnsafePointer<UInt8>
  private var miniblock: Int
  private var width = 0
  private var offsetInMiniblock: Int

  /// Reads the head; `limit` is the greatest number of values that can be.
  init(_ bytes: ByteSlice, limit: Int) throws(ParquetFault) {
    (place, end, widths) = (bytes.start, bytes.start + bytes.count, bytes.start)
    (count, miniblocks, valuesPerMiniblock, miniblock, offsetInMiniblock) = (0, 0, 0, 0, 0)
    let size = try varint()
    let parts = try varint()
    let total = try varint()
    value = Self.unzigzag(try varint())
    guard (1...1 << 20).contains(size), parts > 0, parts <= size, size % parts == 0,
      size / parts % 8 == 0
    else { throw .damaged("the blocks of delta-encoded values have an impossible size") }
    guard total <= UInt64(limit) else { throw .damaged("a page has more values than it says") }
    count = Int(total)
    miniblocks = Int(parts)
    valuesPerMiniblock = Int(size / parts)
    (miniblock, offsetInMiniblock) = (miniblocks - 1, valuesPerMiniblock)
  }

  /// Fills `buffer` with the next values.
  mutating func read(_ buffer: UnsafeMutableBufferPointer<Int64>) throws(ParquetFault) {
    guard buffer.count <= count - given else { throw .truncated("a page") }
    var index = 0
    if given == 0, !buffer.isEmpty {
      buffer[0] = value
      (index, given) = (1, 1)
    }
    while index < buffer.count {
      if offsetInMiniblock == valuesPerMiniblock { try beginMiniblock() }
      let some = min(buffer.count - index, valuesPerMiniblock - offsetInMiniblock)
      unpack(UnsafeMutableBufferPointer(rebasing: buffer[index..<index + some]))
      index += some
      given += some
      offsetInMiniblock += some
      if offsetInMiniblock == valuesPerMiniblock { place += valuesPerMiniblock / 8 * width }
    }
  }

  /// Passes over the next values.
  mutating func skip(_ some: Int) throws(ParquetFault) {
    try withUnsafeTemporaryAllocation(of: Int64.self, capacity: 512) { room throws(ParquetFault) in
      var left = some
      while left > 0 {
        let block = UnsafeMutableBufferPointer(rebasing: room[..<min(left, room.count)])
        try read(block)
        left -= block.count
      }
    }
  }

  private mutating func unpack(_ buffer: UnsafeMutableBufferPointer<Int64>) {
    var sum = value
    if width == 0 {
      for index in buffer.indices {
        sum &+= least
        buffer[index] = sum
      }
    } else {
      let raw = UnsafeRawPointer(place)
      let mask = width == 64 ? UInt64.max : UInt64(1) << UInt64(width) - 1
      for index in buffer.indices {
        let bit = (offsetInMiniblock + index) * width
        let shift = UInt64(bit & 7)
        var word = raw.loadUnaligned(fromByteOffset: bit / 8, as: UInt64.self) &>> shift
        if Int(shift) + width > 64 {
          word |= UInt64(raw.load(fromByteOffset: bit / 8 + 8, as: UInt8.self)) &<< (64 - shift)
        }
        sum = sum &+ least &+ Int64(bitPattern: word & mask)
        buffer[index] = sum
      }
    }
    value = sum
  }

  private mutating func beginMiniblock() throws(ParquetFault) {
    miniblock += 1
    if miniblock == miniblocks {
      least = Self.unzigzag(try varint())
      guard end - place >= miniblocks else { throw .truncated("a page") }
      widths = place
      place += miniblocks
      miniblock = 0
    }
    width = Int(widths[miniblock])
    guard width <= 64 else { throw .damaged("delta-encoded values are wider than 64 bits") }
    // The last miniblock may lack the bytes of values that are not there.
    let needed = (min(valuesPerMiniblock, count - given) * width + 7) / 8
    guard end - place >= needed else { throw .truncated("a page") }
    offsetInMiniblock = 0
  }

  /// The bytes behind the last value, once all are read.
  var rest: ByteSlice {
    let isInside = offsetInMiniblock < valuesPerMiniblock
    let behind = isInside ? place + valuesPerMiniblock / 8 * width : place
    let start = min(behind, end)
    return ByteSlice(start: start, count: end - start)
  }

  private static func unzigzag(_ raw: UInt64) -> Int64 {
    Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  private mutating func varint() throws(ParquetFault) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      guard place < end else { throw .truncated("a page") }
      let byte = place.pointee
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 70 else { throw .damaged("a number of a page is too long") }
    }
  }
}
