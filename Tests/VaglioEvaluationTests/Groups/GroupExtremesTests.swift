import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct GroupExtremesTests {
  private func rate(_ group: String, _ successes: Double, _ trials: Double) -> Finding {
    Finding(
      measure: "recall", subject: .model, slice: Slice([.init(column: "g", value: group)]),
      estimate: trials == 0
        ? .undefined(Undefined("no row is positive"))
        : Estimate(
          successes / trials,
          Uncertainty(at: .ninetyFivePercent) {
            ProportionInterval.wilson(successes: successes, trials: trials, level: $0)
          }), count: Int(trials))
  }

  private func findings(_ groups: [Finding]) -> [Finding] {
    GroupExtremes(columns: ["g"], level: .ninetyFivePercent)
      .findings(of: groups, measure: Recall().measure)
  }

  @Test func `two groups differ as their contrast says`() throws {
    // With two groups there is one pair, so nothing is corrected: 0.8 − 0.6 with Newcombe's limits.
    let found = findings([rate("a", 60, 100), rate("b", 80, 100)])
    let newcombe = NewcombeInterval.difference(
      Proportion(successes: 80, trials: 100), Proportion(successes: 60, trials: 100),
      level: .ninetyFivePercent)
    let interval = try #require(found[1].estimate.interval)
    #expect(found[1].measure == "recall.largest_difference[by=g]")
    #expect(abs(interval.lower - newcombe.lower) < 1e-12)
    #expect(abs(interval.upper - newcombe.upper) < 1e-12)
    #expect(abs(try #require(found[2].estimate.value) - 0.75) < 1e-15)
  }

  @Test func `equal groups may differ by nothing or a little`() throws {
    let found = findings([rate("a", 50, 100), rate("b", 50, 100), rate("c", 50, 100)])
    let difference = try #require(found[1].estimate.interval)
    #expect(found[1].estimate.value == 0 && difference.lower == 0 && difference.upper > 0.1)
    let ratio = try #require(found[2].estimate.interval)
    #expect(found[2].estimate.value == 1 && ratio.upper == 1 && ratio.lower < 0.8)
    #expect(found[1].test?.pValue == 1)
  }

  @Test func `the worst group's interval is the lowest bounds, the upper one corrected`() throws {
    // Upper: Wilson's for 60 of 100 at the level 1 − 0.05/3 of three groups; lower: at 95 %.
    let found = findings([rate("a", 60, 100), rate("b", 80, 100), rate("c", 90, 100)])
    let interval = try #require(found[0].estimate.interval)
    let own = ProportionInterval.wilson(successes: 60, trials: 100, level: .ninetyFivePercent)
    let shared = ProportionInterval.wilson(
      successes: 60, trials: 100, level: try #require(ConfidenceLevel(1 - 0.05 / 3)))
    #expect(found[0].estimate.value == 0.6 && interval.lower == own.lower)
    // Read off the curve by interpolation.
    #expect(abs(interval.upper - shared.upper) < 1e-4)
  }

  @Test func `bounds beyond the range of numbers give no interval`() throws {
    let value = 1e308
    let groups = ["a", "b", "c"].map { name in
      Finding(
        measure: "bias", subject: .model, slice: Slice([.init(column: "g", value: name)]),
        estimate: .value(
          value,
          Uncertainty(
            interval: Interval(
              lower: -1e308, upper: 1.5e308, level: .ninetyFivePercent, method: "t"),
            curve: ConfidenceCurve(
              lower: ConfidenceCurve.deviates.map { value - $0 * value },
              upper: ConfidenceCurve.deviates.map { value + $0 * value }))), count: 10)
    }
    let found = GroupExtremes(columns: ["g"], level: .ninetyFivePercent)
      .findings(of: groups, measure: MeanAbsoluteError().measure)
    #expect(found[0].estimate.value == value && found[0].estimate.interval == nil)
  }

  @Test func `a group without a value is named`() {
    let found = findings([rate("a", 6, 10), rate("b", 0, 0), rate("c", 9, 10)])
    #expect(found[1].notes == ["3 groups", "g=b is left out: no row is positive"])
    #expect(found[1].estimate.value.map { abs($0 - 0.3) < 1e-15 } == true)
  }

  @Test func `one group with a value has no extremes`() {
    let found = findings([rate("a", 6, 10), rate("b", 0, 0)])
    #expect(found[1].estimate.undefined?.reason == "there are no two groups with a value")
    #expect(findings([rate("a", 6, 10)]).isEmpty)
  }

  @Test func `the order and the names of groups change no value`() {
    let groups = [rate("a", 60, 100), rate("b", 80, 90), rate("c", 3, 40), rate("d", 11, 12)]
    let renamed = [rate("x", 3, 40), rate("y", 80, 90), rate("z", 11, 12), rate("w", 60, 100)]
    #expect(findings(groups).map(\.estimate) == findings(renamed).map(\.estimate))
  }

  @Test func `hostile names of columns stay readable`() {
    let measures = GroupMeasures(columns: ["a,b=c]", "d"])
    #expect(
      measures.largestDifference(Recall().measure).name
        == "recall.largest_difference[by=a\\,b\\=c\\]*d]")
  }
}
