#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The distribution of the Kolmogorov–Smirnov distance of n independent uniform numbers from the
/// uniform distribution.
///
/// Exact in the lower part for up to 1,000 numbers (Marsaglia, Tsang and Wang 2003,
/// doi:10.18637/jss.v008.i18); in the upper tail, n·d² ≥ 4, twice the one-sided probability of
/// Birnbaum and Tingey (1951, doi:10.1214/aoms/1177729550), whose relative error is e^(−6nd²); between,
/// for more numbers, the expansion of Pelz and Good (1976, doi:10.1111/j.2517-6161.1976.tb01579.x).
/// Compared in Simard and L'Ecuyer 2011, doi:10.18637/jss.v039.i11.
public struct KolmogorovDistribution: Hashable, Sendable {
  /// How many numbers the distance is of.
  public let count: Int

  /// The distribution for `count` ≥ 1 numbers.
  public init(count: Int) {
    precondition(count >= 1, "\(count) numbers")
    self.count = count
  }

  /// P(D ≤ d).
  public func cdf(_ d: Double) -> Double { tails(d).lower }

  /// P(D > d).
  public func survival(_ d: Double) -> Double { tails(d).upper }

  private func tails(_ d: Double) -> (lower: Double, upper: Double) {
    let n = Double(count)
    if d.isNaN { return (.nan, .nan) }
    if n * d <= 0.5 { return (0, 1) }
    if d >= 1 { return (1, 0) }
    if n * d <= 1 {
      // n!·(2d − 1/n)ⁿ: each number has its own stretch.
      return split(lower: exp(logGamma(n + 1) + n * log(2 * d - 1 / n)))
    }
    if d >= 1 - 1 / n { return split(upper: 2 * pow(1 - d, n)) }
    if n * d * d >= 4 { return split(upper: 2 * oneSided(d)) }
    return split(lower: count <= 1000 ? matrix(d) : expansion(d))
  }

  private func split(lower: Double) -> (lower: Double, upper: Double) {
    let held = min(1, max(0, lower))
    return (held, 1 - held)
  }

  private func split(upper: Double) -> (lower: Double, upper: Double) {
    let held = min(1, max(0, upper))
    return (1 - held, held)
  }

  /// P(D⁺ > d) = d·Σⱼ C(n, j)·(d + j/n)^(j−1)·(1 − d − j/n)^(n−j) over j ≤ n(1 − d); beyond a million
  /// numbers its limit e^(−2x²), x = d√n + 1/(6√n), of relative error O(1/n).
  private func oneSided(_ d: Double) -> Double {
    let n = Double(count)
    guard count <= 1_000_000 else {
      let x = d * n.squareRoot() + 1 / (6 * n.squareRoot())
      return exp(-2 * x * x)
    }
    let whole = logGamma(n + 1)
    var sum = 0.0
    for j in 0...Int(n * (1 - d)) {
      let (k, rest) = (Double(j), 1 - d - Double(j) / n)
      guard rest > 0 else { break }
      let choices = whole - logGamma(k + 1) - logGamma(n - k + 1)
      sum += exp(choices + (k - 1) * log(d + k / n) + (n - k) * log(rest))
    }
    return d * sum
  }

  private func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// The entry of Durbin's matrix, raised to the power n, times n!/nⁿ.
  private func matrix(_ d: Double) -> Double {
    let n = Double(count)
    let k = Int(n * d) + 1
    let h = Double(k) - n * d
    var (power, entry) = (ScaledMatrix.durbin(k: k, h: h).raised(to: count), 0.0)
    entry = power.values[(k - 1) * power.size + k - 1]
    for i in 1...count {
      entry *= Double(i) / n
      if entry < 1e-140 {
        entry *= 1e140
        power.exponent -= 140
      }
    }
    return entry * pow(10, Double(power.exponent))
  }

  /// The first four terms of the expansion in 1/√n of the distribution of z = d√n.
  private func expansion(_ d: Double) -> Double {
    let root = Double(count).squareRoot()
    let z = d * root
    let (z2, z4) = (z * z, z * z * z * z)
    let (z6, z8) = (z4 * z2, z4 * z4)
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    for k in (0..<20).reversed() {
      // (π(k + ½))² and (πk)², each of which stands for k and its mirror image.
      let a = (Double.pi * (Double(k) + 0.5)) * (Double.pi * (Double(k) + 0.5))
      let b = (Double.pi * Double(k)) * (Double.pi * Double(k))
      let (odd, even) = (2 * exp(-a / (2 * z2)), k == 0 ? 0 : 2 * exp(-b / (2 * z2)))
      first += odd
      second += (a - z2) * odd
      third += (6 * z6 + 2 * z4 + a * (2 * z4 - 5 * z2) + a * a * (1 - 2 * z2)) * odd
      third -= 2 * z4 * b * even
      let cubic = a * a * a * (5 - 30 * z2) + a * a * (212 * z4 - 60 * z2)
      fourth += (cubic + a * (135 * z4 - 96 * z6) - 30 * z6 - 90 * z8) * odd
      fourth += 60 * z4 * (3 * b * z2 - b * b) * even
    }
    let terms = [
      first / z, second / (6 * z4), third / (72 * z6 * z), fourth / (6480 * z8 * z2),
    ]
    let sum = terms.reversed().reduce(0) { $0 / root + $1 }
    return (Double.pi / 2).squareRoot() * sum
  }
}

/// A square matrix times a power of ten, so that its powers stay within the range of a double.
private struct ScaledMatrix {
  let size: Int
  var values: [Double]
  var exponent = 0

  /// Durbin's matrix of order 2k − 1 for n·d = k − h.
  static func durbin(k: Int, h: Double) -> ScaledMatrix {
    let m = 2 * k - 1
    var values = [Double](repeating: 0, count: m * m)
    for i in 0..<m {
      for j in 0..<min(m, i + 2) { values[i * m + j] = 1 }
    }
    for i in 0..<m {
      values[i * m] -= pow(h, Double(i + 1))
      values[(m - 1) * m + i] -= pow(h, Double(m - i))
    }
    if 2 * h > 1 { values[(m - 1) * m] += pow(2 * h - 1, Double(m)) }
    for i in 0..<m {
      for j in 0..<min(m, i + 1) {
        values[i * m + j] /= tgamma(Double(i - j + 2))
      }
    }
    return ScaledMatrix(size: m, values: values)
  }

  /// The matrix to a power of at least 1.
  func raised(to power: Int) -> ScaledMatrix {
    if power == 1 { return self }
    let half = raised(to: power / 2)
    let square = half.times(half)
    return power.isMultiple(of: 2) ? square : square.times(self)
  }

  private func times(_ other: ScaledMatrix) -> ScaledMatrix {
    var product = ScaledMatrix(
      size: size, values: [Double](repeating: 0, count: size * size),
      exponent: exponent + other.exponent)
    for i in 0..<size {
      for k in 0..<size {
        let factor = values[i * size + k]
        if factor == 0 { continue }
        for j in 0..<size {
          product.values[i * size + j] += factor * other.values[k * size + j]
        }
      }
    }
    if product.values[size / 2 * size + size / 2] > 1e140 {
      product.values = product.values.map { $0 * 1e-140 }
      product.exponent += 140
    }
    return product
  }
}
