/// An unsigned integer that stands for a number: codes are in the order of the numbers.
///
/// 0 is below every number's code and the greatest integer above, so that a missing value coded so
/// goes to the left, or to the right, of every threshold.
protocol OrderedCode: FixedWidthInteger, UnsignedInteger, Sendable {
  /// The code of a number, which is rounded to the precision of the code; of both zeros the same.
  /// NaN has none.
  static func code(of value: Double) -> Self
  /// The least code of a number that is not below a threshold, which may lie between two numbers of
  /// the code's precision.
  static func code(ofThreshold threshold: Double) -> Self
}

extension UInt32: OrderedCode {
  @inline(__always)
  static func code(of value: Double) -> UInt32 {
    // Adding 0 makes −0 to 0.
    let bits = (Float(value) + 0).bitPattern
    return bits ^ (UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000)
  }

  static func code(ofThreshold threshold: Double) -> UInt32 {
    let float = Float(threshold)
    return code(of: Double(Double(float) < threshold ? float.nextUp : float))
  }
}

extension UInt64: OrderedCode {
  @inline(__always)
  static func code(of value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 0x8000_0000_0000_0000)
  }

  static func code(ofThreshold threshold: Double) -> UInt64 { code(of: threshold) }
}
