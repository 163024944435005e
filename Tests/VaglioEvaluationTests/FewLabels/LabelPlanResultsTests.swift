import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LabelPlanResultsTests {
  static let metrics: [any Metric<BinaryOutcomes>] = [
    .accuracy, .brierScore, .logLoss, .recall, .precision, .rocAUC,
  ]

  static func plan(
    _ data: SimulatedScores, budget: Int, seed: UInt64
  ) throws -> LabelPlan {
    let outcomes = BinaryOutcomes(labels: data.labels, scores: data.scores)
    let loss = try ExpectedLoss(
      of: .brierScore, on: UnlabelledScores(data.scores), probabilities: [data.scores],
      like: outcomes)
    return try LabelPlan(
      keys: data.scores.indices.map { UInt64($0) }, uncertainty: loss.deviations, budget: budget,
      seed: seed)
  }

  /// The results of a plan where the labels of some of its entries came back.
  static func results(
    _ data: SimulatedScores, _ plan: LabelPlan, isBack: (Int) -> Bool = { _ in true },
    isGuessed: Bool = false
  ) throws -> LabelPlanResults<BinaryOutcomes> {
    var isLabelled = [Bool](repeating: false, count: data.scores.count)
    for (place, entry) in plan.entries.enumerated() where isBack(place) {
      isLabelled[entry.row] = true
    }
    // Labels that did not come back say nothing.
    let labels = zip(data.labels, isLabelled).map { $1 ? $0 : 0 }
    let all = BinaryOutcomes(labels: labels, scores: data.scores)
    return try LabelPlanResults(
      isGuessed
        ? PartlyLabelled(all, isLabelled: isLabelled, proxies: data.scores)
        : PartlyLabelled(all, isLabelled: isLabelled),
      plan: plan)
  }

  @Test func `accuracy and its error are worked out by hand`() throws {
    let data = SimulatedScores(400, seed: 1)
    let plan = try Self.plan(data, budget: 30, seed: 1)
    let found = try Self.results(data, plan).estimates(
      of: [.accuracy], level: .ninetyFivePercent)[0]
    var (right, total) = (0.0, 0.0)
    for entry in plan.entries {
      let isRight = (data.scores[entry.row] >= 0.5) == (data.labels[entry.row] == 1)
      right += isRight ? 1 / entry.inclusion : 0
      total += 1 / entry.inclusion
    }
    let value = right / total
    #expect(abs((found.estimate.value ?? 9) - value) < 1e-12)
    var variance = 0.0
    for entry in plan.entries {
      let isRight = (data.scores[entry.row] >= 0.5) == (data.labels[entry.row] == 1)
      let influence = (isRight ? 1.0 : 0) - value
      let scaled = influence / entry.inclusion / total
      variance += (1 - entry.inclusion) * scaled * scaled
    }
    variance *= 30.0 / 29
    // The design effect is against (1 − m/N)·v(1 − v)/m.
    let simple = (1 - 30.0 / 400) * value * (1 - value) / 30
    #expect(abs((found.designEffect ?? 0) - variance / simple) < 1e-9)
    let worth = 1 / (variance / (value * (1 - value)) + 1.0 / 400)
    #expect(abs((found.effectiveCount ?? 0) - worth) < 1e-9 * worth)
    #expect(found.tuning == 0 && found.gain == 1)
  }

  @Test func `all rows labelled give the metrics themselves`() throws {
    let data = SimulatedScores(60, seed: 2)
    let found = try Self.results(data, Self.plan(data, budget: 60, seed: 1)).estimates(
      of: Self.metrics, level: .ninetyFivePercent)
    let real = Evaluation(metrics: Self.metrics, level: .ninetyFivePercent).findings(
      on: BinaryOutcomes(labels: data.labels, scores: data.scores), subject: .model)
    for (found, real) in zip(found, real) {
      #expect(abs((found.estimate.value ?? 9) - (real.estimate.value ?? 0)) < 1e-12)
      #expect(found.estimate.interval?.width == 0)
      #expect(found.estimate.interval?.method == "greatest-of-rows")
    }
  }

  @Test func `guesses narrow means and cells, and leave ranking alone`() throws {
    let data = SimulatedScores(5000, seed: 3)
    let plan = try LabelPlan(
      keys: data.scores.indices.map { UInt64($0) }, uncertainty: data.scores.map { _ in 1 },
      budget: 400, seed: 1)
    let found = try Self.results(data, plan, isGuessed: true).estimates(
      of: Self.metrics, level: .ninetyFivePercent)
    for found in found {
      let isRanking = found.metric == "roc_auc"
      #expect(isRanking == (found.tuning == 0), "\(found.metric)")
      #expect(isRanking ? found.gain == 1 : found.gain < 1, "\(found.metric)")
      #expect(
        found.estimate.interval?.method.hasPrefix(isRanking ? "label-plan" : "label-plan-ppi++")
          == true)
    }
    // A plan of equal shares is a simple random sample: its π are all p, about 400 of 5,000.
    let p = try #require(plan.entries.first).inclusion
    let effect = (1 - p) / (1 - 400.0 / 5000) * 400 / 399
    #expect(abs((found[0].designEffect ?? 0) - effect) < 1e-9)
  }

  @Test func `only what came back in order rests on the design alone`() throws {
    let data = SimulatedScores(1000, seed: 4)
    let plan = try Self.plan(data, budget: 60, seed: 1)
    let half = try Self.results(data, plan, isBack: { $0 < 40 })
    let own = try Self.results(data, plan.prefix(40))
    #expect(half.isInOrder && half.count == 40)
    #expect(
      half.estimates(of: Self.metrics, level: .ninetyFivePercent)
        == own.estimates(of: Self.metrics, level: .ninetyFivePercent))
    let gapped = try Self.results(
      data, Self.plan(data, budget: 300, seed: 1), isBack: { $0 % 2 == 1 })
    #expect(!gapped.isInOrder)
    for found in gapped.estimates(of: Self.metrics, level: .ninetyFivePercent) {
      #expect(found.notes.contains { $0.contains("out of the plan's order") })
      #expect(found.estimate.interval != nil)
    }
  }

  @Test func `misuse is refused by name`() throws {
    let data = SimulatedScores(100, seed: 5)
    let plan = try Self.plan(data, budget: 10, seed: 1)
    let all = BinaryOutcomes(labels: data.labels, scores: data.scores)
    var isLabelled = [Bool](repeating: false, count: 100)
    let stranger = try #require(
      (0..<100).first { row in !plan.entries.contains { $0.row == row } })
    isLabelled[stranger] = true
    #expect(
      throws: WithoutLabelsError.unusable(
        "row \(stranger + 1) has a label, but the plan did not ask for it")
    ) { try LabelPlanResults(PartlyLabelled(all, isLabelled: isLabelled), plan: plan) }
    #expect(throws: WithoutLabelsError.tooFewRows(part: "labelled data", count: 1, fewest: 2)) {
      try Self.results(data, plan, isBack: { $0 == 0 })
    }
    let other = SimulatedScores(99, seed: 5)
    #expect(throws: WithoutLabelsError.unusable("the plan is of 100 rows, and here are 99")) {
      try LabelPlanResults(
        PartlyLabelled(
          BinaryOutcomes(labels: other.labels, scores: other.scores),
          isLabelled: [Bool](repeating: false, count: 99)), plan: plan)
    }
  }

  @Test func `a metric that has no value among the labels says so`() throws {
    var data = SimulatedScores(200, seed: 6)
    data.labels = data.labels.map { _ in 0 }
    let found = try Self.results(data, Self.plan(data, budget: 20, seed: 1)).estimates(
      of: [.recall, .rocAUC], level: .ninetyFivePercent)
    #expect(found[0].estimate.undefined != nil && found[1].estimate.undefined != nil)
    // Where all labels say the same there is a value, and no interval of no width.
    data.scores = data.scores.map { $0 * 0.4 }
    let sure = try Self.results(data, Self.plan(data, budget: 20, seed: 1)).estimates(
      of: [.accuracy], level: .ninetyFivePercent)[0]
    #expect(sure.estimate.value == 1 && sure.estimate.interval == nil)
    #expect(sure.notes.contains("too few labels differ from what was expected"))
  }

  @Test func `several classes and numbers serve as well`() throws {
    let three = LabelShiftLikelihoodTests.classes(600, shares: [0.2, 0.5, 0.3], seed: 1)
    let plan = try LabelPlan(
      keys: (0..<600).map { UInt64($0) }, uncertainty: (0..<600).map { Double(1 + $0 % 3) },
      budget: 120, seed: 1)
    let isLabelled = (0..<600).map { row in plan.entries.contains { $0.row == row } }
    let metrics = MetricCatalogue.multiclass.filter { ["accuracy", "log_loss"].contains($0.name) }
    let real = Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: three, subject: .model)
    let found = try LabelPlanResults(
      PartlyLabelled(three, isLabelled: isLabelled, proxies: three.scores), plan: plan
    ).estimates(of: metrics, level: .ninetyFivePercent)
    for (found, real) in zip(found, real) {
      let interval = try #require(found.estimate.interval)
      #expect(
        abs((found.estimate.value ?? 9) - (real.estimate.value ?? 0)) < 1.5 * interval.width)
    }
    #expect(found.allSatisfy { $0.tuning > 0 && $0.gain < 1 })
    let numbers = DirectLossEstimationTests.data(600, seed: 1).outcomes
    let mean = try LabelPlanResults(
      PartlyLabelled(numbers, isLabelled: isLabelled), plan: plan
    ).estimates(of: [.meanAbsoluteError, .r2], level: .ninetyFivePercent)
    #expect(mean[0].estimate.interval != nil && mean[1].estimate.value != nil)
  }
}
