import Testing
import VaglioFindings
import VaglioStatistics

/// Hall's transformation of the studentised mean.
struct HallIntervalTests {
  private func interval(
    skewness: Double, degreesOfFreedom: Double = 8, level: ConfidenceLevel = .ninetyFivePercent
  ) throws -> Interval {
    try #require(
      MeanInterval.hall(
        mean: 2, standardError: 0.5, degreesOfFreedom: degreesOfFreedom, skewness: skewness,
        level: level))
  }

  /// Nine rows of skewness 0.9: k = 0.9/√9 = 0.3, and t = 2.306004135204166 with eight degrees of
  /// freedom. T = 10·(∛(1 + 0.3·(±t − 0.05)) − 1): ∛1.67680124 = 1.18802942 gives 1.88029420, and
  /// ∛0.29319876 = 0.66433537 gives −3.35664629. Bounds 2 − 0.5·T.
  @Test func `an interval by hand`() throws {
    let interval = try interval(skewness: 0.9)
    #expect(interval.method == "t-hall")
    #expect(abs(interval.lower - 1.0598528996988688) < 1e-14)
    #expect(abs(interval.upper - 3.678323144410297) < 1e-14)
  }

  /// (1 + kT/3)³ = 1 + k·(T + kT²/3 + k²T³/27), so that g(T) = T + kT²/3 + k²T³/27 + k/6 is inverted by
  /// 3/k·(∛(1 + k·(x − k/6)) − 1). Here g is inverted by halving instead: it rises everywhere, as its
  /// derivative is (1 + kT/3)².
  @Test(arguments: [-3, -0.9, -0.1, 0.1, 0.9, 3, 20])
  func `the bounds invert the transformation`(skewness: Double) throws {
    let k = skewness / 3
    func root(_ x: Double) -> Double {
      var (low, high) = (-1e3, 1e3)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        let image = middle + k * middle * middle / 3 + k * k * middle * middle * middle / 27 + k / 6
        if image < x { low = middle } else { high = middle }
      }
      return low
    }
    let quantile = StudentT(degreesOfFreedom: 8).upperQuantile(0.025)
    let interval = try interval(skewness: skewness)
    // At the inflection of g, where 1 + kT/3 = 0, a rounding of x moves the root by its cube root.
    #expect(abs(interval.lower - min(2, 2 - 0.5 * root(quantile))) < 1e-5)
    #expect(abs(interval.upper - max(2, 2 - 0.5 * root(-quantile))) < 1e-5)
  }

  /// Long tails to the right push both bounds up; a mirrored sample has the mirrored interval.
  @Test func `skew moves the interval towards the long tail`() throws {
    let (right, none, left) = (
      try interval(skewness: 0.9), try interval(skewness: 0), try interval(skewness: -0.9)
    )
    let t = try #require(
      MeanInterval.t(mean: 2, standardError: 0.5, degreesOfFreedom: 8, level: .ninetyFivePercent))
    #expect(right.lower > t.lower && right.upper > t.upper)
    #expect(none.lower == t.lower && none.upper == t.upper)
    #expect(abs(left.lower + right.upper - 4) < 1e-14 && abs(left.upper + right.lower - 4) < 1e-14)
  }

  @Test func `the mean stays inside at low levels`() throws {
    let level = try #require(ConfidenceLevel(0.01))
    #expect(try interval(skewness: 3, level: level).contains(2))
  }
}
