import Foundation
import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// How often intervals of proportions that are asked for, and of contrasts between groups, hold the
/// truth. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct ProportionCoverageTests {
  @Test
  func `exact proportions by Clopper and Pearson never fall short, by Jeffreys not on average`()
    throws
  {
    for trials in [20, 50] {
      for (choice, isExact) in [(IntervalChoice.clopperPearson, true), (.jeffreys, false)] {
        let intervals = try (0...trials).map { try interval(hits: $0, of: trials, choice) }
        var sum = 0.0
        for step in 1..<200 {
          let p = Double(step) / 200
          let coverage = zip(0..., intervals).reduce(0) {
            $0 + ($1.1.contains(p) ? mass($1.0, of: trials, p) : 0)
          }
          if isExact { #expect(coverage >= 0.95 - 1e-9, "\(trials) rows, p = \(p)") }
          sum += coverage / 199
        }
        print("coverage | \(trials) rows, all p | \(choice.rawValue) | recall | \(100 * sum) | –")
        #expect(isExact || abs(sum - 0.95) < 0.01, "\(sum)")
      }
    }
  }

  private func interval(hits: Int, of trials: Int, _ choice: IntervalChoice) throws -> Interval {
    let outcomes = BinaryOutcomes(
      labels: [UInt8](repeating: 1, count: trials),
      scores: (0..<trials).map { $0 < hits ? 1 : 0 })
    let plan = IntervalPlan(level: .ninetyFivePercent, choice: choice)
    let evaluation = Evaluation<BinaryOutcomes>(metrics: [.recall], intervals: plan)
    return try #require(
      evaluation.findings(on: outcomes, subject: .model)[0].estimate.interval)
  }

  private func mass(_ hits: Int, of trials: Int, _ p: Double) -> Double {
    exp(
      lgamma(Double(trials + 1)) - lgamma(Double(hits + 1)) - lgamma(Double(trials - hits + 1))
        + Double(hits) * log(p) + Double(trials - hits) * log1p(-p))
  }

  @Test func `ratios and differences of independent groups`() throws {
    // Group a is selected with probability 0.5, group b with 0.35: independent rows.
    var draws = SeededDraws(seed: 31)
    var held = (0, 0)
    let trials = 4000
    for _ in 0..<trials {
      let rows = (0..<200).map { row in draws.uniform() < (row < 120 ? 0.5 : 0.35) ? 1.0 : 0 }
      let outcomes = BinaryOutcomes(labels: rows.indices.map { UInt8($0 % 2) }, scores: rows)
      let analysis = Analysis<BinaryOutcomes>(
        metrics: [.selectionRate], level: .ninetyFivePercent, resamples: 100, seed: 7,
        contrasted: ["selection_rate"], threads: 1)
      let groups = [("a", Array(0..<120 as Range<Int32>)), ("b", Array(120..<200 as Range<Int32>))]
      let findings = analysis.findings(
        on: outcomes,
        slicings: [
          groups.map { name, rows in
            SliceRows(slice: Slice([.init(column: "group", value: name)]), rows: rows)
          }
        ])
      for finding in findings {
        let isReversed = finding.slice.description == "group=a"
        guard let interval = finding.estimate.interval else { continue }
        if finding.measure.hasSuffix(".ratio") {
          held.0 += interval.contains(isReversed ? 0.5 / 0.35 : 0.35 / 0.5) ? 1 : 0
        } else if finding.measure.hasSuffix(".difference") {
          held.1 += interval.contains(isReversed ? 0.15 : -0.15) ? 1 : 0
        }
      }
    }
    let error = 3 * (0.95 * 0.05 / Double(trials)).squareRoot()
    for (name, count) in [("ratio", held.0), ("difference", held.1)] {
      let coverage = Double(count) / Double(trials)
      print("coverage | groups of 120 and 80 | mover | selection_rate.\(name) | \(coverage) | –")
      #expect(abs(coverage - 0.95) < error, "\(name): \(coverage)")
    }
  }
}
