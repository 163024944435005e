#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The parts of Stirling's formula that keep their digits where the whole would cancel.
enum Stirling {
  /// ½ log 2π.
  static let halfLogTwoPi = 0.918_938_533_204_672_74

  /// log Γ(x) − [(x − ½) log x − x + ½ log 2π], for x > 0.
  static func rest(_ x: Double) -> Double {
    guard x < 10 else {
      let s = 1 / (x * x)
      return (1 / 12.0 - s * (1 / 360.0 - s * (1 / 1260.0 - s * (1 / 1680.0 - s / 1188.0)))) / x
    }
    var sign: Int32 = 0
    return lgamma_r(x, &sign) - ((x - 0.5) * log(x) - x + halfLogTwoPi)
  }

  /// log(1 + u) − u without cancellation, where `ratio` is 1 + u to its own precision.
  static func logExcess(_ u: Double, ratio: Double) -> Double {
    if u < -0.5 { return log(ratio) - u }
    guard abs(u) < 0.1 else { return log1p(u) - u }
    // log(1+u) = 2 artanh(r) with r = u/(2+u), and 2r − u = −r·u: every term is small.
    let r = u / (2 + u)
    var (power, sum) = (2 * r * r * r, 0.0)
    for odd in stride(from: 3.0, through: 21, by: 2) {
      sum += power / odd
      power *= r * r
    }
    return sum - r * u
  }
}
