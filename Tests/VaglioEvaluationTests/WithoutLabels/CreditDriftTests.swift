import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// What is seen without labels, and what labels alone tell.
struct CreditDriftTests {
  private func outcomes(_ data: CreditDrift) -> BinaryOutcomes {
    BinaryOutcomes(labels: data.labels, scores: data.scores)
  }

  private func estimates(
    _ reference: CreditDrift, _ current: CreditDrift, _ metrics: [any Metric<BinaryOutcomes>]
  ) throws -> [Estimate] {
    try ConfidenceBasedPerformance(reference: outcomes(reference), seed: 1).estimates(
      of: metrics, on: UnlabelledScores(current.scores), level: .ninetyFivePercent
    ).map(\.estimate)
  }

  private func real(
    _ data: CreditDrift, _ metrics: [any Metric<BinaryOutcomes>]
  ) throws -> [Double] {
    try Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: outcomes(data), subject: .model
    ).map { try #require($0.estimate.value) }
  }

  private static let metrics: [any Metric<BinaryOutcomes>] = [.brierScore, .logLoss]
  private static let reference = CreditDrift(30_000, seed: 1)

  /// A plan of 300 rows, labelled: the metrics of all rows.
  private func labelled(_ data: CreditDrift, seed: UInt64) throws -> [PlannedEstimate] {
    let loss = try ExpectedLoss(
      of: .brierScore, on: UnlabelledScores(data.scores), probabilities: [data.scores],
      like: outcomes(data))
    let plan = try LabelPlan(
      keys: data.scores.indices.map { UInt64($0) }, uncertainty: loss.deviations, budget: 300,
      seed: seed)
    var isLabelled = [Bool](repeating: false, count: data.scores.count)
    for entry in plan.entries { isLabelled[entry.row] = true }
    return try LabelPlanResults(
      PartlyLabelled(outcomes(data), isLabelled: isLabelled, proxies: data.scores), plan: plan
    ).estimates(of: Self.metrics, level: .ninetyFivePercent)
  }

  @Test func `a shift of features is followed`() throws {
    let current = CreditDrift(30_000, seed: 2, covariates: 3)
    let (old, new) = (
      try real(Self.reference, Self.metrics), try real(current, Self.metrics)
    )
    let found = try estimates(Self.reference, current, Self.metrics)
    for (number, estimate) in found.enumerated() {
      let interval = try #require(estimate.interval)
      // The truth here is that of a sample, so that the interval is widened by √2 at most.
      #expect(abs((estimate.value ?? 9) - new[number]) < 0.75 * interval.width)
      #expect(!interval.contains(old[number]))
    }
  }

  @Test func `concept drift in one region is not seen without labels, and is with a few`() throws {
    let current = CreditDrift(30_000, seed: 3, concept: 0.9).region(CreditDrift.broken)
    let before = Self.reference.region(CreditDrift.broken)
    let (old, new) = (try real(before, Self.metrics), try real(current, Self.metrics))
    let found = try estimates(Self.reference, current, Self.metrics)
    let plan = try labelled(current, seed: 4)
    for (number, estimate) in found.enumerated() {
      let interval = try #require(estimate.interval)
      // Without labels the old value still stands, and the new one is far off.
      #expect(abs((estimate.value ?? 9) - old[number]) < 0.75 * interval.width)
      #expect(!interval.contains(new[number]))
      #expect(new[number] - (estimate.value ?? 9) > 2 * interval.width)
      // 300 labels of some 2,600 rows find it.
      let own = try #require(plan[number].estimate.interval)
      #expect(own.contains(new[number]))
      #expect(own.lower > interval.upper)
      #expect(plan[number].tuning > 0)
    }
  }

  /// Slow: set VAGLIO_SLOW=1. The area over all regions moves by so little that it takes many rows to show.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `the area under the curve stays the old one in the eyes of who has no labels`() throws {
    let metrics: [any Metric<BinaryOutcomes>] = [.rocAUC]
    let (reference, current) = (
      CreditDrift(600_000, seed: 1), CreditDrift(600_000, seed: 3, concept: 0.9)
    )
    let (old, new) = (try real(reference, metrics)[0], try real(current, metrics)[0])
    let found = try estimates(reference, current, metrics)[0]
    let interval = try #require(found.interval)
    print("measured: area \(old), after concept drift \(new), without labels \(interval)")
    #expect(abs((found.value ?? 9) - old) < 0.75 * interval.width)
    #expect(!interval.contains(new))
  }

  @Test func `where nothing changed nothing is found`() throws {
    let current = CreditDrift(30_000, seed: 5)
    let found = try estimates(Self.reference, current, Self.metrics)
    let (old, new) = (try real(Self.reference, Self.metrics), try real(current, Self.metrics))
    let plan = try labelled(current, seed: 6)
    for (number, estimate) in found.enumerated() {
      let interval = try #require(estimate.interval)
      #expect(abs((estimate.value ?? 9) - old[number]) < 0.75 * interval.width)
      // Three quarters of a 95 % interval's width are 2.9 standard errors.
      let own = try #require(plan[number].estimate.interval)
      #expect(abs((plan[number].estimate.value ?? 9) - new[number]) < 0.75 * own.width)
    }
    let shift = try LabelShiftLikelihood(
      reference: outcomes(Self.reference), current: UnlabelledScores(current.scores),
      level: .ninetyFivePercent, seed: 1)
    #expect((shift.noShift?.test.pValue ?? 0) > 0.01)
  }
}
