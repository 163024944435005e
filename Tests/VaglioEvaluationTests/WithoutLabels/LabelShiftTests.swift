import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LabelShiftTests {
  /// Scores of rows whose classes have normal features one apart, with a share of positives.
  static func data(_ count: Int, positives: Double, seed: UInt64) -> BinaryOutcomes {
    var (labels, scores) = ([UInt8](), [Double]())
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      let label: UInt8 = SimulatedScores.uniform(draws[0]) < positives ? 1 : 0
      let x = SimulatedScores.normal(draws, 1) + 1.5 * Double(label)
      labels.append(label)
      scores.append(1 / (1 + exp(-(1.5 * x - 1.5))))
    }
    return BinaryOutcomes(labels: labels, scores: scores)
  }

  @Test func `two classes are solved by hand`() throws {
    // Reference: 100 rows, 40 positive; of these 30 are decided positive, of the negatives 6.
    // Current: 50 of 100 decided positive. μ = q·30/40 + (1 − q)·6/60 = .5 gives q = .4/.65 = 8/13.
    func rows(_ positive: Int, of count: Int) -> [Double] {
      (0..<count).map { $0 < positive ? 0.9 : 0.1 }
    }
    let reference = BinaryOutcomes(
      labels: [UInt8](repeating: 1, count: 40) + [UInt8](repeating: 0, count: 60),
      scores: rows(30, of: 40) + rows(6, of: 60))
    let shift = try LabelShift(
      reference: reference, current: UnlabelledScores(rows(50, of: 100)), level: .ninetyFivePercent)
    #expect(abs((shift.shares[1].value ?? 0) - 8.0 / 13) < 1e-12)
    #expect(abs(shift.ratios[1] - 8.0 / 13 / 0.4) < 1e-12)
    // Accuracy there: q·.75 + (1 − q)·.9.
    let accuracy = shift.estimates(of: [.accuracy], level: .ninetyFivePercent)[0]
    #expect(abs((accuracy.estimate.value ?? 0) - (8 * 0.75 + 5 * 0.9) / 13) < 1e-12)
  }

  @Test func `shares and metrics follow a shift of the classes`() throws {
    let (reference, current) = (
      Self.data(5000, positives: 0.2, seed: 1), Self.data(5000, positives: 0.5, seed: 2)
    )
    let shift = try LabelShift(
      reference: reference, current: UnlabelledScores(current.scores), level: .ninetyFivePercent)
    #expect(shift.shares[1].interval?.contains(0.5) == true)
    let metrics: [any Metric<BinaryOutcomes>] = [.precision, .accuracy, .rocAUC, .recall]
    let real = Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: current, subject: .model)
    for (estimate, real) in zip(shift.estimates(of: metrics, level: .ninetyFivePercent), real) {
      let interval = try #require(estimate.estimate.interval)
      #expect(
        abs((estimate.estimate.value ?? 0) - (real.estimate.value ?? 9)) < 2 * interval.width)
    }
  }

  @Test func `decisions that don't tell classes apart are refused`() throws {
    let rows = Self.data(200, positives: 0.5, seed: 3)
    let blind = BinaryOutcomes(labels: rows.labels, scores: rows.labels.map { _ in 0.7 })
    #expect(throws: WithoutLabelsError.indistinguishableClasses) {
      try LabelShift(
        reference: blind, current: UnlabelledScores(rows.scores), level: .ninetyFivePercent)
    }
    let bad = BinaryOutcomes(labels: rows.labels, scores: rows.scores.map { $0 + 1 })
    #expect(throws: WithoutLabelsError.self) {
      try LabelShift(
        reference: bad, current: UnlabelledScores(rows.scores), level: .ninetyFivePercent)
    }
    let one = BinaryOutcomes(labels: rows.labels.map { _ in 1 }, scores: rows.scores)
    #expect(throws: WithoutLabelsError.self) {
      try LabelShift(
        reference: one, current: UnlabelledScores(rows.scores), level: .ninetyFivePercent)
    }
  }

  @Test func `a threshold of confidence gives the reference's own accuracy back`() throws {
    let reference = Self.data(2000, positives: 0.4, seed: 4)
    let confidence = try AverageThresholdedConfidence(reference: reference)
    let own = try confidence.accuracy(
      on: UnlabelledScores(reference.scores), level: .ninetyFivePercent)
    let real = try #require(
      Evaluation(metrics: [.accuracy], level: .ninetyFivePercent).findings(
        on: reference, subject: .model)[0].estimate.value)
    #expect(abs((own.estimate.value ?? 0) - real) < 1e-12)
    #expect((own.estimate.interval?.width ?? 0) > 0)
  }
}
