#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The exact test that a probability of success has a given value.
public enum BinomialTest {
  /// The two-sided p-value: the probability of all numbers of successes that are no likelier than the
  /// observed one, as in R's `binom.test` and scipy's `binomtest`.
  ///
  /// Likelihoods that agree to 10⁻⁷ count as equal. O(log n) evaluations of the distribution.
  public static func pValue(successes: Int, trials: Int, probability: Double) -> Double {
    let binomial = Binomial(trials: trials, probability: probability)
    let mean = Double(trials) * probability
    if Double(successes) == mean { return 1 }
    let limit = binomial.mass(successes) * (1 + 1e-7)
    if Double(successes) < mean {
      // Above the mode the mass falls: the first count that is no likelier.
      let above = first(from: Int(mean.rounded(.up)), to: trials + 1) {
        $0 > trials || binomial.mass($0) <= limit
      }
      return min(1, binomial.cdf(successes) + binomial.survival(above - 1))
    }
    let below = first(from: 0, to: Int(mean.rounded(.down)) + 1) { binomial.mass($0) > limit }
    return min(1, binomial.survival(successes - 1) + binomial.cdf(below - 1))
  }

  /// The first number of a range for which a condition holds that then goes on holding.
  private static func first(from start: Int, to end: Int, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (start, end)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
