#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The intervals of one estimate at many levels: what every level would have said.
///
/// A record that holds only the 95 % interval can't be judged under another level, nor under a
/// correction for many gates. The curve holds the bounds at the fixed normal deviates
/// ``deviates``: entry k is the interval whose level is 2Φ(z_k) − 1, made by the same method. What
/// lies between two deviates is read off by monotone cubic interpolation of the bounds over z
/// (Fritsch and Carlson 1980, doi:10.1137/0717021), which is exact for intervals that are linear in
/// z, and off by less than a thousandth of a standard error for the Wilson, logit and score
/// intervals used here.
///
/// The two-sided p-value of a hypothetical value is 1 − level of the widest interval that still
/// excludes it (Birnbaum 1961, doi:10.1080/01621459.1961.10482107).
public struct ConfidenceCurve: Hashable, Sendable {
  /// The normal deviates at which bounds are kept, ascending.
  public static let deviates: [Double] = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6]

  /// Lower bounds at the leading `deviates`, never rising.
  public let lower: [Double]
  /// Upper bounds at the leading `deviates`, never falling.
  public let upper: [Double]

  /// A curve from bounds at the leading deviates.
  ///
  /// Where a resampled bound would turn back, it is held: nested levels give nested intervals.
  ///
  /// - Precondition: as many lower as upper bounds, at least one, at most one per deviate.
  public init(lower: [Double], upper: [Double]) {
    precondition(lower.count == upper.count && !lower.isEmpty, "bounds come in pairs")
    precondition(lower.count <= Self.deviates.count, "more bounds than deviates")
    self.lower = Self.running(lower, min)
    self.upper = Self.running(upper, max)
  }

  /// The curve of a method: `interval` is asked for each level in turn, and may stop answering
  /// where the data can't support the level (few resamples); `nil` if it never answers.
  public init?(_ interval: (ConfidenceLevel) -> Interval?) {
    var lower: [Double] = []
    var upper: [Double] = []
    for deviate in Self.deviates {
      // The level of deviate 0 is the limit: the method's own centre.
      guard let level = ConfidenceLevel(Self.level(of: max(deviate, 1e-6))),
        let interval = interval(level)
      else { break }
      lower.append(interval.lower)
      upper.append(interval.upper)
    }
    guard lower.count > 1 else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The largest deviate that the curve reaches.
  public var reach: Double { Self.deviates[lower.count - 1] }

  /// The two-sided level 2Φ(z) − 1 of a normal deviate z ≥ 0.
  public static func level(of deviate: Double) -> Double { erf(deviate / 2.0.squareRoot()) }

  /// The two-sided tail 2Φ(−z) of a normal deviate z ≥ 0, exact far into the tail.
  public static func tail(of deviate: Double) -> Double { erfc(deviate / 2.0.squareRoot()) }

  private static func running(
    _ values: [Double], _ choose: (Double, Double) -> Double
  ) -> [Double] {
    var held: [Double] = []
    for value in values { held.append(held.last.map { choose($0, value) } ?? value) }
    return held
  }
}

extension ConfidenceCurve {
  /// The bounds of the interval of deviate z, interpolated; `nil` beyond the curve's reach.
  public func bounds(atDeviate deviate: Double) -> (lower: Double, upper: Double)? {
    guard deviate >= 0, deviate <= reach else { return nil }
    return (
      MonotoneCubic(x: Self.deviates, y: lower).value(at: deviate),
      MonotoneCubic(x: Self.deviates, y: upper).value(at: deviate)
    )
  }

  /// How strongly the data speak against the hypothesis that the truth is `value`: the deviate of
  /// the widest interval that excludes it; 0 when no interval does, the reach when all do.
  public func deviate(excluding value: Double) -> Double {
    if value >= lower[0], value <= upper[0] { return 0 }
    let below = value < lower[0]
    let bound = MonotoneCubic(x: Self.deviates, y: below ? lower : upper)
    func excludes(_ deviate: Double) -> Bool {
      let edge = bound.value(at: deviate)
      return below ? value < edge : value > edge
    }
    guard !excludes(reach) else { return reach }
    var (inside, outside) = (0.0, reach)
    for _ in 0..<60 {
      let middle = (inside + outside) / 2
      if excludes(middle) { inside = middle } else { outside = middle }
    }
    return inside
  }

  /// The two-sided p-value of the hypothesis that the truth is `value`.
  ///
  /// Where even the widest interval excludes it, the p-value is that interval's tail, an upper
  /// bound.
  public func pValue(of value: Double) -> Double { Self.tail(of: deviate(excluding: value)) }
}

/// Piecewise cubic interpolation that never overshoots its data.
private struct MonotoneCubic {
  let x: [Double]
  let y: [Double]

  /// The interpolant's value at `point`, which lies between the first and the last x in use.
  func value(at point: Double) -> Double {
    let last = y.count - 1
    guard last > 0 else { return y[0] }
    let right = (1...last).first { point <= x[$0] } ?? last
    let left = right - 1
    let (h, t) = (x[right] - x[left], (point - x[left]) / (x[right] - x[left]))
    if t >= 1 { return y[right] }
    let (square, cube) = (t * t, t * t * t)
    return (2 * cube - 3 * square + 1) * y[left] + (cube - 2 * square + t) * h * slope(left)
      + (3 * square - 2 * cube) * y[right] + (cube - square) * h * slope(right)
  }

  private func secant(_ index: Int) -> Double {
    (y[index + 1] - y[index]) / (x[index + 1] - x[index])
  }

  /// The harmonic mean of the neighbouring secants, zero at a turn: the sufficient condition for
  /// monotonicity of Fritsch and Butland (1984, doi:10.1137/0905021).
  private func slope(_ index: Int) -> Double {
    if index == 0 { return secant(0) }
    if index == y.count - 1 { return secant(index - 1) }
    let (a, b) = (secant(index - 1), secant(index))
    return a * b <= 0 ? 0 : 2 * a * b / (a + b)
  }
}
