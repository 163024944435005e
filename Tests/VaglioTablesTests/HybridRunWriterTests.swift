import Testing

@testable import VaglioTables

/// The hybrid of runs and packed bits, taken apart by its definition.
struct HybridRunWriterTests {
  private func decoded(_ bytes: [UInt8], width: Int, count: Int) throws -> [UInt32] {
    var values: [UInt32] = []
    var place = 0
    while place < bytes.count {
      var (header, shift) = (0, 0)
      while true {
        header |= Int(bytes[place] & 0x7F) << shift
        shift += 7
        place += 1
        if bytes[place - 1] < 0x80 { break }
      }
      if header & 1 == 0 {
        var value: UInt32 = 0
        for byte in 0..<(width + 7) / 8 { value |= UInt32(bytes[place + byte]) << (8 * byte) }
        place += (width + 7) / 8
        values += Array(repeating: value, count: header >> 1)
      } else {
        for index in 0..<(header >> 1) * 8 {
          var value: UInt32 = 0
          for bit in 0..<width {
            let at = index * width + bit
            value |= UInt32(bytes[place + at / 8] >> (at % 8) & 1) << bit
          }
          values.append(value)
        }
        place += (header >> 1) * width
      }
    }
    return Array(values[..<count])
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 16, 17, 31, 32])
  func `numbers come back, in runs and between them`(width: Int) throws {
    var random = RepeatableRandom(state: UInt64(width))
    for count in [0, 1, 7, 8, 9, 15, 16, 17, 64, 1000] {
      var values: [UInt32] = []
      while values.count < count {
        let value = UInt32(truncatingIfNeeded: random.next() >> (64 - UInt64(width)))
        values += Array(
          repeating: value, count: Int.random(in: 0..<3, using: &random) == 0 ? 20 : 1)
      }
      values = Array(values[..<count])
      let bytes = values.withUnsafeBufferPointer { HybridRunWriter.bytes($0, width: width) }
      #expect(try decoded(bytes, width: width, count: count) == values)
    }
  }

  @Test func `a constant takes one run`() {
    let bytes = Array(repeating: UInt32(1), count: 1000).withUnsafeBufferPointer {
      HybridRunWriter.bytes($0, width: 1)
    }
    // 1000 << 1 = 2000 = 0b1111_1010000, then the value.
    #expect(bytes == [0xD0, 0x0F, 1])
  }
}
