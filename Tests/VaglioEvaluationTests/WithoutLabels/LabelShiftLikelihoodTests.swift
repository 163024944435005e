import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LabelShiftLikelihoodTests {
  private func shift(
    _ reference: BinaryOutcomes, _ current: [Double], rows: Rows? = nil,
    recalibrator: (any Recalibrator)? = IsotonicRecalibration(minimumBlock: 20), threads: Int = 1
  ) throws -> LabelShiftLikelihood<BinaryOutcomes> {
    try LabelShiftLikelihood(
      reference: reference, current: UnlabelledScores(current, rows: rows),
      level: .ninetyFivePercent, recalibrator: recalibrator, seed: 1, threads: threads)
  }

  /// Three classes with normal features, scores that are the exact probabilities at even shares.
  static func classes(_ count: Int, shares: [Double], seed: UInt64) -> MulticlassOutcomes {
    let centres = [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)]
    var (labels, columns) = ([Int32](), [[Double]](repeating: [], count: 3))
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      let u = SimulatedScores.uniform(draws[0])
      let label = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2
      let x = SimulatedScores.normal(draws, 1) + centres[label].0
      let y = SimulatedScores.normal(draws, 3) + centres[label].1
      let densities = centres.map { exp(-((x - $0.0) * (x - $0.0) + (y - $0.1) * (y - $0.1)) / 2) }
      labels.append(Int32(label))
      for k in 0..<3 { columns[k].append(densities[k] / densities.reduce(0, +)) }
    }
    return MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: columns)
  }

  @Test func `two values of a score are solved by hand`() throws {
    // Reference: 100 rows at .8, 80 positive, and 100 at .2, 20 positive: π = ½. Current: 15 of 20 at .8.
    // The share of .8 is ¾ = q·.8 + (1 − q)·.2, so that q = .55/.6 = 11/12.
    let labels = (0..<200).map { UInt8($0 < 80 || $0 >= 180 ? 1 : 0) }
    let reference = BinaryOutcomes(
      labels: labels, scores: (0..<200).map { $0 < 100 ? 0.8 : 0.2 })
    let shift = try shift(
      reference, (0..<20).map { $0 < 15 ? 0.8 : 0.2 }, recalibrator: nil)
    #expect(abs((shift.shares[1].value ?? 0) - 11.0 / 12) < 1e-12)
    #expect(abs(shift.ratios[1] - 11.0 / 6) < 1e-12)
    // Two values leave nothing to choose: decisions say the same.
    let decisions = try LabelShift(
      reference: reference, current: UnlabelledScores((0..<20).map { $0 < 15 ? 0.8 : 0.2 }),
      level: .ninetyFivePercent)
    #expect(abs((decisions.shares[1].value ?? 0) - 11.0 / 12) < 1e-12)
    // 2·20·(¾ ln(.75/.5) + ¼ ln(.25/.5)).
    let ratio = 40 * (0.75 * log(1.5) + 0.25 * log(0.5))
    #expect(abs((shift.noShift?.likelihoodRatio ?? 0) - ratio) < 1e-10)
    #expect(shift.notes.contains("scores were taken for calibrated probabilities"))
  }

  @Test func `the reference itself shows no shift`() throws {
    let reference = LabelShiftTests.data(3000, positives: 0.3, seed: 1)
    let shift = try shift(reference, reference.scores)
    let share = try #require(shift.shares[1].value)
    let labelled = shift.referenceShares[1]
    // To the rounding of sums of 3,000 terms, and of what the search for the optimum leaves.
    #expect(abs(share - labelled) < 1e-12)
    #expect((shift.noShift?.test.pValue ?? 0) > 0.999)
    let three = Self.classes(3000, shares: [0.2, 0.5, 0.3], seed: 2)
    let own = try LabelShiftLikelihood(
      reference: three, current: UnlabelledScores(classes: three.scores),
      level: .ninetyFivePercent, seed: 1)
    #expect((own.noShift?.test.pValue ?? 0) > 0.999)
  }

  @Test func `the likelihood never falls, and ends flat`() throws {
    for positives in [0.02, 0.3, 0.9] {
      let shift = try shift(
        LabelShiftTests.data(2000, positives: 0.3, seed: 3),
        LabelShiftTests.data(1000, positives: positives, seed: 4).scores)
      let path = shift.logLikelihoods
      #expect(path.count > 1 && path.count < 60)
      for (before, after) in zip(path, path.dropFirst()) { #expect(after >= before) }
      // Nothing is gained by any other share.
      #expect((shift.noShift?.likelihoodRatio ?? -1) >= 0)
    }
  }

  @Test func `shares and metrics follow a shift of the classes`() throws {
    let (reference, current) = (
      LabelShiftTests.data(5000, positives: 0.2, seed: 1),
      LabelShiftTests.data(5000, positives: 0.5, seed: 2)
    )
    let shift = try shift(reference, current.scores)
    #expect(shift.shares[1].interval?.contains(0.5) == true)
    #expect((shift.noShift?.test.pValue ?? 1) < 1e-6)
    let metrics: [any Metric<BinaryOutcomes>] = [.precision, .accuracy, .rocAUC, .recall]
    let real = Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: current, subject: .model)
    for (estimate, real) in zip(shift.estimates(of: metrics, level: .ninetyFivePercent), real) {
      let interval = try #require(estimate.estimate.interval)
      #expect(
        abs((estimate.estimate.value ?? 0) - (real.estimate.value ?? 9)) < 2 * interval.width)
      #expect(estimate.estimator == "label-shift-em")
      #expect((estimate.learningError ?? 0) > 0 && (estimate.samplingError ?? 0) > 0)
    }
    // It uses more than decisions do.
    let decisions = try LabelShift(
      reference: reference, current: UnlabelledScores(current.scores), level: .ninetyFivePercent)
    #expect(
      (shift.shares[1].interval?.width ?? 9) < (decisions.shares[1].interval?.width ?? 0))
  }

  @Test func `three classes are told apart`() throws {
    let shares = [0.6, 0.3, 0.1]
    let reference = Self.classes(4000, shares: [1.0 / 3, 1.0 / 3, 1.0 / 3], seed: 5)
    let current = Self.classes(4000, shares: shares, seed: 6)
    let shift = try LabelShiftLikelihood(
      reference: reference, current: UnlabelledScores(classes: current.scores),
      level: .ninetyFivePercent, seed: 1, threads: 2)
    for (estimate, truth) in zip(shift.shares, shares) {
      let interval = try #require(estimate.interval)
      // Twice its width from the truth would be a chance of one in 10¹⁴.
      #expect(abs((estimate.value ?? 9) - truth) < 2 * interval.width)
    }
    #expect(abs(shift.shares.reduce(0) { $0 + ($1.value ?? 0) } - 1) < 1e-12)
    #expect(shift.noShift?.degreesOfFreedom[0] == 2)
    #expect(shift.notes.contains { $0.contains("fit together") })
  }

  @Test func `a class that is gone has the share 0 with an interval`() throws {
    let reference = LabelShiftTests.data(3000, positives: 0.4, seed: 7)
    var atZero = 0
    for seed in UInt64(0)..<8 {
      let shift = try shift(
        reference, LabelShiftTests.data(800, positives: 0, seed: 100 + seed).scores)
      let interval = try #require(shift.shares[1].interval)
      #expect(interval.lower == 0 && interval.upper < 0.2)
      if shift.shares[1].value == 0 { atZero += 1 }
      #expect(shift.estimates(of: [.accuracy], level: .ninetyFivePercent)[0].estimate.value != nil)
    }
    // Half of all samples lie below what no positives would show.
    #expect((1...7).contains(atZero))
  }

  @Test func `of three classes two may be gone`() throws {
    let reference = Self.classes(3000, shares: [0.3, 0.3, 0.4], seed: 12)
    for seed in UInt64(0)..<6 {
      let current = Self.classes(500, shares: [1, 0, 0], seed: 200 + seed)
      let shift = try LabelShiftLikelihood(
        reference: reference, current: UnlabelledScores(classes: current.scores),
        level: .ninetyFivePercent, seed: 1)
      let shares = try shift.shares.map { try #require($0.value) }
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && shares.allSatisfy { $0 >= 0 })
      // Centres two apart: a share of 500 rows has an error of less than 4 %.
      #expect(shares[0] > 0.88)
      #expect(shift.shares.allSatisfy { $0.interval?.contains($0.value ?? 9) == true })
    }
  }

  @Test func `probabilities of 0 and 1 are no trouble`() throws {
    let labels = (0..<400).map { UInt8($0 % 4 == 0 ? 1 : 0) }
    let reference = BinaryOutcomes(labels: labels, scores: labels.map { Double($0) })
    let shift = try shift(reference, (0..<50).map { $0 < 10 ? 1 : 0 }, recalibrator: nil)
    // Scores are the labels: a fifth of the current rows is positive.
    #expect(abs((shift.shares[1].value ?? 0) - 0.2) < 1e-12)
    let all = try self.shift(
      reference, [Double](repeating: 1, count: 50), recalibrator: nil)
    #expect(all.shares[1].value == 1 && all.shares[0].value == 0)
  }

  @Test func `what can't be told is refused by name`() throws {
    let rows = LabelShiftTests.data(400, positives: 0.5, seed: 3)
    #expect(throws: WithoutLabelsError.indistinguishableClasses) {
      try shift(rows, [Double](repeating: 0.5, count: 30), recalibrator: PriorOnly())
    }
    let one = BinaryOutcomes(labels: rows.labels.map { _ in 1 }, scores: rows.scores)
    #expect(
      throws: WithoutLabelsError.unusable(
        "no reference row is labelled negative: its share can't be estimated")
    ) { try shift(one, rows.scores) }
    let blind = BinaryOutcomes(labels: rows.labels, scores: rows.labels.map { _ in 0.7 })
    #expect(throws: WithoutLabelsError.self) { try shift(blind, rows.scores) }
    #expect(throws: WithoutLabelsError.tooFewRows(part: "reference", count: 50, fewest: 100)) {
      try shift(rows.taking((0..<50).map { Int32($0) }), rows.scores)
    }
    let bad = BinaryOutcomes(labels: rows.labels, scores: rows.scores.map { $0 * 2 })
    #expect(throws: WithoutLabelsError.self) { try shift(bad, rows.scores) }
    #expect(throws: WithoutLabelsError.differentScores(reference: 1, current: 3)) {
      try LabelShiftLikelihood(
        reference: rows,
        current: UnlabelledScores(
          classes: Self.classes(30, shares: [0.3, 0.3, 0.4], seed: 1).scores),
        level: .ninetyFivePercent, seed: 1)
    }
  }

  /// Gives every score the same probability, as a model of no worth deserves.
  private struct PriorOnly: Recalibrator {
    struct Map: ProbabilityMap {
      var share = 0.5
      init(share: Double) { self.share = share }
      func probability(of score: Double) -> Double { share }
      var parameters: JSONValue { .number(share) }
      init(parameters: JSONPlace) throws(RecordError) {}
    }
    var name: String { "prior" }
    var title: String { "" }
    var definition: String { "" }
    var advice: String { "" }
    var source: String { "" }
    func fit(to sample: CalibrationSample) -> Map {
      Map(share: sample.positives.reduce(0, +) / sample.totals.reduce(0, +))
    }
  }

  @Test func `the order of rows and the number of threads show in no bit`() throws {
    let (reference, current) = (
      LabelShiftTests.data(900, positives: 0.3, seed: 8),
      LabelShiftTests.data(700, positives: 0.5, seed: 9)
    )
    let plain = try shift(reference, current.scores)
    let mixed = BinaryOutcomes(
      labels: reference.labels.reversed(), scores: reference.scores.reversed(),
      rows: Rows(count: 900, keys: (0..<900).map { UInt64(899 - $0) }))
    let other = try shift(mixed, current.scores.reversed(), threads: 4)
    #expect(plain.shares == other.shares)
    #expect(plain.noShift?.test.pValue == other.noShift?.test.pValue)
    let three = Self.classes(600, shares: [0.2, 0.5, 0.3], seed: 2)
    let now = Self.classes(500, shares: [0.4, 0.2, 0.4], seed: 3)
    func of(_ threads: Int) throws -> [Estimate] {
      try LabelShiftLikelihood(
        reference: three, current: UnlabelledScores(classes: now.scores),
        level: .ninetyFivePercent, seed: 1, threads: threads
      ).shares
    }
    #expect(try of(1) == of(3))
  }

  @Test func `a row of weight two is two rows`() throws {
    let reference = LabelShiftTests.data(600, positives: 0.3, seed: 10)
    let current = LabelShiftTests.data(300, positives: 0.5, seed: 11).scores
    let weights = Weights((0..<300).map { $0 % 3 == 0 ? 2 : 1 }, kind: .frequency)
    let weighted = try shift(reference, current, rows: Rows(count: 300, weights: weights))
    let repeated = try shift(
      reference, current + stride(from: 0, to: 300, by: 3).map { current[$0] })
    // Sums over 300 and 400 rows, each rounded.
    let (a, b) = (weighted.shares[1], repeated.shares[1])
    #expect(abs((a.value ?? 0) - (b.value ?? 9)) < 1e-10)
    #expect(abs((a.interval?.width ?? 0) - (b.interval?.width ?? 9)) < 1e-4)
  }
}
