/// Decimal numbers in text: `-12.5e3`, `.5`, `inf`.
///
/// The value is the double nearest to what is written (ties to even), bit for bit what
/// `Double(String)` gives.
package enum Numeral {
  /// Reads the number that begins at `start`, and returns the place after it; `nil` when no number
  /// begins there or it is beyond the range of a double.
  ///
  /// The text is followed by at least one byte that cannot belong to a number.
  @inline(__always)
  package static func scan(
    _ start: UnsafePointer<UInt8>, into value: inout Double
  ) -> UnsafePointer<UInt8>? {
    var place = start
    let isNegative = place.pointee == UInt8(ascii: "-")
    if isNegative || place.pointee == UInt8(ascii: "+") { place += 1 }
    let whole = place
    var mantissa: UInt64 = 0
    skipDigits(&place, into: &mantissa)
    var digits = place - whole
    var exponent = 0
    if place.pointee == UInt8(ascii: ".") {
      place += 1
      let fraction = place
      skipDigits(&place, into: &mantissa)
      exponent = fraction - place
      digits -= exponent
    }
    guard digits > 0 else { return infinity(whole, isNegative, into: &value) }
    if place.pointee | 0x20 == UInt8(ascii: "e") {
      guard let power = power(after: &place) else { return nil }
      exponent += power
    }
    if digits <= 19, let magnitude = nearest(to: mantissa, tenTo: exponent) {
      value = isNegative ? -magnitude : magnitude
      return place
    }
    return slow(start, place, into: &value)
  }

  @inline(__always)
  private static func skipDigits(_ place: inout UnsafePointer<UInt8>, into mantissa: inout UInt64) {
    var digit = place.pointee &- UInt8(ascii: "0")
    while digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      place += 1
      digit = place.pointee &- UInt8(ascii: "0")
    }
  }

  /// The exponent after an `e`; far ones are cut at a size that is beyond any range.
  private static func power(after place: inout UnsafePointer<UInt8>) -> Int? {
    place += 1
    let isNegative = place.pointee == UInt8(ascii: "-")
    if isNegative || place.pointee == UInt8(ascii: "+") { place += 1 }
    let first = place
    var power = 0
    while place.pointee &- UInt8(ascii: "0") < 10 {
      power = min(power * 10 + Int(place.pointee &- UInt8(ascii: "0")), 1_000_000)
      place += 1
    }
    guard place > first else { return nil }
    return isNegative ? -power : power
  }

  /// The double nearest to `mantissa` × 10^`exponent`, where machine arithmetic gives it exactly.
  @inline(__always)
  private static func nearest(to mantissa: UInt64, tenTo exponent: Int) -> Double? {
    if exponent == 0 || mantissa == 0 { return Double(mantissa) }
    if mantissa <= 1 << 53 {
      // Both operands are exact, so that the one rounding is the right one.
      if exponent < 0, exponent >= -22 { return Double(mantissa) / powersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return Double(mantissa) * powersOfTen[exponent] }
    }
    return exponent < 0 && exponent >= -27 ? quotient(mantissa, tenTo: -exponent) : nil
  }

  /// The double nearest to `mantissa` / 10^`power` for 0 < `power` ≤ 27.
  ///
  /// The quotient of `mantissa` and 5^`power` is taken to 63 or 64 bits; what remains can only
  /// break a tie, for which its lowest bit is set. The division by 2^`power` is exact.
  private static func quotient(_ mantissa: UInt64, tenTo power: Int) -> Double {
    let divisor = powersOfFive[power]
    let (shift, divisorShift) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let dividend = mantissa &<< UInt64(shift)
    let (quotient, remainder) = (divisor &<< UInt64(divisorShift))
      .dividingFullWidth((dividend &>> 1, dividend &<< 63))
    let sticky = quotient | (remainder == 0 ? 0 : 1)
    let scale = -63 + divisorShift - shift - power
    return Double(sticky) * Double(bitPattern: UInt64(scale + 1023) &<< 52)
  }

  private static func infinity(
    _ place: UnsafePointer<UInt8>, _ isNegative: Bool, into value: inout Double
  ) -> UnsafePointer<UInt8>? {
    for word in ["infinity", "inf"] as [StaticString] {
      let matches = (0..<word.utf8CodeUnitCount).allSatisfy {
        place[$0] | 0x20 == word.utf8Start[$0]
      }
      guard matches else { continue }
      value = isNegative ? -.infinity : .infinity
      return place + word.utf8CodeUnitCount
    }
    return nil
  }

  @inline(never)
  private static func slow(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into value: inout Double
  ) -> UnsafePointer<UInt8>? {
    let text = String(
      decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
    guard let number = Double(text), number.isFinite else { return nil }
    value = number
    return end
  }
}

/// 10^k for k = 0…22, each exact.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

/// 5^k for k = 0…27, the powers that fit 64 bits.
private let powersOfFive: [UInt64] = [
  1, 5, 25, 125, 625, 3125, 15625, 78125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625,
  1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125,
  3_814_697_265_625, 19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125,
  2_384_185_791_015_625, 11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125,
  1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
]
