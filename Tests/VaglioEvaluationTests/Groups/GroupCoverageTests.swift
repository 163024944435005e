import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

/// How often simultaneous intervals hold the truth, and how often the search for subgroups cries
/// wolf, by seeded simulation. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct GroupCoverageTests {
  private static let replicates = 2000
  /// Four standard errors of a share near 0.95 over the replicates.
  private static let error = 4 * (0.95 * 0.05 / Double(replicates)).squareRoot()

  private static let worlds: [[Double]] = [
    [0.5, 0.5], [0.3, 0.6], [0.5, 0.5, 0.5, 0.5, 0.5], [0.2, 0.4, 0.6, 0.8], [0.1, 0.15, 0.2, 0.5],
  ]

  @Test(arguments: worlds)
  func `simultaneous intervals hold the truth at least nineteen times in twenty`(
    rates: [Double]
  ) throws {
    var draws = SeededDraws(seed: 20_261_123)
    let truths = [
      rates.min() ?? 0, (rates.max() ?? 0) - (rates.min() ?? 0),
      (rates.min() ?? 0) / (rates.max() ?? 1),
    ]
    var held = [0, 0, 0]
    for _ in 0..<Self.replicates {
      let groups = rates.enumerated().map { group, rate in
        let successes = (0..<200).reduce(0.0) { sum, _ in sum + (draws.uniform() < rate ? 1 : 0) }
        return Finding(
          measure: "recall", subject: .model,
          slice: Slice([.init(column: "g", value: "\(group)")]),
          estimate: Estimate(
            successes / 200,
            Uncertainty(at: .ninetyFivePercent) {
              ProportionInterval.wilson(successes: successes, trials: 200, level: $0)
            }), count: 200)
      }
      let findings = GroupExtremes(columns: ["g"], level: .ninetyFivePercent)
        .findings(of: groups, measure: Recall().measure)
      for (place, finding) in findings.enumerated() {
        // Bounds come off a curve: a thousandth of a standard error may be missing.
        let interval = try #require(finding.estimate.interval)
        if interval.lower - 1e-4 <= truths[place], truths[place] <= interval.upper + 1e-4 {
          held[place] += 1
        }
      }
    }
    let coverage = held.map { Double($0) / Double(Self.replicates) }
    print("coverage of worst group, difference, ratio over \(rates): \(coverage)")
    #expect(coverage.allSatisfy { $0 >= 0.95 - Self.error }, "\(coverage)")
  }

  @Test func `the search confirms nothing in twenty where there is nothing to find`() throws {
    var draws = SeededDraws(seed: 20_261_124)
    let replicates = 400
    var alarms = 0
    for replicate in 0..<replicates {
      let labels = (0..<2000).map { _ in UInt8(draws.uniform() < 0.4 ? 1 : 0) }
      let scores = labels.map { 0.3 + 0.4 * Double($0) + 0.6 * (draws.uniform() - 0.5) }
      let factors = (0..<6).map { column in
        SubgroupFactor(
          column: "c\(column)", codes: (0..<2000).map { _ in Int32(draws.uniform() * 4) },
          names: ["a", "b", "c", "d"])
      }
      let outcomes = BinaryOutcomes(labels: labels, scores: scores)
      let search = SubgroupSearch(
        factors: factors, rows: outcomes.rows, seed: UInt64(replicate),
        settings: SubgroupSettings(), threads: 1)
      let found = try search.worst(by: .accuracy, on: outcomes)
      let findings = SubgroupFindings.findings(
        of: search, found, metric: Accuracy(), on: outcomes, subject: .model,
        level: .ninetyFivePercent)
      let gaps = findings.filter { $0.measure == "accuracy.subgroup_gap" }
      let adjusted = MultiplicityCorrection.holm.adjusted(gaps.map { $0.test?.pValue })
      if adjusted.contains(where: { ($0 ?? 1) < 0.05 }) { alarms += 1 }
    }
    let rate = Double(alarms) / Double(replicates)
    print("false alarms of the search: \(rate)")
    // Four standard errors of a share of 0.05 over the replicates.
    #expect(rate <= 0.05 + 4 * (0.05 * 0.95 / Double(replicates)).squareRoot(), "\(rate)")
  }
}
