/// The values of Arrow's number types as doubles: the nearest one for integers beyond 2⁵³ and for
/// decimals.
enum ArrowNumbers {
  /// Writes `count` values of a type, which the caller knows to be there, to `target`.
  static func decode(
    _ type: ArrowType, _ source: UnsafeRawPointer, count: Int,
    to target: UnsafeMutablePointer<Double>
  ) {
    switch type {
    case .integer(let bits, let signed): decodeIntegers(bits, signed, source, count, target)
    case .float(16): convert(source, UInt16.self, count, target) { double(half: $0) }
    case .float(32): convert(source, Float.self, count, target) { Double($0) }
    case .float: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: count * 8)
    case .decimal(let bits, let scale):
      let decimals = ArrowDecimals(bits: bits, scale: scale)
      for index in 0..<count { target[index] = decimals.double(source + index * bits / 8) }
    default: preconditionFailure("not a type of numbers")
    }
  }

  private static func decodeIntegers(
    _ bits: Int, _ signed: Bool, _ source: UnsafeRawPointer, _ count: Int,
    _ target: UnsafeMutablePointer<Double>
  ) {
    switch (bits, signed) {
    case (8, true): convert(source, Int8.self, count, target) { Double($0) }
    case (8, false): convert(source, UInt8.self, count, target) { Double($0) }
    case (16, true): convert(source, Int16.self, count, target) { Double($0) }
    case (16, false): convert(source, UInt16.self, count, target) { Double($0) }
    case (32, true): convert(source, Int32.self, count, target) { Double($0) }
    case (32, false): convert(source, UInt32.self, count, target) { Double($0) }
    case (_, true): convert(source, Int64.self, count, target) { Double($0) }
    case (_, false): convert(source, UInt64.self, count, target) { Double($0) }
    }
  }

  @inline(__always)
  private static func convert<Value>(
    _ source: UnsafeRawPointer, _: Value.Type, _ count: Int, _ target: UnsafeMutablePointer<Double>,
    _ double: (Value) -> Double
  ) {
    for index in 0..<count {
      let place = index &* MemoryLayout<Value>.size
      target[index] = double(source.loadUnaligned(fromByteOffset: place, as: Value.self))
    }
  }

  /// The value of a number in IEEE 754's binary16: sign, five bits of exponent, ten of fraction.
  static func double(half bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
