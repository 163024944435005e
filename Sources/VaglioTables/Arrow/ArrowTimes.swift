/// The values of Arrow's dates and timestamps as microseconds since 1970-01-01T00:00Z. A date is its
/// first instant, a timestamp without a zone one of UTC; digits beyond the microsecond are cut off
/// towards the past.
enum ArrowTimes {
  /// Writes `count` values of a type, which the caller knows to be there, to `target`; a value that
  /// is present and too far from 1970 is a fault.
  static func decode(
    _ type: ArrowType, _ source: UnsafeRawPointer, validity: UnsafeRawBufferPointer?, count: Int,
    to target: UnsafeMutablePointer<Int64>
  ) throws(ArrowFault) {
    let isInRange =
      switch type {
      case .days: scale(source, Int32.self, by: 86_400_000_000, count, target)
      case .dayMilliseconds, .timestamp(.millisecond):
        scale(source, Int64.self, by: 1_000, count, target)
      case .timestamp(.second): scale(source, Int64.self, by: 1_000_000, count, target)
      case .timestamp(.microsecond): scale(source, Int64.self, by: 1, count, target)
      case .timestamp(.nanosecond): floorThousandths(source, count, target)
      default: preconditionFailure("not a type of times")
      }
    if isInRange { return }
    for row in 0..<count where target[row] == .min && validity?.bit(row) ?? true {
      throw ArrowFault(
        .badValue, "the time is too far from 1970 for microseconds of 64 bits", row: row)
    }
  }

  /// Multiplies all values; those that leave the range become the least one, and then the answer is
  /// false.
  @inline(__always)
  private static func scale<Value: FixedWidthInteger & SignedInteger>(
    _ source: UnsafeRawPointer, _: Value.Type, by factor: Int64, _ count: Int,
    _ target: UnsafeMutablePointer<Int64>
  ) -> Bool {
    let limit = Int64.max / factor
    var isInRange = true
    for row in 0..<count {
      let place = row &* MemoryLayout<Value>.size
      let value = Int64(source.loadUnaligned(fromByteOffset: place, as: Value.self))
      let fits = value <= limit && value >= -limit
      target[row] = fits ? value &* factor : .min
      isInRange = isInRange && fits
    }
    return isInRange
  }

  private static func floorThousandths(
    _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutablePointer<Int64>
  ) -> Bool {
    for row in 0..<count {
      let value = source.loadUnaligned(fromByteOffset: row &* 8, as: Int64.self)
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 1_000)
      target[row] = quotient - (remainder < 0 ? 1 : 0)
    }
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// A bit of a bitmap, least first in each byte.
  @inline(__always)
  func bit(_ index: Int) -> Bool { self[index >> 3] >> (index & 7) & 1 == 1 }

  /// Calls `body` with the numbers below `count` of the bits that are not set.
  @inline(__always)
  func forEachZero(below count: Int, _ body: (Int) -> Void) {
    for byte in 0..<(count + 7) / 8 where self[byte] != 0xFF {
      for index in byte * 8..<Swift.min(count, byte * 8 + 8) where !bit(index) { body(index) }
    }
  }
}
