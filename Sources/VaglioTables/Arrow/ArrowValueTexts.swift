/// The texts of values of any type: those of a column that is read as category or key.
///
/// Integers and decimals have all of their digits, floating numbers those of `Column.categorized`,
/// times those of `ISOTime`; a time of day is written `13:45:10.25`. A class because it owns the
/// memory of the text that it gave last.
final class ArrowValueTexts {
  private let values: ArrowValues
  private let texts: ArrowTexts?
  private let validity: UnsafeRawBufferPointer?
  /// The values of a type of fixed width.
  private let bits: UnsafeRawBufferPointer
  private let scratch: UnsafeMutablePointer<UInt8>
  private static let capacity = 256

  init(_ values: ArrowValues) throws(ArrowFault) {
    self.values = values
    texts = try values.type.isText ? ArrowTexts(values) : nil
    validity = try values.validity()
    bits =
      try values.type.width == nil ? UnsafeRawBufferPointer(start: nil, count: 0) : values.bits()
    // Last, for an error before would leave it to nobody.
    scratch = .allocate(capacity: Self.capacity + 8)
    scratch.initialize(repeating: 0, count: Self.capacity + 8)
  }

  deinit { scratch.deallocate() }

  /// The text of a value, good until the next call; `nil` when the value is missing.
  @inline(__always)
  func text(_ row: Int) throws(ArrowFault) -> ArrowTexts.Text? {
    if let validity, !validity.bit(row) { return nil }
    if let texts { return try texts.text(row) }
    return try rendered(row)
  }

  private func rendered(_ row: Int) throws(ArrowFault) -> ArrowTexts.Text? {
    guard let lane = bits.baseAddress else { return nil }
    let place = lane + row * (values.type.width ?? 0) / 8
    switch values.type {
    case .integer(let bits, true): return digits(Self.signed(place, bits))
    case .integer(let bits, false): return digits(Self.unsigned(place, bits))
    case .float:
      var number = 0.0
      ArrowNumbers.decode(values.type, place, count: 1, to: &number)
      return number.isNaN ? nil : copied(Column.text(of: number))
    case .decimal(let bits, let scale):
      return copied(ArrowDecimals(bits: bits, scale: scale).text(place))
    case .boolean: return copied(bits.bit(row) ? "true" : "false")
    case .timeOfDay(let unit): return copied(Self.timeOfDay(place, unit))
    case .days, .dayMilliseconds, .timestamp: return copied(try time(place, row))
    case .null, .text, .textView, .other: return nil
    }
  }

  private func time(_ place: UnsafeRawPointer, _ row: Int) throws(ArrowFault) -> String {
    var time: Int64 = 0
    do throws(ArrowFault) {
      try ArrowTimes.decode(values.type, place, validity: nil, count: 1, to: &time)
    } catch {
      throw error.shifted(by: row)
    }
    return ISOTime.text(time)
  }

  private func copied(_ text: String) -> ArrowTexts.Text {
    var count = 0
    for byte in text.utf8.prefix(Self.capacity) {
      scratch[count] = byte
      count += 1
    }
    return ArrowTexts.Text(start: scratch, count: count, readable: Self.capacity + 8)
  }

  /// The decimal digits of an integer, written from the end of the scratch memory.
  @inline(__always)
  private func digits(_ number: some FixedWidthInteger) -> ArrowTexts.Text {
    var place = Self.capacity
    var rest = UInt64(number.magnitude)
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      place -= 1
      scratch[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
    if number < 0 {
      place -= 1
      scratch[place] = UInt8(ascii: "-")
    }
    return ArrowTexts.Text(
      start: scratch + place, count: Self.capacity - place, readable: Self.capacity - place + 8)
  }

  private static func signed(_ place: UnsafeRawPointer, _ bits: Int) -> Int64 {
    switch bits {
    case 8: Int64(place.loadUnaligned(as: Int8.self))
    case 16: Int64(place.loadUnaligned(as: Int16.self))
    case 32: Int64(place.loadUnaligned(as: Int32.self))
    default: place.loadUnaligned(as: Int64.self)
    }
  }

  private static func unsigned(_ place: UnsafeRawPointer, _ bits: Int) -> UInt64 {
    switch bits {
    case 8: UInt64(place.loadUnaligned(as: UInt8.self))
    case 16: UInt64(place.loadUnaligned(as: UInt16.self))
    case 32: UInt64(place.loadUnaligned(as: UInt32.self))
    default: place.loadUnaligned(as: UInt64.self)
    }
  }

  /// `13:45:10.25`, with as many digits of the second as are needed; a number of ticks that no day
  /// has as it is.
  private static func timeOfDay(_ place: UnsafeRawPointer, _ unit: ArrowType.TimeUnit) -> String {
    let ticks = signed(place, ArrowType.timeOfDay(unit).width ?? 64)
    guard ticks >= 0, ticks / unit.rawValue < 86_400 else { return String(ticks) }
    let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: unit.rawValue)
    func padded(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    var digits = unit == .second ? "" : padded(fraction, String(unit.rawValue).count - 1)
    while digits.hasSuffix("0") { digits.removeLast() }
    return clock.joined(separator: ":") + (digits.isEmpty ? "" : ".\(digits)")
  }
}
