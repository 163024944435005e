#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The binomial distribution of the successes among independent trials.
///
/// Tails come from the incomplete beta function, so that ten million trials are no harder than ten.
public struct Binomial: Hashable, Sendable {
  public let trials: Int
  public let probability: Double

  /// The distribution of the successes in `trials` ≥ 0 trials, each with `probability`.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0 && (0...1).contains(probability), "\(trials) trials, p \(probability)")
    (self.trials, self.probability) = (trials, probability)
  }

  /// P(X ≤ k).
  public func cdf(_ k: Int) -> Double { tails(k).lower }

  /// P(X > k).
  public func survival(_ k: Int) -> Double { tails(k).upper }

  /// P(X = k).
  public func mass(_ k: Int) -> Double {
    guard k >= 0, k <= trials else { return 0 }
    if probability == 0 || probability == 1 {
      return k == (probability == 0 ? 0 : trials) ? 1 : 0
    }
    let complement = 1 - probability
    if k == 0 { return exp(Double(trials) * log1p(-probability)) }
    // C(n,k) pᵏ (1−p)ⁿ⁻ᵏ⁺¹ is the prefactor of I at a = k, b = n − k + 1.
    let prefactor = IncompleteBeta.logPrefactor(
      probability, complement: complement, a: Double(k), b: Double(trials - k) + 1)
    return exp(prefactor) / complement
  }

  /// The smallest k with P(X ≤ k) ≥ p.
  public func quantile(_ p: Double) -> Int {
    var (low, high) = (-1, trials)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if cdf(middle) >= p { high = middle } else { low = middle }
    }
    return high
  }

  private func tails(_ k: Int) -> IncompleteBeta.Tails {
    if k < 0 { return .init(lower: 0, upper: 1) }
    if k >= trials { return .init(lower: 1, upper: 0) }
    return IncompleteBeta.tails(
      1 - probability, complement: probability, a: Double(trials - k), b: Double(k) + 1)
  }
}
