import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// How often the intervals of multiclass metrics hold the truth, by seeded simulation. Slow: set
/// VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct MulticlassCoverageTests {
  private static let replicates = 1000

  /// Four standard errors of a share near 0.95 over the replicates: one false alarm in 16,000.
  private static let error = 4 * (0.95 * 0.05 / Double(replicates)).squareRoot()

  @Test(arguments: MulticlassForms.names)
  func `the interval of a multiclass metric holds the truth nineteen times in twenty`(
    name: String
  ) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    let evaluation = Evaluation(metrics: [metric], level: .ninetyFivePercent)
    let population = MulticlassOutcomes.drawn(rows: 500_000, seed: 1)
    let truth = try #require(
      evaluation.findings(on: population, subject: .model)[0].estimate.value)
    var held = 0
    for replicate in 0..<Self.replicates {
      let drawn = MulticlassOutcomes.drawn(rows: 404, seed: UInt64(replicate) + 2)
      // The first four rows have one label each, whatever their chance.
      let rows = drawn.taking((4..<404).map { $0 })
      let estimate = evaluation.findings(on: rows, subject: .model)[0].estimate
      if try #require(estimate.interval).contains(truth) { held += 1 }
    }
    let coverage = Double(held) / Double(Self.replicates)
    print("coverage \(name): \(coverage)")
    #expect(coverage >= 0.93 - Self.error, "\(name): \(coverage)")
    #expect(coverage <= 0.975 + Self.error, "\(name): \(coverage)")
  }
}
