import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct FourFifthsTests {
  private typealias Count = FourFifths.Count

  @Test func `one person may turn the finding`() {
    // 3 of 10 against 4 of 10: 0.75; one moved: 4 of 10 against 3 of 10.
    let remark = FourFifths.remark(
      Count(selected: 3, applicants: 10), against: Count(selected: 4, applicants: 10), named: "a",
      "b")
    #expect(
      remark == "one selection more for a and one less for b would turn the four-fifths rule's "
        + "finding: the ratio would be 1.333, not 0.75")
  }

  @Test func `one person may turn a pass as well`() {
    // 9 of 10 against 10 of 10: 0.9; the other way: 8 of 10 against 11 of 10, which can't be. 9 of
    // 10 against 20 of 20: the same. 5 of 10 against 12 of 20: 0.833; moved: 4/10 : 13/20 = 0.615.
    #expect(
      FourFifths.remark(
        Count(selected: 9, applicants: 10), against: Count(selected: 10, applicants: 10),
        named: "a", "b") == nil)
    #expect(
      FourFifths.remark(
        Count(selected: 5, applicants: 10), against: Count(selected: 12, applicants: 20),
        named: "a", "b")?.hasSuffix("the ratio would be 0.615, not 0.833") == true)
  }

  @Test func `many applicants leave nothing to one person`() {
    #expect(
      FourFifths.remark(
        Count(selected: 300, applicants: 1000), against: Count(selected: 500, applicants: 1000),
        named: "a", "b") == nil)
  }

  @Test func `the ratio of a rate bears Fisher's test`() throws {
    func rate(_ group: String, _ selected: Double, _ applicants: Double) -> Finding {
      Finding(
        measure: "selection_rate", subject: .model,
        slice: Slice([.init(column: "g", value: group)]),
        estimate: Estimate(
          selected / applicants,
          Uncertainty(at: .ninetyFivePercent) {
            ProportionInterval.wilson(successes: selected, trials: applicants, level: $0)
          }), count: Int(applicants))
    }
    let groups = [rate("a", 3, 10), rate("b, the second", 9, 10)]
    let contrasts = GroupContrast(level: .ninetyFivePercent).findings(of: groups)
    let tested = FourFifths.tested(groups + contrasts)
    let ratio = try #require(tested.first { $0.measure == "selection_rate.ratio" })
    let fisher = FisherExact(
      successes: 3, trials: 10, otherSuccesses: 9, otherTrials: 10)
    #expect(ratio.test == SignificanceTest(name: "fisher-exact-mid-p", pValue: fisher.midP))
  }
}
