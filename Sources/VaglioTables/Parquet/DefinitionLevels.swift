/// Which rows of a page have a value.
struct DefinitionLevels {
  /// One byte per row: 1 where there is a value; `nil` when all rows have one.
  private(set) var mask: UnsafeMutablePointer<UInt8>?
  /// The number of rows that have a value.
  private(set) var presentCount: Int

  /// All of `count` rows have a value.
  init(all count: Int) { (mask, presentCount) = (nil, count) }

  /// Reads the levels of `count` rows, each 0 or 1, as runs.
  init(
    runs bytes: ByteSlice, count: Int, into buffer: ParquetBuffer
  ) throws(ParquetFault) {
    (mask, presentCount) = (nil, 0)
    guard count > 0 else { return }
    var runs = HybridRuns(bytes, width: 1)
    let mask = buffer.bytes(count)
    var row = 0
    while row < count {
      switch try runs.next(limit: count - row) {
      case .repeated(let level, let some):
        guard level <= 1 else { throw .damaged("a definition level is too large") }
        (mask + row).initialize(repeating: UInt8(level), count: some)
        presentCount += level == 1 ? some : 0
        row += some
      case .packed(let packed, let some):
        presentCount += Self.unpack(packed, some, to: mask + row)
        row += some
      }
    }
    self.mask = presentCount == count ? nil : mask
  }

  /// Reads levels of the deprecated encoding BIT_PACKED: one bit a row from the highest on.
  init(
    bits bytes: ByteSlice, count: Int, into buffer: ParquetBuffer
  ) throws(ParquetFault) {
    guard bytes.count >= (count + 7) / 8 else { throw .truncated("a page") }
    (mask, presentCount) = (nil, 0)
    let mask = buffer.bytes(count)
    for row in 0..<count {
      let bit = bytes.start[row >> 3] >> UInt8(7 - row & 7) & 1
      mask[row] = bit
      presentCount += Int(bit)
    }
    self.mask = presentCount == count ? nil : mask
  }

  /// Writes one byte for each bit, and counts the ones; up to seven bytes more may be written.
  private static func unpack(
    _ packed: UnsafePointer<UInt8>, _ count: Int, to mask: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var (row, ones) = (0, 0)
    let target = UnsafeMutableRawPointer(mask)
    while row < count {
      var byte = UInt64(packed[row >> 3])
      if count - row < 8 { byte &= 1 << UInt64(count - row) - 1 }
      ones += byte.nonzeroBitCount
      // Each byte of the product has its one bit of the packed byte; adding 127 carries it to the
      // highest place.
      let spread = (byte &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
      let bits = (spread &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7 & 0x0101_0101_0101_0101
      target.storeBytes(of: bits, toByteOffset: row, as: UInt64.self)
      row += 8
    }
    return ones
  }
}

extension DefinitionLevels {
  /// The row of the value at `index` among those that are present.
  func row(ofValue index: Int, count: Int) -> Int {
    guard let mask else { return index }
    var left = index
    for row in 0..<count where mask[row] == 1 {
      if left == 0 { return row }
      left -= 1
    }
    return count
  }

  /// The first row without a value.
  func firstMissing(count: Int) -> Int? {
    guard let mask else { return nil }
    return (0..<count).first { mask[$0] == 0 }
  }

  /// Moves the values, which stand one after another at the beginning of the lane, to their rows,
  /// and fills the other rows.
  func spread<Value: BitwiseCopyable>(
    _ lane: UnsafeMutablePointer<Value>, count: Int, missing: Value
  ) {
    guard let mask else { return }
    var next = presentCount
    for row in stride(from: count - 1, through: 0, by: -1) {
      let isPresent = mask[row] != 0
      next -= isPresent ? 1 : 0
      let value = lane[max(next, 0)]
      lane[row] = isPresent ? value : missing
    }
  }
}
