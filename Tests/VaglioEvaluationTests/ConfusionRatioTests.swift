import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings

/// Metrics of the confusion matrix on a table small enough to check by hand.
struct ConfusionRatioTests {
  /// TN, FP, FN and TP rows.
  private func table(_ tn: Int, _ fp: Int, _ fn: Int, _ tp: Int) -> BinaryOutcomes {
    let counts = [tn, fp, fn, tp]
    let cells = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
    return BinaryOutcomes(
      labels: cells.map { UInt8($0 >> 1) }, scores: cells.map { Double($0 & 1) })
  }

  private func estimated(_ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes)
    -> Estimate
  {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate
  }

  /// TN 6, FP 2, FN 1, TP 3.
  private static let values: [(any Metric<BinaryOutcomes>, Double)] = [
    (.zeroOneLoss, 3 / 12.0), (.falsePositiveRate, 2 / 8.0), (.falseNegativeRate, 1 / 4.0),
    (.falseDiscoveryRate, 2 / 5.0), (.falseOmissionRate, 1 / 7.0), (.jaccard, 3 / 6.0),
    // 3/4 + 6/8 − 1
    (.youdenJ, 0.5), (BalancedAccuracy(isAdjusted: true), 0.5),
    // 3/5 + 6/7 − 1 = 16/35
    (.markedness, 16 / 35.0),
    // (3/4)/(2/8)
    (.positiveLikelihoodRatio, 3),
    // (1/4)/(6/8)
    (.negativeLikelihoodRatio, 1 / 3.0),
    // 3·6/(2·1)
    (.diagnosticOddsRatio, 9),
    // 5·3/(5·3 + 4·1 + 2) = 15/21
    (.fBeta(2), 15 / 21.0),
    // 2 at 1 each, 1 at 5, 6 at ¼, 3 at −2: (2 + 5 + 1.5 − 6)/12
    (
      .expectedCost(
        CostMatrix(falsePositive: 1, falseNegative: 5, trueNegative: 0.25, truePositive: -2)),
      2.5 / 12
    ),
  ]

  @Test(arguments: Self.values.indices)
  func `a value is what the counts say`(index: Int) throws {
    let (metric, want) = Self.values[index]
    let estimate = estimated(metric, table(6, 2, 1, 3))
    let got = try #require(estimate.value)
    // A handful of roundings.
    #expect(abs(got - want) <= 4 * want.ulp, "\(metric.name): \(got), not \(want)")
  }

  @Test func `Woolf's interval is the logarithm's, plus and minus`() throws {
    // ln 9 ± 1.959964·√(1/6 + 1/2 + 1/1 + 1/3) = 2.197225 ± 1.959964·√2
    let interval = try #require(estimated(.diagnosticOddsRatio, table(6, 2, 1, 3)).interval)
    let reach = 1.959963984540054 * 2.0.squareRoot()
    #expect(abs(interval.lower / (9 * exp(-reach)) - 1) < 1e-12)
    #expect(abs(interval.upper / (9 * exp(reach)) - 1) < 1e-12)
    #expect(interval.method == "woolf-log")
  }

  @Test func `an infinite ratio is undefined, and a ratio of 0 has an interval`() {
    #expect(
      estimated(.diagnosticOddsRatio, table(6, 0, 1, 3)).undefined?.reason
        == "there is no false positive, the ratio is infinite")
    #expect(
      estimated(.positiveLikelihoodRatio, table(6, 0, 1, 3)).undefined?.reason
        == "no negative row is predicted positive, the ratio is infinite")
    #expect(estimated(.negativeLikelihoodRatio, table(0, 6, 1, 3)).undefined != nil)
    for metric in [.diagnosticOddsRatio, .positiveLikelihoodRatio] as [any Metric<BinaryOutcomes>] {
      let none = estimated(metric, table(6, 2, 3, 0))
      #expect(none.value == 0 && none.interval?.lower == 0)
      #expect(none.interval?.upper ?? 0 > 1, "\(metric.name)")
    }
  }

  @Test func `one class alone leaves sums of rates undefined, and says which is missing`() {
    #expect(estimated(.youdenJ, table(0, 0, 1, 3)).undefined?.reason == "no row is negative")
    #expect(estimated(.youdenJ, table(4, 2, 0, 0)).undefined?.reason == "no row is positive")
    #expect(
      estimated(BalancedAccuracy(isAdjusted: true), table(4, 2, 0, 0)).undefined?.reason
        == "no row is positive")
    #expect(
      estimated(.markedness, table(4, 0, 2, 0)).undefined?.reason == "no row is predicted positive")
    #expect(estimated(.jaccard, table(4, 0, 0, 0)).undefined != nil)
    #expect(estimated(.fBeta(2), table(4, 0, 0, 0)).undefined != nil)
  }

  @Test func `costs that are all alike show no variance`() {
    let costs = CostMatrix(
      falsePositive: 0.1, falseNegative: 0.1, trueNegative: 0.1, truePositive: 0.1)
    let estimate = estimated(.expectedCost(costs), table(1, 1, 1, 0))
    #expect(estimate.value == 0.1 && estimate.interval == nil)
  }
}
