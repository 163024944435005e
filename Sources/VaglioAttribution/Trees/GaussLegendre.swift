#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Points and weights on [0, 1] with which Σ w·f(t) is the integral of every polynomial f of degree
/// 2n − 1 or less (Gauss–Legendre).
struct GaussLegendre: Sendable {
  /// Between 0 and 1, ascending.
  let points: [Double]
  /// Their sum is 1.
  let weights: [Double]

  /// The rule of `count` points, at least 1: Newton's method on Legendre's polynomial from
  /// Tricomi's first term.
  init(_ count: Int) {
    var points = [Double](repeating: 0, count: count)
    var weights = points
    for index in 0..<(count + 1) / 2 {
      var z = cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      for _ in 0..<100 {
        let (value, slope) = Self.legendre(count, z)
        let step = value / slope
        z -= step
        if abs(step) < 1e-16 { break }
      }
      let slope = Self.legendre(count, z).slope
      let weight = 1 / ((1 - z * z) * slope * slope)
      (points[index], points[count - 1 - index]) = ((1 - z) / 2, (1 + z) / 2)
      (weights[index], weights[count - 1 - index]) = (weight, weight)
    }
    (self.points, self.weights) = (points, weights)
  }

  /// One point: what its value there makes of a function.
  init(point: Double) { (points, weights) = ([point], [1]) }

  private static func legendre(_ degree: Int, _ z: Double) -> (value: Double, slope: Double) {
    var (before, value) = (1.0, z)
    if degree > 1 {
      for k in 2...degree {
        let k = Double(k)
        (before, value) = (value, ((2 * k - 1) * z * value - (k - 1) * before) / k)
      }
    }
    return (value, Double(degree) * (z * value - before) / (z * z - 1))
  }
}
