import FoundationEssentials
import Testing
import VaglioFindings
import VaglioTesting

@testable import VaglioEvaluation

struct SplitOptimismTests {
  private func optimism(_ first: [Double], _ second: [Double]) -> Double {
    var optimism = SplitOptimism()
    for (a, b) in zip(first, second) { optimism.add(a, b) }
    return optimism.value
  }

  /// The first half is best at place 1: 2 there, 1 on the other half; the second at place 2: 2 there,
  /// 1 on the other. The mean gap is 1, the optimism of all rows ¾·2^(−2/3) of it: 0.472470…
  @Test func `halves that disagree by hand`() {
    let optimism = optimism([0, 2, 1], [0, 1, 2])
    #expect(abs(optimism * optimism * optimism - 27.0 / 64 / 4) < 1e-15)
  }

  @Test func `halves that agree show none`() {
    #expect(optimism([0, 2, 1], [0, 3, 1]) == 0)
    #expect(optimism([0], [0]) == 0)
  }

  @Test func `rows are dealt evenly, and every row to one half`() {
    var halves = RankHalves()
    let first = (0..<10_000).reduce(0) { sum, _ in sum + halves.deal(1) }
    // Four standard errors of 10,000 tosses of a coin.
    #expect(abs(first - 5000) <= 200)
    for count in [0.0, 1, 2, 17, 4095, 4096, 1e12] {
      #expect((0...count).contains(halves.deal(count)))
    }
  }

  @Test func `rows together are dealt as one by one`() {
    var (together, single) = (RankHalves(label: 1), RankHalves(label: 1))
    for count in [1, 2, 63, 64, 65, 200, 0, 7] {
      let first = (0..<count).reduce(0) { sum, _ in sum + single.deal(1) }
      #expect(together.deal(Double(count)) == first)
    }
  }

  @Test func `only ranks matter, not the scale of the scores`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 300, seed: 5)
    let rescaled = BinaryOutcomes(
      labels: outcomes.labels, scores: outcomes.scores.map { $0 * $0 / 2 })
    for metric in [.kolmogorovSmirnov, .minimumCost()] as [any Metric<BinaryOutcomes>] {
      let evaluation = Evaluation(metrics: [metric], level: .ninetyFivePercent)
      let intervals = [outcomes, rescaled].map {
        evaluation.findings(on: $0, subject: .model)[0].estimate.interval
      }
      #expect(intervals[0] != nil && intervals[0] == intervals[1])
    }
  }

  /// Two rows of each class, ranked without a mistake: each half that has both classes finds the same.
  @Test func `a perfect ranking leaves the bounds of Wilson`() throws {
    let outcomes = BinaryOutcomes(labels: [0, 0, 1, 1], scores: [0.1, 0.2, 0.8, 0.9])
    let interval = try #require(
      Evaluation(metrics: [.kolmogorovSmirnov], level: .ninetyFivePercent)
        .findings(on: outcomes, subject: .model)[0].estimate.interval)
    #expect(interval.upper == 1 && interval.lower >= 0 && interval.lower < 0.5)
  }
}
