import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

/// How often the bootstrap's percentiles hold the truth for metrics that have no other interval, by
/// seeded simulation. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct ResampledCoverageTests {
  private static let (draws, resamples, rows) = (500, 400, 400)

  /// The least coverage that is known of percentiles here, and why it is below 95 %.
  private static let least: [String: Double] = [
    // Cube-root asymptotics: the bootstrap is not consistent.
    "optimal_threshold": 0.85,
    // The largest of many precisions lies above the truth on average.
    "precision_at_recall": 0.9,
    "recall_at_precision[precision=0.7]": 0.9,
  ]

  @Test(arguments: least.keys.sorted())
  func `percentiles of resampled rows hold the truth about as often as they say`(
    name: String
  ) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    try check(metric)
  }

  private func check<M: Metric<BinaryOutcomes>>(_ metric: M) throws {
    var draws = SeededDraws(seed: 20_261_123)
    let population = BinaryOutcomes.risky(4_000_000, &draws)
    let truth = try metric.value(of: Readings(of: population).reading(for: metric))
    var held = 0
    for draw in 0..<Self.draws {
      let outcomes = BinaryOutcomes.risky(Self.rows, &draws)
      let reading = Readings(of: outcomes).reading(for: metric)
      let resampling = try #require(metric.resampling(of: reading))
      let values = PoissonBootstrap(seed: UInt64(draw), replicates: Self.resamples).values(
        keys: outcomes.rows.resamplingKeys, replicates: 0..<Self.resamples, resampling)
      let replicates = Replicates(estimate: try metric.value(of: reading), values)
      if replicates.percentile(level: .ninetyFivePercent)?.contains(truth) == true { held += 1 }
    }
    let coverage = Double(held) / Double(Self.draws)
    print("coverage \(metric.name): \(coverage)")
    // Four standard errors of a share near 0.9 over the draws.
    let error = 4 * (0.9 * 0.1 / Double(Self.draws)).squareRoot()
    let least = try #require(Self.least[metric.name])
    #expect(coverage >= least - error, "\(coverage)")
  }
}
