/// Roots of continuous functions that are dear to evaluate.
public enum BrentRoot {
  /// Where a function crosses zero between two places at which its signs differ, to the last bits
  /// of the place; `nil` where they do not differ or the function is not finite.
  ///
  /// Inverse quadratic interpolation, the secant, or halving, whichever is safe: superlinear, and
  /// never much slower than halving. Brent 1973, Algorithms for Minimization without Derivatives,
  /// chapter 4.
  public static func between(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  ) -> Double? {
    var search = Search(low, function(low), high, function(high))
    guard search.isBracket else { return nil }
    for _ in 0..<200 {
      guard let place = search.next() else { return search.best }
      let value = function(place)
      guard value.isFinite else { return nil }
      search.take(place, value)
    }
    return search.best
  }

  /// The state in Brent's letters: b is the best place, a the last one, c the other side of the root.
  private struct Search {
    private var (a, fa): (Double, Double)
    private var (b, fb): (Double, Double)
    private var (c, fc): (Double, Double)
    private var step: Double
    private var before: Double

    init(_ low: Double, _ atLow: Double, _ high: Double, _ atHigh: Double) {
      (a, fa, b, fb, c, fc) = (low, atLow, high, atHigh, low, atLow)
      (step, before) = (high - low, high - low)
    }

    var isBracket: Bool {
      fa.isFinite && fb.isFinite && (fa == 0 || fb == 0 || (fa < 0) != (fb < 0))
    }

    var best: Double { b }

    /// The next place to look at; `nil` when the best can't be bettered.
    mutating func next() -> Double? {
      if abs(fc) < abs(fb) { (a, fa, b, fb, c, fc) = (b, fb, c, fc, b, fb) }
      let tolerance = 2 * Double.ulpOfOne * max(abs(b), .leastNormalMagnitude)
      let half = (c - b) / 2
      if abs(half) <= tolerance || fb == 0 { return nil }
      if let guess = interpolated(half, tolerance) {
        (before, step) = (step, guess)
      } else {
        (before, step) = (half, half)
      }
      return b + (abs(step) > tolerance ? step : (half < 0 ? -tolerance : tolerance))
    }

    /// The step to where a curve through the known values crosses zero, if it can be trusted.
    private func interpolated(_ half: Double, _ tolerance: Double) -> Double? {
      guard abs(before) >= tolerance, abs(fa) > abs(fb) else { return nil }
      let s = fb / fa
      var (p, q) = (2 * half * s, 1 - s)
      if a != c {
        let (r, t) = (fb / fc, fa / fc)
        p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
        q = (t - 1) * (r - 1) * (s - 1)
      }
      if p > 0 { q = -q } else { p = -p }
      guard 2 * p < min(3 * half * q - abs(tolerance * q), abs(before * q)) else { return nil }
      return p / q
    }

    mutating func take(_ place: Double, _ value: Double) {
      (a, fa, b, fb) = (b, fb, place, value)
      if (fb < 0) == (fc < 0) {
        (c, fc) = (a, fa)
        (before, step) = (b - a, b - a)
      }
    }
  }
}
