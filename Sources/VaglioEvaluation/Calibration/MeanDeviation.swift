internal import VaglioStatistics

/// The mean absolute deviation of a share from its probability.
enum MeanDeviation {
  /// E|X/n − p| for X successes among n trials: 2(m + 1)(1 − p)·P(X = m + 1)/n with m = ⌊np⌋.
  ///
  /// De Moivre 1730; Diaconis and Zabell 1991, doi:10.1214/ss/1177011699, theorem 1.
  static func expected(trials: Int, _ probability: Double) -> Double {
    let n = Double(trials)
    let p = min(max(probability, 0), 1)
    let next = Int((n * p).rounded(.down)) + 1
    guard next <= trials else { return 0 }
    return 2 * Double(next) / n * (1 - p) * Binomial(trials: trials, probability: p).mass(next)
  }
}
