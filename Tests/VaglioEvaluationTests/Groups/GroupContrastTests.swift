import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct GroupContrastTests {
  private func rate(_ group: String, _ successes: Double, _ trials: Double) -> Finding {
    Finding(
      measure: "selection_rate", subject: .model,
      slice: Slice([.init(column: "g", value: group)]),
      estimate: Estimate(
        successes / trials,
        Uncertainty(at: .ninetyFivePercent) {
          ProportionInterval.wilson(successes: successes, trials: trials, level: $0)
        }), count: Int(trials))
  }

  private let contrast = GroupContrast(level: .ninetyFivePercent)

  @Test func `every group is held against the one with the highest value`() {
    let findings = contrast.findings(of: [
      rate("a", 30, 100), rate("b", 48, 80), rate("c", 20, 50),
    ])
    #expect(findings.map(\.measure).filter { $0.hasSuffix("ratio") }.count == 2)
    #expect(findings[0].estimate.value == 0.3 / 0.6)
    #expect(findings[1].estimate.value == 0.3 - 0.6)
    #expect(findings.allSatisfy { $0.notes == ["against g=b"] })
  }

  @Test func `the difference is Newcombe's square-and-add`() throws {
    let difference = contrast.findings(of: [rate("a", 56, 70), rate("b", 80, 80)])[1]
    let newcombe = NewcombeInterval.difference(
      Proportion(successes: 56, trials: 70), Proportion(successes: 80, trials: 80),
      level: .ninetyFivePercent)
    let interval = try #require(difference.estimate.interval)
    // The same sum of squares, added in another order.
    #expect(abs(interval.lower - newcombe.lower) < 1e-15)
    #expect(abs(interval.upper - newcombe.upper) < 1e-15)
  }

  @Test func `a group without cases has the ratio 0 with an upper bound`() throws {
    let ratio = contrast.findings(of: [rate("a", 0, 40), rate("b", 20, 40)])[0]
    #expect(ratio.estimate.value == 0)
    let interval = try #require(ratio.estimate.interval)
    #expect(interval.lower == 0 && interval.upper > 0.05 && interval.upper < 0.5)
  }

  @Test func `without any case there is no ratio`() {
    let ratio = contrast.findings(of: [rate("a", 0, 40), rate("b", 0, 40)])[0]
    #expect(ratio.estimate.undefined?.reason == "the highest group's value is 0")
  }

  @Test func `one group alone has nothing to be held against`() {
    #expect(contrast.findings(of: [rate("a", 3, 40)]).isEmpty)
  }
}
