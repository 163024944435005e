#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The regularised incomplete beta function Iₓ(a, b), both tails, and its inverse.
///
/// GSL's gives NaN at a = b = 10⁶, and its inverse fails or never returns at such sizes; these are
/// good to some 10⁻¹¹ relative up to a + b = 10⁹ and always return.
enum IncompleteBeta {
  /// A probability with its complement, each to its own relative precision.
  struct Tails {
    let lower: Double
    let upper: Double
    var swapped: Tails { Tails(lower: upper, upper: lower) }
  }

  /// Iₓ(a, b) and 1 − Iₓ(a, b), where `complement` is 1 − x to full precision, and a, b > 0.
  ///
  /// A continued fraction is taken on the side where it converges in O(√max(a, b)) steps.
  static func tails(_ x: Double, complement: Double, a: Double, b: Double) -> Tails {
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if complement <= 0 { return Tails(lower: 1, upper: 0) }
    guard x < (a + 1) / (a + b + 2) else {
      let upper = tail(complement, complement: x, a: b, b: a)
      return Tails(lower: 1 - upper, upper: upper)
    }
    let lower = tail(x, complement: complement, a: a, b: b)
    return Tails(lower: lower, upper: 1 - lower)
  }

  /// The logarithm of xᵃ(1 − x)ᵇ / (a·B(a, b)).
  ///
  /// Around the mean the two powers cancel the beta function almost wholly; what remains is taken
  /// from log(1 + u) − u, whose linear terms have cancelled already: a·u + b·v = 0.
  static func logPrefactor(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
    let total = a + b
    let offset = (b * x - a * complement) / total
    let (u, v) = (offset * total / a, -offset * total / b)
    let powers =
      a * Stirling.logExcess(u, ratio: x * total / a)
      + b * Stirling.logExcess(v, ratio: complement * total / b)
    let gammas = Stirling.rest(total) - Stirling.rest(a) - Stirling.rest(b)
    return powers + 0.5 * log(b / (total * a)) - Stirling.halfLogTwoPi + gammas
  }

  private static func tail(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
    let prefactor = exp(logPrefactor(x, complement: complement, a: a, b: b))
    return min(1, max(0, prefactor * a / fraction(x, complement: complement, a: a, b: b)))
  }

  /// The continued fraction of DiDonato and Morris (1992, doi:10.1145/131766.131776, equation 9),
  /// whose terms do not cancel, by Lentz's method as Thompson and Barnett (1986,
  /// doi:10.1016/0021-9991(86)90046-X) modified it.
  private static func fraction(
    _ x: Double, complement: Double, a: Double, b: Double
  ) -> Double {
    func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    let excess = a * complement - b * x + 1
    let limit = 1000 + 20 * Int(min(max(a, b).squareRoot(), 1e7))
    var value = kept(a * excess / (a + 1))
    var (c, d) = (value, 0.0)
    for step in 1...limit {
      let m = Double(step)
      let width = a + 2 * m - 1
      let share = m * (b - m) * x / width
      let numerator = (a + m - 1) * (a + b + m - 1) / width * share * x
      let denominator = m + share + (a + m) * (excess + m * (1 + complement)) / (width + 2)
      d = 1 / kept(denominator + numerator * d)
      c = kept(denominator + numerator / c)
      value *= c * d
      if abs(c * d - 1) < 4e-16 { break }
    }
    return value
  }
}
