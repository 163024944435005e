import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// How often the intervals of a label plan hold the metric of all rows, over 1,000 plans. Slow: set
/// VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct LabelPlanCoverageTests {
  private static let trials = 1000

  @Test(arguments: [100, 300], [false, true])
  func `metrics of a plan's labels`(budget: Int, isGuessed: Bool) throws {
    let data = SimulatedScores(10_000, seed: 994)
    let metrics = LabelPlanResultsTests.metrics
    let truths = try Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: BinaryOutcomes(labels: data.labels, scores: data.scores), subject: .model
    ).map { try #require($0.estimate.value) }
    let found = concurrentMap(Self.trials, threads: 2) { trial -> [PlannedEstimate]? in
      guard let plan = try? LabelPlanResultsTests.plan(data, budget: budget, seed: UInt64(trial)),
        let results = try? LabelPlanResultsTests.results(data, plan, isGuessed: isGuessed)
      else { return nil }
      return results.estimates(of: metrics, level: .ninetyFivePercent)
    }.compactMap { $0 }
    #expect(found.count == Self.trials)
    for (number, truth) in truths.enumerated() {
      let own = found.map { $0[number] }
      let held = Double(own.count { $0.estimate.interval?.contains(truth) == true })
      let values = own.compactMap(\.estimate.value)
      let bias = values.reduce(0) { $0 + $1 - truth } / Double(values.count)
      let error = (values.reduce(0) { $0 + ($1 - truth) * ($1 - truth) } / Double(values.count))
        .squareRoot()
      func mean(_ value: (PlannedEstimate) -> Double?) -> Double {
        let known = own.compactMap(value)
        return known.reduce(0, +) / Double(known.count)
      }
      print(
        "plan of \(budget), guessed \(isGuessed), \(own[0].metric): coverage",
        held / Double(Self.trials), "bias", bias, "error", error, "design effect",
        mean(\.designEffect), "worth", mean(\.effectiveCount), "λ", mean(\.tuning), "gain",
        mean(\.gain))
      fflush(nil)
      // 1,000 trials at 95 % have a standard error of .7 %.
      #expect(held / Double(Self.trials) > (budget == 100 ? 0.91 : 0.925), "\(own[0].metric)")
    }
  }

  @Test(arguments: [0.05, 0.2])
  func `bounds at every label`(alpha: Double) throws {
    let data = SimulatedScores(5000, seed: 993)
    let losses = zip(data.labels, data.scores).map { (Double($0) - $1) * (Double($0) - $1) }
    let truth = losses.reduce(0, +) / 5000
    let found = concurrentMap(400, threads: 2) { trial -> (missed: Bool, widths: [Double])? in
      guard let plan = try? LabelPlanResultsTests.plan(data, budget: 500, seed: UInt64(trial)),
        let sequence = try? LabelPlanSequence(
          plan, losses: plan.entries.map { losses[$0.row] }, range: 0...1, alpha: alpha)
      else { return nil }
      let missed = sequence.bounds.contains { truth < $0.lower || truth > $0.upper }
      return (missed, [99, 199, 499].map { sequence.bounds[$0].upper - sequence.bounds[$0].lower })
    }.compactMap { $0 }
    #expect(found.count == 400)
    let missed = Double(found.count { $0.missed }) / 400
    let widths = (0..<3).map { place in found.reduce(0) { $0 + $1.widths[place] } / 400 }
    print(
      "plan sequence, alpha \(alpha): missed ever \(missed), widths at 100, 200, 500: \(widths)")
    fflush(nil)
    #expect(missed <= alpha + 3 * (alpha * (1 - alpha) / 400).squareRoot())
  }
}
