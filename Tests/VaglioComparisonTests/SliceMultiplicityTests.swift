import Testing
import VaglioComparison
import VaglioFindings

struct SliceMultiplicityTests {
  private func finding(_ column: String, _ value: String, _ p: Double) -> Finding {
    Finding(
      measure: "recall", subject: .difference,
      slice: Slice([.init(column: column, value: value)]), estimate: Estimate(0.1), count: 10,
      test: SignificanceTest(name: "x", pValue: p))
  }

  @Test func `the slices of one column are one family, corrected by Holm`() {
    // Holm by hand: 0.01·3, max(0.03, 0.02·2), max(0.04, 0.9·1).
    let adjusted = SliceMultiplicity.adjusted([
      finding("sex", "a", 0.9), finding("sex", "b", 0.01), finding("sex", "c", 0.02),
      finding("age", "d", 0.03),
    ])
    #expect(adjusted.map { $0.test?.adjustedPValue } == [0.9, 0.03, 0.04, 0.03])
    #expect(adjusted.map { $0.test?.family } == [3, 3, 3, 1])
  }

  @Test func `findings about all rows belong to no family`() {
    let all = Finding(
      measure: "recall", subject: .difference, estimate: Estimate(0.1), count: 10,
      test: SignificanceTest(name: "x", pValue: 0.01))
    #expect(SliceMultiplicity.adjusted([all]) == [all])
  }
}
