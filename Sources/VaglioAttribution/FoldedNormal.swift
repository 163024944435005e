internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The magnitude |x| of a number that is known but for a normal error of standard deviation s.
///
/// The magnitude of an estimate is too great on average, by ``excess(_:_:)`` at the truth (Leone,
/// Nelson and Nottingham 1961, doi:10.1080/00401706.1961.10489974). No function of the estimate is
/// right on average, |x| having a corner. Taking the excess at the estimate off leaves an error
/// between −0.1·s and 0.468·s, the most at x = 0, and next to nothing some errors away from it.
enum FoldedNormal {
  /// E|x + sZ| − |x| = 2sφ(x/s) − 2|x|Φ(−|x|/s); 0 for s = 0.
  static func excess(_ x: Double, _ s: Double) -> Double {
    guard s > 0 else { return 0 }
    let z = x.magnitude / s
    return 2 * s * (exp(-z * z / 2) / (2 * Double.pi).squareRoot() - z * Normal.survival(z))
  }

  /// E|x + sZ|; |x| for s = 0.
  static func mean(_ x: Double, _ s: Double) -> Double { x.magnitude + excess(x, s) }

  /// |x| less its excess: the estimate of the magnitude.
  static func magnitude(_ x: Double, _ s: Double) -> Double { x.magnitude - excess(x, s) }

  /// By how much the estimate may on average be above the magnitude at most, and below it, if the
  /// truth lies within three errors of x.
  ///
  /// On average it is off by 2·excess(t, s) − excess(t, √2·s) at the truth t, which lies between
  /// −0.1·s and (2 − √2)·√(2/π)·s, and both terms fall with |t|.
  static func residual(_ x: Double, _ s: Double) -> (above: Double, below: Double) {
    guard s > 0 else { return (0, 0) }
    let nearest = max(0, x.magnitude - 3 * s)
    return (
      min(0.468 * s, 2 * excess(nearest, s)), min(0.1 * s, excess(nearest, 2.0.squareRoot() * s))
    )
  }
}
