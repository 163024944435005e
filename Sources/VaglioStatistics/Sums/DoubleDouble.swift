/// A number of about 106 bits: the unevaluated sum of two doubles that do not overlap.
///
/// It carries differences such as n·Σy² − (Σy)², in which a double would cancel to nothing.
/// Relative error of `+ − × ÷` at most 2⁻¹⁰², of the square root 2⁻¹⁰⁰ (Joldes, Muller and Popescu
/// 2017, doi:10.1145/3121432). Infinities and NaN stand in ``high`` alone.
public struct DoubleDouble: Hashable, Sendable {
  /// The number rounded to a double.
  public let high: Double
  /// What that rounding left out; at most half a unit in the last place of ``high``.
  public let low: Double

  /// A double, exactly.
  public init(_ value: Double) { (high, low) = (value, 0) }

  /// An integer, exactly up to 2¹⁰⁶, else to 106 bits.
  public init(integer value: Int128) {
    let high = Double(value)
    // At the upper end of Int128 the rounded value is one past it.
    let rest = Int128(exactly: high).map { value - $0 } ?? (value - Int128.max - 1)
    self.init(high: high, low: Double(rest))
  }

  /// The sum of two doubles, where |`high`| ≥ |`low`| or `high` is 0.
  public init(high: Double, low: Double) {
    let sum = high + low
    (self.high, self.low) = (sum, sum.isFinite ? low - (sum - high) : 0)
  }

  /// The number as a double.
  public var value: Double { high }

  /// a + b, exactly (Knuth's TwoSum).
  public static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    guard sum.isFinite else { return DoubleDouble(sum) }
    let back = sum - a
    return DoubleDouble(high: sum, low: (a - (sum - back)) + (b - back))
  }

  /// a·b, exactly unless it underflows.
  public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    guard product.isFinite else { return DoubleDouble(product) }
    return DoubleDouble(high: product, low: (-product).addingProduct(a, b))
  }

  public static func + (a: Self, b: Self) -> Self {
    let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
    let carried = DoubleDouble(high: high.high, low: high.low + low.high)
    return DoubleDouble(high: carried.high, low: carried.low + low.low)
  }

  public static prefix func - (a: Self) -> Self { DoubleDouble(high: -a.high, low: -a.low) }

  public static func - (a: Self, b: Self) -> Self { a + -b }

  public static func * (a: Self, b: Self) -> Self {
    let exact = product(a.high, b.high)
    let cross = (a.high * b.low).addingProduct(a.low, b.high)
    return DoubleDouble(high: exact.high, low: exact.low + cross)
  }

  public static func / (a: Self, b: Self) -> Self {
    let first = a.high / b.high
    guard first.isFinite else { return DoubleDouble(first) }
    let remainder = a - b * DoubleDouble(first)
    let second = remainder.high / b.high
    let rest = (remainder - b * DoubleDouble(second)).high / b.high
    return DoubleDouble(high: first, low: second) + DoubleDouble(rest)
  }

  /// The square root; NaN below zero.
  public func squareRoot() -> DoubleDouble {
    let root = high.squareRoot()
    guard root > 0, root.isFinite else { return DoubleDouble(root) }
    let remainder = self - Self.product(root, root)
    return DoubleDouble(high: root, low: remainder.high / (2 * root))
  }
}

extension DoubleDouble: Comparable {
  public static func < (a: Self, b: Self) -> Bool {
    a.high < b.high || (a.high == b.high && a.low < b.low)
  }
}
