/// The texts of values that are not texts: what a column asked for as category or key has as levels.
///
/// Integers and decimals are written with all their digits; floating numbers as
/// `Column.categorized` writes them, and a missing one (NaN) not at all.
struct ParquetText {
  let column: ParquetColumn
  private static let capacity = 128
  private let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: 128 + 16)

  /// Frees the memory.
  func deallocate() { scratch.deallocate() }

  /// The text of a value, good until the next call; `nil` when the value is missing.
  @inline(__always)
  func text(_ value: ByteSlice) -> ByteSlice? {
    if column.meaning == .text { return value }
    return rendered(value)
  }

  private func rendered(_ value: ByteSlice) -> ByteSlice? {
    switch column.meaning {
    case .integer(let isSigned): integer(Self.integer(value, isSigned: isSigned))
    case .decimal(let scale): decimal(Self.wide(value, column.physical), scale: scale)
    case .floating, .half:
      Self.floating(value, column).flatMap { $0.isNaN ? nil : copied(Column.text(of: $0)) }
    case .boolean: copied(value.start.pointee != 0 ? "true" : "false")
    case .uuid: uuid(value)
    case .date, .timestamp, .julian:
      ParquetTime.microseconds(value, column).flatMap { copied(ISOTime.text($0)) }
    case .timeOfDay(let ticks): timeOfDay(Self.integer(value, isSigned: true), ticks)
    case .text: value
    case .nothing, .refused: nil
    }
  }

  private func copied(_ text: String) -> ByteSlice {
    var count = 0
    for byte in text.utf8.prefix(Self.capacity) {
      scratch[count] = byte
      count += 1
    }
    return ByteSlice(start: scratch, count: count)
  }

  /// The decimal digits of an integer, written from the end of the scratch memory.
  private func integer(_ number: Int128) -> ByteSlice {
    var place = Self.capacity
    if let small = UInt64(exactly: number.magnitude) {
      digits(small, &place)
    } else {
      digits(number.magnitude, &place)
    }
    if number < 0 { put("-", &place) }
    return ByteSlice(start: scratch + place, count: Self.capacity - place)
  }

  private func digits<Number: FixedWidthInteger>(_ number: Number, _ place: inout Int) {
    var rest = number
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      place -= 1
      scratch[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
  }

  private func put(_ character: Unicode.Scalar, _ place: inout Int) {
    place -= 1
    scratch[place] = UInt8(ascii: character)
  }

  private func decimal(_ number: Int128, scale: Int) -> ByteSlice {
    var place = Self.capacity
    var rest = number.magnitude
    for written in 0..<max(scale + 1, 1) {
      if written == scale, scale > 0 { put(".", &place) }
      if written == scale { break }
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      place -= 1
      scratch[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
    digits(rest, &place)
    if number < 0 { put("-", &place) }
    return ByteSlice(start: scratch + place, count: Self.capacity - place)
  }

  private func uuid(_ value: ByteSlice) -> ByteSlice {
    let hexadecimal: StaticString = "0123456789abcdef"
    var count = 0
    for index in 0..<16 {
      if [4, 6, 8, 10].contains(index) {
        scratch[count] = UInt8(ascii: "-")
        count += 1
      }
      scratch[count] = hexadecimal.utf8Start[Int(value.start[index] >> 4)]
      scratch[count + 1] = hexadecimal.utf8Start[Int(value.start[index] & 15)]
      count += 2
    }
    return ByteSlice(start: scratch, count: count)
  }

  /// `13:45:10.25`: as many digits of the second as are needed.
  private func timeOfDay(_ ticks: Int128, _ ticksPerSecond: Int64) -> ByteSlice? {
    guard let ticks = Int64(exactly: ticks), (0..<86_400 * ticksPerSecond).contains(ticks) else {
      return copied("\(ticks)")
    }
    let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
    func padded(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    var digits = padded(fraction, String(ticksPerSecond).count - 1)
    while digits.hasSuffix("0") { digits.removeLast() }
    return copied(clock.joined(separator: ":") + (digits.isEmpty ? "" : ".\(digits)"))
  }
}

extension ParquetText {
  /// The value of an integer of four or eight bytes.
  @inline(__always)
  static func integer(_ value: ByteSlice, isSigned: Bool) -> Int128 {
    let raw = UnsafeRawPointer(value.start)
    if value.count == 4 {
      let bits = raw.loadUnaligned(as: UInt32.self)
      return isSigned ? Int128(Int32(bitPattern: bits)) : Int128(bits)
    }
    let bits = raw.loadUnaligned(as: UInt64.self)
    return isSigned ? Int128(Int64(bitPattern: bits)) : Int128(bits)
  }

  /// The unscaled value of a decimal of at most sixteen bytes: little-endian in an integer type,
  /// big-endian in two's complement in bytes.
  static func wide(_ value: ByteSlice, _ physical: ParquetMetadata.Physical) -> Int128 {
    if physical == .int32 || physical == .int64 { return integer(value, isSigned: true) }
    guard value.count > 0 else { return 0 }
    var bits: UInt128 = value.start[0] >= 0x80 ? .max : 0
    for index in 0..<min(value.count, 16) { bits = bits << 8 | UInt128(value.start[index]) }
    return Int128(bitPattern: bits)
  }

  /// The value of a floating number of two, four or eight bytes.
  static func floating(_ value: ByteSlice, _ column: ParquetColumn) -> Double? {
    let raw = UnsafeRawPointer(value.start)
    switch value.count {
    case 2: return half(raw.loadUnaligned(as: UInt16.self))
    case 4: return Double(raw.loadUnaligned(as: Float.self))
    case 8: return raw.loadUnaligned(as: Double.self)
    default: return nil
    }
  }

  /// The value of a binary16 number (IEEE 754-2019, 3.4): ten bits of fraction, five of exponent.
  static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }
}
