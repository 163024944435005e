/// The correct rounding of a many-limbed integer in units of 2⁻¹⁰⁷⁵.
enum RoundedLimbs {
  /// The double nearest to limbs whose carries have been moved on; ties go to even.
  ///
  /// A value that is subnormal as a double has fewer than 54 bits here, so that it is exact, and
  /// any other is rounded once, from its leading 64 bits with a sticky last one.
  static func double(of limbs: [Int64]) -> Double {
    let negative = (limbs.last ?? 0) < 0
    let magnitude = negative ? negated(limbs) : limbs
    guard let top = magnitude.lastIndex(where: { $0 != 0 }) else { return 0 }
    let position = 32 * top + 63 - magnitude[top].leadingZeroBitCount
    let leading = leadingBits(of: magnitude, from: position)
    return Double(
      sign: negative ? .minus : .plus, exponent: max(position - 63, 0) - 1075,
      significand: Double(leading))
  }

  /// The 64 bits down from `position` (all bits if fewer), the last one set if any below is.
  private static func leadingBits(of limbs: [Int64], from position: Int) -> UInt64 {
    let lowest = max(position - 63, 0)
    let (limb, shift) = (lowest / 32, lowest % 32)
    var bits: UInt64 = 0
    for offset in 0..<3 where limb + offset < limbs.count {
      let digits = UInt64(bitPattern: limbs[limb + offset])
      let place = 32 * offset - shift
      bits |= place < 0 ? digits >> UInt64(-place) : digits << UInt64(place)
    }
    let below = UInt64(bitPattern: limbs[limb]) & ((1 << UInt64(shift)) - 1)
    let sticky = below != 0 || limbs[..<limb].contains { $0 != 0 }
    return sticky ? bits | 1 : bits
  }

  /// The two's complement of limbs of 32 bits, the last one signed.
  private static func negated(_ limbs: [Int64]) -> [Int64] {
    var borrow: Int64 = 0
    return limbs.indices.map { index in
      let difference = -limbs[index] - borrow
      guard index < limbs.count - 1 else { return difference }
      borrow = difference < 0 ? 1 : 0
      return difference + (borrow << 32)
    }
  }
}
