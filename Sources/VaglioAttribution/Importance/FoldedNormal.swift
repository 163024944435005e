#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The distribution of |Z| for a normal Z (Leone, Nelson and Nottingham 1961,
/// doi:10.1080/00401706.1961.10489974).
enum FoldedNormal {
  /// E|Z| = σ√(2/π)·exp(−μ²/2σ²) + μ·erf(μ/σ√2); |μ| for σ = 0.
  static func mean(_ μ: Double, _ σ: Double) -> Double {
    guard σ > 0 else { return abs(μ) }
    let ratio = μ / σ
    return σ * (2 / Double.pi).squareRoot() * exp(-ratio * ratio / 2)
      + μ * erf(ratio / 2.0.squareRoot())
  }
}
