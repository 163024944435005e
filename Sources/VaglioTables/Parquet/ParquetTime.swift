/// Instants of Parquet's types in microseconds since 1970-01-01T00:00Z; nanoseconds are cut off.
enum ParquetTime {
  /// The instant of a date, timestamp or INT96; `nil` where it is beyond the range.
  @inline(__always)
  static func microseconds(_ value: ByteSlice, _ column: ParquetColumn) -> Int64? {
    let raw = UnsafeRawPointer(value.start)
    switch column.meaning {
    case .date: return days(Int64(raw.loadUnaligned(as: Int32.self)))
    case .timestamp(let ticks): return scaled(raw.loadUnaligned(as: Int64.self), ticks)
    case .julian:
      let nanoseconds = raw.loadUnaligned(as: Int64.self)
      let day = raw.loadUnaligned(fromByteOffset: 8, as: Int32.self)
      guard let midnight = days(Int64(day) - julianDayOf1970) else { return nil }
      let (sum, overflow) = midnight.addingReportingOverflow(floor(nanoseconds, 1000))
      return overflow || sum == .min ? nil : sum
    default: return nil
    }
  }

  /// The Julian day that begins at noon of 1970-01-01.
  private static let julianDayOf1970: Int64 = 2_440_588

  private static func days(_ days: Int64) -> Int64? {
    let (product, overflow) = days.multipliedReportingOverflow(by: 86_400_000_000)
    return overflow ? nil : product
  }

  @inline(__always)
  private static func scaled(_ value: Int64, _ ticksPerSecond: Int64) -> Int64? {
    switch ticksPerSecond {
    case 1_000_000: return value == .min ? nil : value
    case 1000:
      let (product, overflow) = value.multipliedReportingOverflow(by: 1000)
      return overflow ? nil : product
    default: return floor(value, 1000)
    }
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
