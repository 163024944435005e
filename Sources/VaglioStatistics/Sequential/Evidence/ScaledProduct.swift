#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A product of positive factors that neither overflows nor underflows.
struct ScaledProduct: Codable, Hashable, Sendable {
  private var significand = 1.0
  /// How many times 2²⁵⁶ was taken out.
  private var exponent = 0

  /// Multiplies by a factor between 2⁻⁵⁰⁰ and 2⁵⁰⁰.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    significand *= factor
    if significand > 0x1p256 || significand < 0x1p-256 { rescale() }
  }

  private mutating func rescale() {
    guard significand > 0, significand.isFinite else { return }
    while significand > 0x1p256 { (significand, exponent) = (significand * 0x1p-256, exponent + 1) }
    while significand < 0x1p-256 { (significand, exponent) = (significand * 0x1p256, exponent - 1) }
  }

  /// The natural logarithm of the product.
  var logarithm: Double { log(significand) + Double(exponent) * (256 * 0.693_147_180_559_945_3) }

  /// The product as a double, where it fits.
  var value: Double { exponent == 0 ? significand : exp(logarithm) }

  /// Whether the product is at least a number below 2²⁵⁶.
  @inline(__always)
  func reaches(_ threshold: Double) -> Bool { value(atLeast: threshold) }

  @inline(__always)
  private func value(atLeast threshold: Double) -> Bool {
    if exponent == 0 { return significand >= threshold }
    return logarithm >= log(threshold)
  }
}
