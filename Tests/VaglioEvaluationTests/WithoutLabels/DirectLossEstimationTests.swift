import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct DirectLossEstimationTests {
  /// y = x + e with Var e growing in x²; the prediction is x.
  static func data(
    _ count: Int, seed: UInt64, shift: Double = 0
  ) -> (x: [Double], outcomes: RegressionOutcomes) {
    var (x, y) = ([Double](), [Double]())
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      let own = SimulatedScores.normal(draws, 0) + shift
      x.append(own)
      y.append(own + (0.5 + own * own / 2) * SimulatedScores.normal(draws, 2))
    }
    return (x, RegressionOutcomes(actual: y, predicted: x))
  }

  static func estimation(
    _ count: Int, seed: UInt64, shift: Double, isWeighted: Bool
  ) throws -> DirectLossEstimation {
    let reference = data(count, seed: 2 * seed)
    let current = data(count, seed: 2 * seed + 1, shift: shift)
    let column = try LearnerColumn(name: "x", .numbers(reference.x + current.x))
    let joined = try JoinedColumns([column], referenceCount: count)
    let keys = (0..<2 * count).map { UInt64($0) }
    let ratio =
      isWeighted ? try DensityRatio(joined, keys: keys, plan: DensityRatio.plan(seed: seed)) : nil
    return try DirectLossEstimation(
      reference: reference.outcomes, current: current.x, features: [column], ratio: ratio,
      plan: .init(seed: seed))
  }

  static let metrics: [any Metric<RegressionOutcomes>] = [
    .meanAbsoluteError, .meanSquaredError, .rootMeanSquaredError,
  ]

  @Test(arguments: [false, true])
  func `a loss that grows with a feature is followed under a shift`(isWeighted: Bool) throws {
    let estimates = try Self.estimation(4000, seed: 1, shift: 0.5, isWeighted: isWeighted)
      .estimates(of: Self.metrics, level: .ninetyFivePercent)
    // E(½ + x²/2)² for x ~ N(½, 1): ¼ + E x²/2 + E x⁴/4, with E x² = 1.25 and
    // E x⁴ = 3 + 6/4 + 1/16: ¼ + .625 + 1.140625.
    let truth = [0.0, 2.015625, 2.015625.squareRoot()]
    for (estimate, truth) in zip(estimates, truth).dropFirst() {
      let interval = try #require(estimate.estimate.interval)
      #expect(abs((estimate.estimate.value ?? 0) - truth) < 1.5 * interval.width)
    }
    let mae = try #require(estimates[0].estimate.value)
    // E|e| = √(2/π)·E(½ + x²/2) = √(2/π)·1.125.
    #expect(abs(mae - (2 / Double.pi).squareRoot() * 1.125) < 0.1)
    #expect(estimates[0].estimator == (isWeighted ? "direct-loss-shift-weighted" : "direct-loss"))
  }

  @Test func `a metric that is no mean of losses has no estimate`() throws {
    let estimate = try Self.estimation(200, seed: 2, shift: 0, isWeighted: false)
      .estimates(of: [.r2], level: .ninetyFivePercent)[0]
    #expect(estimate.estimate.undefined != nil)
  }

  @Test func `numbers that are not finite are refused`() throws {
    let data = Self.data(200, seed: 3)
    #expect(throws: WithoutLabelsError.notFinite(part: "current data", row: 1)) {
      try DirectLossEstimation(
        reference: data.outcomes, current: [.nan] + data.x, features: [], plan: .init(seed: 1))
    }
  }
}
