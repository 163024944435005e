public import VaglioFindings

/// Intervals for a quantile that hold for every continuous distribution: two order statistics.
///
/// The ranks come from exact binomial tails (David and Nagaraja 2003, doi:10.1002/0471722162,
/// section 7.1), so that coverage is at least the level.
public enum OrderStatisticInterval {
  /// The ranks, from 1, of the values that bound the quantile; `nil` when the sample is too small
  /// for the level.
  ///
  /// The lower rank is the largest l with P(B < l) ≤ α/2, the upper the smallest u with
  /// P(B ≥ u) ≤ α/2, B binomial with the quantile's probability.
  public static func ranks(
    count: Int, probability: Double = 0.5, level: ConfidenceLevel
  ) -> (lower: Int, upper: Int)? {
    guard count > 0, probability > 0, probability < 1 else { return nil }
    let below = Binomial(trials: count, probability: probability)
    let tail = level.alpha / 2
    // P(B ≤ l − 1) ≤ tail fails first at the tail's quantile.
    let lower = greatest(in: 0...count) { $0 == 0 || below.cdf($0 - 1) <= tail }
    let upper =
      count + 1 - greatest(in: 0...count) { $0 == 0 || below.survival(count - $0) <= tail }
    guard lower >= 1, upper <= count, lower <= upper else { return nil }
    return (lower, upper)
  }

  /// The interval from ascending values, method `order-statistic`.
  public static func quantile(
    ofSorted values: [Double], probability: Double = 0.5, level: ConfidenceLevel
  ) -> Interval? {
    guard let ranks = ranks(count: values.count, probability: probability, level: level) else {
      return nil
    }
    return Interval(
      values[ranks.lower - 1], values[ranks.upper - 1], level, "order-statistic")
  }

  /// The greatest number for which a condition holds that holds at the start and then ceases.
  private static func greatest(in range: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound + 1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
