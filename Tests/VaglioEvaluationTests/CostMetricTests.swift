import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// The least cost and the threshold that reaches it.
struct CostMetricTests {
  /// From the top: 1, 0, 1, 1, 0, 0.
  private let outcomes = BinaryOutcomes(
    labels: [1, 0, 1, 1, 0, 0], scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4])

  private func estimated(
    _ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Estimate {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate
  }

  @Test func `the least cost is at the best threshold`() {
    // FP + FN from the threshold above all down: 3, 2, 3, 2, 1, 2, 3.
    #expect(estimated(.minimumCost(), outcomes).value == 1 / 6.0)
    #expect(estimated(.optimalThreshold(), outcomes).value == 0.6)
    // 3·FP + FN: 3, 2, 5, 4, 3, 6, 9.
    let dear = CostMatrix(falsePositive: 3)
    #expect(estimated(.minimumCost(dear), outcomes).value == 2 / 6.0)
    #expect(estimated(.optimalThreshold(dear), outcomes).value == 0.9)
  }

  @Test func `of equally good thresholds the highest is taken`() {
    // 2·FP + 2·FN − … with FP 2: 2·FP + FN: 3, 2, 4, 3, 2, 4, 6: the first 2 is at 0.9.
    let costs = CostMatrix(falsePositive: 2)
    #expect(estimated(.minimumCost(costs), outcomes).value == 2 / 6.0)
    #expect(estimated(.optimalThreshold(costs), outcomes).value == 0.9)
  }

  @Test func `where selecting none costs least there is a cost but no threshold`() {
    let costs = CostMatrix(falsePositive: 1, falseNegative: 0)
    #expect(estimated(.minimumCost(costs), outcomes).value == 0)
    #expect(
      estimated(.optimalThreshold(costs), outcomes).undefined?.reason
        == "selecting no row costs least")
  }

  @Test func `the least cost is no more than the cost at any threshold`() throws {
    let drawn = BinaryOutcomes.drawn(rows: 300, seed: 5)
    let costs = CostMatrix(falsePositive: 1, falseNegative: 4, trueNegative: -0.5)
    let least = try #require(estimated(.minimumCost(costs), drawn).value)
    let best = try #require(estimated(.optimalThreshold(costs), drawn).value)
    for threshold in Set(drawn.scores) {
      let decided = BinaryOutcomes(
        labels: drawn.labels, scores: drawn.scores, threshold: threshold)
      let cost = try #require(estimated(.expectedCost(costs), decided).value)
      #expect(cost >= least - 1e-15)
      if threshold == best { #expect(cost == least) }
    }
  }

  @Test func `costs times a number are the value times that number`() throws {
    let once = CostMatrix(falsePositive: 1, falseNegative: 3)
    let eight = CostMatrix(falsePositive: 8, falseNegative: 24)
    let drawn = BinaryOutcomes.drawn(rows: 300, seed: 6)
    let (one, other) = (
      estimated(.minimumCost(once), drawn), estimated(.minimumCost(eight), drawn)
    )
    #expect(try #require(one.value) * 8 == other.value)
    let (a, b) = (try #require(one.interval), try #require(other.interval))
    #expect(abs(a.lower * 8 - b.lower) < 1e-12 && abs(a.upper * 8 - b.upper) < 1e-12)
  }
}
