import Testing
import VaglioEvaluation
import VaglioFindings

@testable import VaglioAttribution

@Suite struct WassersteinDistanceTests {
  private let first = [1.0, 4, 2, 8, 5, 7]
  private let second = [1.5, 3, 2, 9, 9, 6]

  @Test func `two rows by hand`() throws {
    // x = 0, 3; y = 1, 3: D = ½ on [0, 1), else 0. There 1{x ≤ t} − 1{y ≤ t} is 1 in one row and 0 in the
    // other: the error of D is √((¼ + ¼)/(2·1)) = ½, and the excess 2·½·(φ(1) − Φ(−1)) = 0.0833155.
    let distance = WassersteinDistance([0, 3], [1, 3], try RowDesign(count: 2))
    #expect(distance.value == 0.5)
    #expect(abs(distance.corrected.value - (0.5 - 0.08331547058768627)) < 1e-15)
    // S rises by 1 from 0 to 1: S(y) − S(x) is 1 and 0, error √(½/2) = ½.
    #expect(abs(try #require(distance.corrected.standardError) - 0.5) < 1e-15)
  }

  @Test func `the same numbers in other rows are at distance 0, which is not sure`() throws {
    let distance = WassersteinDistance(first, first.reversed(), try RowDesign(count: 6))
    let interval = try #require(distance.interval(level: .ninetyFivePercent))
    #expect(distance.value == 0 && interval.lower == 0 && interval.upper > 0)
    let constant = WassersteinDistance([3, 3], [4, 4], try RowDesign(count: 2))
    #expect(constant.value == 1 && constant.interval(level: .ninetyFivePercent) == nil)
  }

  @Test func `a row of frequency three is three rows, a doubled cluster one row`() throws {
    let level = ConfidenceLevel.ninetyFivePercent
    let weighted = WassersteinDistance(
      first, second, try RowDesign(count: 6, weights: [3, 1, 2, 1, 1, 0], kind: .frequency))
    let repeated = WassersteinDistance(
      [1, 1, 1, 4, 2, 2, 8, 5], [1.5, 1.5, 1.5, 3, 2, 2, 9, 9], try RowDesign(count: 8))
    let plain = WassersteinDistance(first, second, try RowDesign(count: 6))
    let doubled = WassersteinDistance(
      first.flatMap { [$0, $0] }, second.flatMap { [$0, $0] },
      try RowDesign(count: 12, clusters: (0..<6).flatMap { [$0, $0] }))
    for (one, other) in [(weighted, repeated), (doubled, plain)] {
      let (a, b) = (
        try #require(one.interval(level: level)), try #require(other.interval(level: level))
      )
      #expect(abs(one.value - other.value) < 1e-14)
      // Some dozens of roundings of numbers below 10.
      #expect(abs(a.lower - b.lower) < 1e-13 && abs(a.upper - b.upper) < 1e-13)
    }
  }

  @Test func `the order of rows and which comes first don't matter`() throws {
    let order = [4, 2, 0, 5, 3, 1]
    let straight = WassersteinDistance(first, second, try RowDesign(count: 6))
    let turned = WassersteinDistance(
      order.map { first[$0] }, order.map { second[$0] }, try RowDesign(count: 6))
    let swapped = WassersteinDistance(second, first, try RowDesign(count: 6))
    #expect(straight.value == turned.value && straight.value == swapped.value)
    #expect(abs(straight.corrected.value - turned.corrected.value) < 1e-14)
    #expect(abs(straight.corrected.value - swapped.corrected.value) < 1e-14)
  }

  @Test func `a comparison tells the distance with its interval`() throws {
    let shift = try AttributionComparison(
      candidate: SampleAttributions.of([first, first]),
      production: SampleAttributions.of([second, first]))
    let interval = try #require(shift.features[0].distance.interval(level: .ninetyFivePercent))
    #expect(interval.contains(shift.features[0].wasserstein))
    let findings = shift.findings.filter { $0.measure.contains("wasserstein") }
    #expect(findings.count == 2)
    #expect(findings[0].estimate.interval == interval)
    // Both say the same of the second feature.
    #expect(findings[1].estimate.interval?.upper == 0)
  }
}
