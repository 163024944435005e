import Testing
import VaglioFindings

@testable import VaglioAttribution

@Suite struct AttributionShareTests {
  private let attributions = SampleAttributions.of(
    [[1, -1, 2, 0], [3, 1, -2, 4], [0, 0, 0, 0]], names: ["sex", "income", "unused"])

  @Test func `shares by hand`() throws {
    // 4 of 14 through sex.
    let share = try AttributionShare(of: ["sex"], in: attributions)
    #expect(share.estimate.value == 4.0 / 14)
    let interval = try #require(share.estimate.interval)
    #expect(interval.contains(4.0 / 14) && interval.lower > 0 && interval.upper < 1)
    #expect(interval.method == "linearization-logit")
  }

  @Test func `shares of features add up to that of all together`() throws {
    let (a, b) = (
      try AttributionShare(of: ["sex"], in: attributions).estimate.value!,
      try AttributionShare(of: ["income"], in: attributions).estimate.value!
    )
    let both = try AttributionShare(of: ["sex", "income"], in: attributions)
    #expect(abs(a + b - 1) < 1e-15)
    #expect(both.estimate.value == 1)
    #expect(both.finding(.model).measure == "attribution_share[features=income|sex]")
  }

  @Test func `the linearised error is that of the ratio`() throws {
    // Against the jackknife of 400 rows, which agrees to the order 1/n.
    let columns = [
      SampleAttributions.uniform(400, seed: 1).map { 0.2 * $0 },
      SampleAttributions.uniform(400, seed: 2),
    ]
    let share = try AttributionShare(of: ["f0"], in: SampleAttributions.of(columns))
    let interval = try #require(share.estimate.interval)
    let value = share.estimate.value!
    let (a, t) = (
      columns[0].map(\.magnitude),
      (0..<400).map { row in
        columns[0][row].magnitude + columns[1][row].magnitude
      }
    )
    let (sumA, sumT) = (a.reduce(0, +), t.reduce(0, +))
    let left = (0..<400).map { (sumA - a[$0]) / (sumT - t[$0]) }
    let centre = left.reduce(0, +) / 400
    let jackknife = (left.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } * 399 / 400).squareRoot()
    #expect(abs(interval.width / (2 * 1.9659) / jackknife - 1) < 0.01)
    #expect(abs(centre - value) < 1e-3)
  }

  @Test func `where no row has any, the bound is that of the share of such rows`() throws {
    let share = try AttributionShare(of: ["unused"], in: attributions)
    #expect(share.estimate.value == 0)
    let interval = try #require(share.estimate.interval)
    // 1 − 0.025^(1/4)
    #expect(interval.lower == 0 && abs(interval.upper - 0.6023646356164746) < 1e-12)
    #expect(interval.method == "clopper-pearson")
  }

  @Test func `a column that the model doesn't take has share zero for certain`() throws {
    let share = try AttributionShare(of: ["race"], in: attributions, columns: ["race"])
    #expect(share.estimate.interval?.upper == 0)
    #expect(share.finding(.candidate).notes == ["the model doesn't take race"])
    let mixed = try AttributionShare(of: ["race", "sex"], in: attributions, columns: ["race"])
    #expect(mixed.estimate.value == 4.0 / 14)
  }

  @Test func `a misspelt feature is refused, with the nearest word`() {
    #expect(
      throws: AttributionError.refused(
        "\"incone\" is neither a feature of the explanation nor a column of the data",
        remedy: "did you mean \"income\"?")
    ) { try AttributionShare(of: ["incone"], in: attributions) }
  }

  @Test func `a constant model has no share`() throws {
    let share = try AttributionShare(of: ["f0"], in: SampleAttributions.of([[0, 0], [0, 0]]))
    #expect(share.estimate.value == nil)
    #expect(share.estimate.undefined != nil)
  }

  @Test func `names with commas stay one option`() throws {
    #expect(
      AttributionShare.measureName(["a,b", "c"]) == "attribution_share[features=a%2Cb|c]")
  }
}
