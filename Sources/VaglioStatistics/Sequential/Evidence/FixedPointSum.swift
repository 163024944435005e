/// A sum of numbers rounded down to multiples of 2⁻⁵⁰: whatever the order or the parts, the same bits,
/// and never more than the true sum.
///
/// It holds logarithms of bets: rounding down costs less than 10⁻¹⁵ a row and keeps the evidence an
/// e-value. Numbers between −8,000 and 8,000 never overflow it.
struct FixedPointSum: Hashable, Sendable {
  private var units: Int128 = 0

  /// Adds a finite number between −8,000 and 8,000.
  @inline(__always)
  mutating func add(_ value: Double) {
    units &+= Int128(Int64((value * 0x1p50).rounded(.down)))
  }

  /// Adds all that `other` has added.
  mutating func merge(_ other: FixedPointSum) { units &+= other.units }

  /// The sum to the nearest double.
  var value: Double { Double(units) * 0x1p-50 }
}

extension FixedPointSum: Codable {
  /// Two words, the upper first: no number format holds all of them as one.
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let high = try container.decode(Int64.self)
    units = Int128(high) << 64 | Int128(try container.decode(UInt64.self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(Int64(truncatingIfNeeded: units >> 64))
    try container.encode(UInt64(truncatingIfNeeded: units))
  }
}
