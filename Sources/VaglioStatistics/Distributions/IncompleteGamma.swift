#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The regularised incomplete gamma functions P(a, x) and Q(a, x).
///
/// GSL serves shapes up to 10⁵. For larger ones it goes over to a two-term expansion around x = a
/// that is off by up to 5·10⁻⁴ relative at a = 5·10⁶, so that they are computed here, by Kummer's
/// series below the shape and Legendre's continued fraction above it (dlmf.nist.gov/8.7.E1 and
/// 8.9.E2), in O(√a) steps.
enum IncompleteGamma {
  private static let largestForGSL = 1e5

  static func lower(_ x: Double, shape: Double) -> Double? {
    guard shape > largestForGSL else { return GSLGamma.cdf(x, shape: shape) }
    return x < shape ? series(x, shape) : 1 - fraction(x, shape)
  }

  static func upper(_ x: Double, shape: Double) -> Double? {
    guard shape > largestForGSL else { return GSLGamma.survival(x, shape: shape) }
    return x < shape ? 1 - series(x, shape) : fraction(x, shape)
  }

  /// xᵃe⁻ˣ/Γ(a + 1).
  private static func prefactor(_ x: Double, _ a: Double) -> Double {
    let excess = a * Stirling.logExcess((x - a) / a, ratio: x / a)
    return exp(excess - Stirling.halfLogTwoPi - 0.5 * log(a) - Stirling.rest(a))
  }

  private static func steps(_ a: Double) -> Int { 1000 + 20 * Int(min(a.squareRoot(), 1e7)) }

  private static func series(_ x: Double, _ a: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for step in 1...steps(a) {
      term *= x / (a + Double(step))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return min(1, prefactor(x, a) * sum)
  }

  private static func fraction(_ x: Double, _ a: Double) -> Double {
    func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / kept(b)
    var value = d
    for step in 1...steps(a) {
      let m = Double(step)
      let numerator = -m * (m - a)
      b += 2
      d = 1 / kept(numerator * d + b)
      c = kept(b + numerator / c)
      value *= d * c
      if abs(d * c - 1) < 4e-16 { break }
    }
    return min(1, prefactor(x, a) * a * value)
  }
}
