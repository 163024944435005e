import Testing
import VaglioFindings
import VaglioStatistics

struct PairedSquareAndAddTests {
  private let level = ConfidenceLevel.ninetyFivePercent

  private func interval(_ lower: Double, _ upper: Double) -> Interval {
    Interval(lower: lower, upper: upper, level: level, method: "test")
  }

  /// Correlation, then the two distances. The single ones are 0.3 and 0.4 below, 0.1 and 0.2 above:
  /// √0.25 and √0.05 without correlation, √(0.25 − 0.12) and √(0.05 − 0.02) with a half.
  private static let distances: [(Double, Double, Double)] = [
    (0, 0.5, 0.223_606_797_749_979), (1, 0.1, 0.1), (-1, 0.7, 0.3),
    (.nan, 0.5, 0.223_606_797_749_979), (0.5, 0.360_555_127_546_398_9, 0.173_205_080_756_887_74),
  ]

  @Test(arguments: distances)
  func `each bound moves by its own distances`(correlation: Double, below: Double, above: Double)
    throws
  {
    let found = try #require(
      PairedSquareAndAdd.difference(
        (0.8, interval(0.5, 0.9)), (0.5, interval(0.3, 0.9)), correlation: correlation, level: level
      ))
    // Three roundings of numbers below 1.
    #expect(abs(found.lower - (0.3 - below)) <= 4 * 1.0.ulp)
    #expect(abs(found.upper - (0.3 + above)) <= 4 * 1.0.ulp)
  }

  @Test(arguments: [(0.0, 8.0), (1, 8), (3, 8), (8, 8), (120, 900)])
  func `a score interval with the binomial variance is Wilson's`(hits: Double, trials: Double) {
    let wilson = ProportionInterval.wilson(successes: hits, trials: trials, level: level)
    let score = ProportionInterval.score(
      hits / trials, variance: (0, 1 / trials, -1 / trials), level: level, method: "wilson")
    // A root of the difference of two numbers below 4 that may be as near as their rounding.
    #expect(abs(wilson.lower - score.lower) <= 4 * 4.0.ulp.squareRoot())
    #expect(abs(wilson.upper - score.upper) <= 4 * 4.0.ulp.squareRoot())
  }
}
