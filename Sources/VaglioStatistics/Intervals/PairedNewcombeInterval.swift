public import VaglioFindings

/// Newcombe's hybrid interval for the difference of two proportions on the same rows.
///
/// Method 10 of Newcombe 1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
public enum PairedNewcombeInterval {
  /// p₁ − p₂ from the four counts, method `newcombe-paired`: square-and-add of the two Wilson
  /// intervals with the correlation φ, its numerator ad − bc reduced by n/2 where it is positive.
  ///
  /// With no rows the interval is −1...1.
  public static func difference(
    both: Double, onlyFirst: Double, onlySecond: Double, neither: Double, level: ConfidenceLevel
  ) -> Interval {
    let rows = both + onlyFirst + onlySecond + neither
    guard rows > 0 else { return .vacuous(-1...1, level, "newcombe-paired") }
    let (first, second) = (both + onlyFirst, both + onlySecond)
    let (p1, p2, z) = (first / rows, second / rows, level.deviate)
    let (l1, u1) = ProportionInterval.wilsonBounds(first, rows, z)
    let (l2, u2) = ProportionInterval.wilsonBounds(second, rows, z)
    let phi = correlation(both, onlyFirst, onlySecond, neither)
    let below = distance(p1 - l1, u2 - p2, phi)
    let above = distance(u1 - p1, p2 - l2, phi)
    let difference = (onlyFirst - onlySecond) / rows
    return Interval(
      difference - below, difference + above, in: -1...1, level, "newcombe-paired")
      ?? .vacuous(-1...1, level, "newcombe-paired")
  }

  private static func distance(_ x: Double, _ y: Double, _ phi: Double) -> Double {
    max(0, x * x - 2 * phi * x * y + y * y).squareRoot()
  }

  private static func correlation(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
    let margins =
      (a + b).squareRoot() * (c + d).squareRoot() * (a + c).squareRoot() * (b + d).squareRoot()
    guard margins > 0 else { return 0 }
    let (numerator, half) = (a * d - b * c, (a + b + c + d) / 2)
    let corrected = numerator > half ? numerator - half : min(numerator, 0)
    return min(1, max(-1, corrected / margins))
  }
}
