#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension IncompleteBeta {
  /// The x with Iₓ(a, b) = `target.lower`, together with 1 − x.
  ///
  /// The smaller of x and 1 − x is the one solved for, and the smaller tail the one matched, so
  /// that each keeps its relative precision. Newton's steps are kept inside a bracket that halves
  /// in the order of doubles whenever they fail to help: at most 130 evaluations, usually 8.
  static func quantile(_ target: Tails, a: Double, b: Double) -> (x: Double, complement: Double) {
    if target.lower <= 0 { return (0, 1) }
    if target.upper <= 0 { return (1, 0) }
    let middle = tails(0.5, complement: 0.5, a: a, b: b)
    let isLeft =
      target.lower <= target.upper
      ? middle.lower >= target.lower : middle.upper <= target.upper
    if isLeft {
      let x = solve(target, a: a, b: b)
      return (x, 1 - x)
    }
    let y = solve(target.swapped, a: b, b: a)
    return (1 - y, y)
  }

  /// The solution when it lies in 0...½.
  private static func solve(_ target: Tails, a: Double, b: Double) -> Double {
    var (low, high) = (0.0, 0.5)
    var x = min(0.5, max(1e-3, a / (a + b)))
    var width = Double.infinity
    for _ in 0..<130 {
      let found = tails(x, complement: 1 - x, a: a, b: b)
      let excess =
        target.lower <= target.upper
        ? found.lower - target.lower : target.upper - found.upper
      if excess == 0 { return x }
      if excess > 0 { high = x } else { low = x }
      if high.bitPattern - low.bitPattern <= 1 { break }
      let density = exp(logPrefactor(x, complement: 1 - x, a: a, b: b)) * a / (x * (1 - x))
      let step = excess / density
      let newton = x - step
      if abs(step) <= x * 1e-16 { return x }
      // A step that shrinks less than by half twice in turn is replaced by halving.
      let isGood = newton > low && newton < high && abs(step) < width * 0.5
      x = isGood ? newton : Double(bitPattern: (low.bitPattern + high.bitPattern) / 2)
      width = isGood ? abs(step) : .infinity
    }
    return x
  }
}
