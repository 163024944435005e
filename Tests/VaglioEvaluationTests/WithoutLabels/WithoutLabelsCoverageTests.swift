import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// How often intervals of estimates without labels hold the value in the population of the current rows.
/// Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct WithoutLabelsCoverageTests {
  static let trials = 400

  /// The share of trials that hold the truth, per metric.
  private func coverage(
    _ name: String, truths: [Double],
    _ trial: @escaping @Sendable (UInt64) throws -> [PerformanceEstimate]
  ) throws -> [Double] {
    let all = concurrentMap(Self.trials, threads: 2) { number in try? trial(UInt64(number) + 1) }
    let shares = truths.indices.map { metric in
      let held = all.count { $0?[metric].estimate.interval?.contains(truths[metric]) == true }
      return Double(held) / Double(Self.trials)
    }
    print("coverage", name, shares)
    fflush(nil)
    return shares
  }

  private static let metrics: [any Metric<BinaryOutcomes>] = [
    .rocAUC, .averagePrecision, .f1, .accuracy, .recall, .logLoss, .brierScore,
  ]

  private static func truths(
    _ metrics: [any Metric<BinaryOutcomes>], _ data: BinaryOutcomes
  ) throws -> [Double] {
    try Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(on: data, subject: .model)
      .map { try #require($0.estimate.value) }
  }

  /// 400 trials at 95 % have a standard error of 1.1 %.
  private func check(_ shares: [Double], least: Double = 0.915, most: Double = 1) {
    for share in shares { #expect((least...most).contains(share)) }
  }

  @Test(arguments: [0.0, 0.7], ["isotonic", "isotonic[min_block=20]", "platt", "beta"])
  func `confidence-based estimates`(shift: Double, recalibrator: String) throws {
    let large = SimulatedScores(2_000_000, seed: 999, shift: (shift, 0))
    let truths = try Self.truths(
      Self.metrics, BinaryOutcomes(labels: large.labels, scores: large.scores))
    let method = try #require(RecalibratorCatalogue.recalibrator(recalibrator))
    let shares = try coverage("cbpe, shift \(shift), \(recalibrator)", truths: truths) { trial in
      let reference = SimulatedScores(2000, seed: 2 * trial)
      let current = SimulatedScores(2000, seed: 2 * trial + 1, shift: (shift, 0))
      return try ConfidenceBasedPerformance(
        reference: BinaryOutcomes(labels: reference.labels, scores: reference.scores),
        recalibrator: method, seed: trial
      ).estimates(
        of: Self.metrics, on: UnlabelledScores(current.scores), level: .ninetyFivePercent)
    }
    // Without blocks the fit follows the reference's noise: known to hold too seldom.
    check(shares, least: recalibrator == "isotonic" ? 0.78 : 0.915)
  }

  @Test(arguments: [0.0, 0.5])
  func `shift-weighted estimates`(shift: Double) throws {
    let large = SimulatedScores(2_000_000, seed: 998, shift: (0, shift), weight: 0.8)
    let truths = try Self.truths(
      Self.metrics, BinaryOutcomes(labels: large.labels, scores: large.scores))
    let n = 2000
    let shares = try coverage("weighted, shift \(shift)", truths: truths) { trial in
      let reference = SimulatedScores(n, seed: 2 * trial, weight: 0.8)
      let current = SimulatedScores(n, seed: 2 * trial + 1, shift: (0, shift), weight: 0.8)
      let joined = try JoinedColumns(
        [
          LearnerColumn(name: "first", .numbers(reference.first + current.first)),
          LearnerColumn(name: "second", .numbers(reference.second + current.second)),
        ], referenceCount: n)
      let ratio = try DensityRatio(
        joined, keys: (0..<2 * n).map { UInt64($0) }, plan: .init(seed: trial))
      return try ConfidenceBasedPerformance(
        reference: BinaryOutcomes(labels: reference.labels, scores: reference.scores),
        ratio: ratio, seed: trial
      ).estimates(
        of: Self.metrics, on: UnlabelledScores(current.scores), level: .ninetyFivePercent)
    }
    check(shares, least: shift == 0 ? 0.9 : 0.8)
  }

  @Test(arguments: [(0.0, false), (0.0, true), (0.5, true)])
  func `direct loss estimates`(shift: Double, isWeighted: Bool) throws {
    let large = DirectLossEstimationTests.data(2_000_000, seed: 997, shift: shift)
    let metrics = DirectLossEstimationTests.metrics
    let truths = try Evaluation(metrics: metrics, level: .ninetyFivePercent)
      .findings(on: large.outcomes, subject: .model).map { try #require($0.estimate.value) }
    let shares = try coverage("direct loss, shift \(shift), weighted \(isWeighted)", truths: truths)
    {
      trial in
      try DirectLossEstimationTests.estimation(
        2000, seed: trial, shift: shift, isWeighted: isWeighted
      ).estimates(of: metrics, level: .ninetyFivePercent)
    }
    // The squared loss here has the tails of x⁴·e²: with a learnt density ratio and 2,000 rows its interval
    // holds too seldom, and the documentation says so.
    check(shares, least: shift == 0 ? 0.89 : 0.75)
  }

  @Test(arguments: [0.2, 0.5])
  func `label shift`(positives: Double) throws {
    let large = LabelShiftTests.data(2_000_000, positives: positives, seed: 996)
    let metrics: [any Metric<BinaryOutcomes>] = [.precision, .accuracy, .rocAUC, .brierScore]
    let truths = try Self.truths(metrics, large)
    let held = concurrentMap(Self.trials, threads: 2) { trial -> Bool in
      let shift = try? LabelShift(
        reference: LabelShiftTests.data(1500, positives: 0.2, seed: 2 * UInt64(trial)),
        current: UnlabelledScores(
          LabelShiftTests.data(1000, positives: positives, seed: 2 * UInt64(trial) + 1).scores),
        level: .ninetyFivePercent)
      return shift?.shares[1].interval?.contains(positives) == true
    }
    let share = Double(held.count { $0 }) / Double(Self.trials)
    print("coverage label shift, share of positives \(positives): \(share)")
    #expect(share >= 0.92)
    let shares = try coverage("label shift, metrics, \(positives)", truths: truths) { trial in
      try LabelShift(
        reference: LabelShiftTests.data(1500, positives: 0.2, seed: 2 * trial),
        current: UnlabelledScores(
          LabelShiftTests.data(1000, positives: positives, seed: 2 * trial + 1).scores),
        level: .ninetyFivePercent
      ).estimates(of: metrics, level: .ninetyFivePercent)
    }
    check(shares)
  }

  @Test(arguments: [0.0, 0.5])
  func `average thresholded confidence where scores are calibrated alike`(shift: Double) throws {
    // Its own assumption holds without a shift alone; with one it is biased, which no interval shows.
    let large = SimulatedScores(2_000_000, seed: 995, shift: (shift, 0))
    let truths = try Self.truths(
      [.accuracy], BinaryOutcomes(labels: large.labels, scores: large.scores))
    let shares = try coverage("average threshold, shift \(shift)", truths: truths) { trial in
      let reference = SimulatedScores(2000, seed: 2 * trial)
      let current = SimulatedScores(2000, seed: 2 * trial + 1, shift: (shift, 0))
      return [
        try AverageThresholdedConfidence(
          reference: BinaryOutcomes(labels: reference.labels, scores: reference.scores)
        ).accuracy(on: UnlabelledScores(current.scores), level: .ninetyFivePercent)
      ]
    }
    if shift == 0 { check(shares) }
  }

  @Test(arguments: [50, 200], [false, true])
  func `label plan`(budget: Int, guessed: Bool) throws {
    let data = SimulatedScores(20_000, seed: 994)
    let (outcomes, current) = (
      BinaryOutcomes(labels: data.labels, scores: data.scores), try UnlabelledScores(data.scores)
    )
    let loss = try ExpectedLoss(
      of: .brierScore, on: current, probabilities: [data.scores], like: outcomes)
    let losses = zip(data.labels, data.scores).map { (Double($0) - $1) * (Double($0) - $1) }
    let truth = losses.reduce(0, +) / 20_000
    let keys = (0..<20_000).map { UInt64($0) }
    var (held, sum, square) = (0, 0.0, 0.0)
    for trial in 0..<1000 {
      let plan = try LabelPlan(
        keys: keys, uncertainty: loss.deviations, budget: budget, seed: UInt64(trial))
      let result = try plan.meanLoss(
        plan.entries.map { losses[$0.row] }, guesses: guessed ? loss.means : nil,
        level: .ninetyFivePercent)
      if result.estimate.interval?.contains(truth) == true { held += 1 }
      sum += result.estimate.value ?? 0
      square += pow((result.estimate.value ?? 0) - truth, 2)
    }
    let uniform = (losses.reduce(0) { $0 + ($1 - truth) * ($1 - truth) } / 20_000 / Double(budget))
      .squareRoot()
    let error = (square / 1000).squareRoot()
    print(
      "label plan, \(budget), guessed \(guessed): coverage \(Double(held) / 1000),",
      "bias \(sum / 1000 - truth), error \(error), of a uniform sample \(uniform)")
    #expect(Double(held) / 1000 > 0.92)
    #expect(abs(sum / 1000 - truth) < 4 * error / 1000.0.squareRoot())
  }
}
