import Foundation
import Testing
import VaglioFindings
import VaglioStatistics

@testable import VaglioAttribution

/// How often intervals and tests about attributions are right in simulation; slow, and run when
/// `VAGLIO_SLOW` is 1.
///
/// Attributions are made of independent normal and exponential numbers, whose truths are known in
/// closed form. Bounds are those of the nominal level, less what 2,000 draws may miss it by in four
/// standard errors (0.95 ± 0.0195), and what Student's t misses with skewed rows.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct ShiftCoverageTests {
  private let draws = 2000

  private func coverage(_ covers: (UInt64) throws -> Bool) rethrows -> Double {
    var count = 0
    for draw in 0..<draws where try covers(UInt64(draw) &* 1000) { count += 1 }
    return Double(count) / Double(draws)
  }

  /// Mean |aZ| = a√(2/π).
  private let half = (2 / Double.pi).squareRoot()

  @Test(arguments: [50, 400])
  func `the shift's interval covers the truth nineteen times in twenty`(rows: Int) throws {
    let share = try coverage { seed in
      let first = SampleAttributions.normal(rows, seed: seed)
      let noise = SampleAttributions.normal(rows, seed: seed + 1)
      // φ_p = Z, φ_c = 1.2·Z + 0.5·Z′, of variance 1.69.
      let second = zip(first, noise).map { 1.2 * $0 + 0.5 * $1 }
      let shift = try AttributionComparison(
        candidate: SampleAttributions.of([second]), production: SampleAttributions.of([first]))
      let truth = half * (1.3 - 1)
      return try #require(
        shift.features[0].difference.interval(level: .ninetyFivePercent)
      ).contains(truth)
    }
    print("shift, \(rows) rows: \(share)")
    #expect(share > 0.93 && share < 0.97)
  }

  @Test func `the test of equivalence errs at most once in twenty on the margin`() throws {
    let share = try coverage { seed in
      let first = SampleAttributions.normal(200, seed: seed)
      let second = zip(first, SampleAttributions.normal(200, seed: seed + 1)).map {
        1.2 * $0 + 0.5 * $1
      }
      var options = AttributionComparison.Options()
      options.margin = half * 0.3
      let shift = try AttributionComparison(
        candidate: SampleAttributions.of([second]), production: SampleAttributions.of([first]),
        options: options)
      return try #require(shift.features[0].equivalencePValue) < 0.05
    }
    print("equivalence on the margin: \(share)")
    #expect(share < 0.07)
  }

  @Test(arguments: [0.3, 1.0])
  func `with sampled attributions the interval covers the truth of exact ones`(
    error: Double
  ) throws {
    let rows = 300
    let share = try coverage { seed in
      let first = SampleAttributions.normal(rows, seed: seed)
      let second = first.map { 1.3 * $0 }
      func noisy(_ values: [Double], _ seed: UInt64) -> Attributions {
        let noise = SampleAttributions.normal(rows, seed: seed)
        return SampleAttributions.of(
          [zip(values, noise).map { $0 + error * $1 }],
          errors: [[Double](repeating: error, count: rows)])
      }
      let shift = try AttributionComparison(
        candidate: noisy(second, seed + 1), production: noisy(first, seed + 2))
      return try #require(
        shift.features[0].difference.interval(level: .ninetyFivePercent)
      ).contains(half * 0.3)
    }
    print("sampled, error \(error): \(share)")
    // What the correction may leave widens the interval: above the level, never below.
    #expect(share > 0.93)
  }

  @Test func `the joint region holds all ranks nineteen times in twenty at least`() throws {
    let scales = [1.0, 1.02, 0.9, 0.5, 0.45, 0.1]
    let share = try coverage { seed in
      let columns = scales.enumerated().map { index, scale in
        SampleAttributions.normal(200, seed: seed + UInt64(index)).map { scale * $0 }
      }
      let shift = try AttributionComparison(
        candidate: SampleAttributions.of(columns), production: SampleAttributions.of(columns))
      let truth = [2, 1, 3, 4, 5, 6]
      return shift.features.indices.allSatisfy {
        let rank = shift.features[$0].rank.candidate
        return (rank.best...rank.worst).contains(truth[$0])
      }
    }
    print("ranks: \(share)")
    #expect(share > 0.95)
  }

  @Test(arguments: [0.02, 0.3])
  func `the share's interval covers the truth nineteen times in twenty`(share truth: Double) throws
  {
    let share = try coverage { seed in
      let other = SampleAttributions.normal(200, seed: seed)
      let own = SampleAttributions.normal(200, seed: seed + 1).map { $0 * truth / (1 - truth) }
      let share = try AttributionShare(of: ["f0"], in: SampleAttributions.of([own, other]))
      return try #require(share.estimate.interval).contains(truth)
    }
    print("share \(truth): \(share)")
    #expect(share > 0.93 && share < 0.97)
  }

  /// (a, b, c): φ_p = Z, φ_c = a·Z + b·Z′ + c.
  @Test(
    arguments: [50, 200],
    [[0, 1, 0], [0.8, 0.6, 0], [1.3, 0, 0], [1.2, 0.5, 0], [0, 1, 0.5], [1.1, 0, 0]])
  func `the distance's interval covers the truth nine times in ten at least`(
    rows: Int, factors: [Double]
  ) throws {
    let (a, b, c) = (factors[0], factors[1], factors[2])
    // Of normal numbers of one mean the difference of the deviations times the mean of |Z|, of one
    // deviation that of the means.
    let truth = c + half * abs((a * a + b * b).squareRoot() - 1)
    let share = try coverage { seed in
      let first = SampleAttributions.normal(rows, seed: seed)
      let noise = SampleAttributions.normal(rows, seed: seed + 1)
      let second = zip(first, noise).map { a * $0 + b * $1 + c }
      let distance = WassersteinDistance(second, first, try RowDesign(count: rows))
      let interval = try #require(distance.interval(level: .ninetyFivePercent))
      // Numbers of the truth and of the bound are rounded.
      return interval.lower <= truth + 1e-12 && truth <= interval.upper + 1e-12
    }
    print("wasserstein, \(rows) rows, \(factors): \(share)")
    #expect(share > 0.89)
  }

  @Test func `clusters of like rows are covered nineteen times in twenty`() throws {
    let share = try coverage { seed in
      // 40 clusters of 5 rows that share half of their variance.
      let common = SampleAttributions.normal(40, seed: seed)
      let own = SampleAttributions.normal(200, seed: seed + 1)
      let values = own.indices.map { 3 + common[$0 / 5] + own[$0] }
      let mean = RowMean(
        values, try RowDesign(count: 200, clusters: own.indices.map { Int32($0 / 5) }))
      return try #require(mean.interval(level: .ninetyFivePercent)).contains(3)
    }
    print("clusters: \(share)")
    #expect(share > 0.93 && share < 0.97)
  }
}
