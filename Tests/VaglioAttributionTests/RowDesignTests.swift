import Testing
import VaglioEvaluation
import VaglioFindings

@testable import VaglioAttribution

@Suite struct RowDesignTests {
  private let values = [1.0, 4, 2, 8, 5, 7]

  private func mean(_ design: RowDesign, _ values: [Double]? = nil) -> RowMean {
    RowMean(values ?? self.values, design)
  }

  @Test func `plain rows give Student's standard error`() throws {
    // Σ = 27, mean 4.5; Σ(x − 4.5)² = 12.25 + 0.25 + 6.25 + 12.25 + 0.25 + 6.25 = 37.5;
    // √(37.5/(6·5)) = √1.25
    let mean = try mean(RowDesign(count: 6))
    #expect(mean.value == 4.5)
    #expect(mean.standardError == 1.25.squareRoot())
    #expect(mean.degreesOfFreedom == 5)
    #expect(mean.method == "t")
  }

  @Test func `a row of frequency three is three rows`() throws {
    let weighted = try mean(RowDesign(count: 6, weights: [3, 1, 2, 1, 1, 0], kind: .frequency))
    let repeated = try mean(
      RowDesign(count: 8), [1, 1, 1, 4, 2, 2, 8, 5])
    #expect(weighted.value == repeated.value)
    #expect(abs(weighted.standardError! - repeated.standardError!) < 1e-15)
    #expect(weighted.degreesOfFreedom == repeated.degreesOfFreedom)
  }

  @Test func `equal importance weights are none`() throws {
    let weighted = try mean(RowDesign(count: 6, weights: [2, 2, 2, 2, 2, 2]))
    let plain = try mean(RowDesign(count: 6))
    #expect(weighted.value == plain.value)
    #expect(abs(weighted.standardError! - plain.standardError!) < 1e-15)
    #expect(weighted.effectiveCount == 6)
  }

  @Test func `clusters of equal rows count once`() throws {
    // Each row doubled and put into a cluster with its double tells as much as the row alone.
    let doubled = values.flatMap { [$0, $0] }
    let clusters = (0..<6).flatMap { [Int32($0) * 7, Int32($0) * 7] }
    let clustered = try mean(RowDesign(count: 12, clusters: clusters), doubled)
    let plain = try mean(RowDesign(count: 6))
    #expect(abs(clustered.standardError! - plain.standardError!) < 1e-15)
    #expect(clustered.degreesOfFreedom == 5)
  }

  @Test func `the order of rows shows in no bit`() throws {
    let weights = [0.3, 1.7, 2.1, 0.9, 0.2, 5]
    let clusters: [Int32] = [1, 2, 1, 3, 2, 9]
    let order = [4, 2, 0, 5, 3, 1]
    let straight = try mean(RowDesign(count: 6, weights: weights, clusters: clusters))
    let turned = try mean(
      RowDesign(
        count: 6, weights: order.map { weights[$0] }, clusters: order.map { clusters[$0] }),
      order.map { values[$0] })
    #expect(straight == turned)
  }

  @Test func `one row, and rows that all say the same, have no interval`() throws {
    #expect(try mean(RowDesign(count: 1), [3]).interval(level: .ninetyFivePercent) == nil)
    #expect(
      try mean(RowDesign(count: 3), [0.1, 0.1, 0.1]).interval(level: .ninetyFivePercent) == nil)
  }

  @Test func `what may be too high lowers the lower bound only`() throws {
    let design = try RowDesign(count: 6)
    let plain = RowMean(values, design)
    let doubtful = RowMean(values, design, excess: 1)
    let (a, b) = (
      try #require(plain.interval(level: .ninetyFivePercent)),
      try #require(doubtful.interval(level: .ninetyFivePercent))
    )
    #expect(b.lower == a.lower - 1)
    #expect(b.upper == a.upper)
    #expect(doubtful.pValue! > plain.pValue!)
    #expect(doubtful.equivalencePValue(margin: 10)! > plain.equivalencePValue(margin: 10)! - 1e-18)
  }

  @Test func `equivalence is shown just when the interval at twice the tail lies within`() throws {
    let mean = try mean(RowDesign(count: 6))
    let ninety = try #require(mean.interval(level: ConfidenceLevel(0.9)!))
    #expect(abs(mean.equivalencePValue(margin: ninety.upper)! - 0.05) < 1e-12)
  }

  @Test func `wrong weights and lists are refused by name`() {
    #expect(throws: AttributionError.refused("there are no rows")) { try RowDesign(count: 0) }
    #expect(throws: AttributionError.refused("the weight of row 2 is -1.0")) {
      try RowDesign(count: 2, weights: [1, -1])
    }
    #expect(throws: AttributionError.refused("all weights are zero")) {
      try RowDesign(count: 2, weights: [0, 0])
    }
    #expect(throws: AttributionError.refused("there are 1 clusters for 2 rows")) {
      try RowDesign(count: 2, clusters: [1])
    }
  }

  @Test func `a frequency is a number of rows`() {
    #expect(
      throws: AttributionError.refused(
        "the weight of row 2 is 1.5, which is no number of rows",
        remedy: "give importance weights, or whole numbers")
    ) { try RowDesign(count: 2, weights: [1, 1.5], kind: .frequency) }
    #expect(throws: AttributionError.self) {
      try RowDesign(count: 2, weights: [1, 1e300], kind: .frequency)
    }
    #expect(throws: AttributionError.self) {
      try RowDesign(count: 2, weights: [1.7e308, 1.7e308])
    }
    #expect(throws: AttributionError.refused("the weight of row 1 is nan")) {
      try RowDesign(count: 2, weights: [.nan, 1])
    }
  }

  @Test func `rows of an evaluation are taken as they are`() throws {
    let weights = [0.25, 1.5, 2, 1, 0.5, 4]
    let clusters: [Int32] = [0, 1, 0, 2, 1, 3]
    let rows = Rows(count: 6, weights: Weights(weights, kind: .importance), clusters: clusters)
    #expect(
      try mean(RowDesign(rows)) == mean(RowDesign(count: 6, weights: weights, clusters: clusters)))
    #expect(throws: AttributionError.refused("there are no rows")) { try RowDesign(Rows(count: 0)) }
    #expect(throws: AttributionError.refused("all weights are zero")) {
      try RowDesign(Rows(count: 2, weights: Weights([0, 0], kind: .importance)))
    }
  }

  @Test func `clusters may have any labels`() throws {
    let small = try mean(RowDesign(count: 6, clusters: [0, 1, 0, 2, 1, 3]))
    let large = try mean(
      RowDesign(count: 6, clusters: [-7, 5, -7, .max - 1, 5, .max]))
    #expect(small == large)
  }

  @Test func `a share of plain rows has Wilson's interval`() throws {
    let share = RowShare([true, false, false, true], try RowDesign(count: 4))
    #expect(share.value == 0.5)
    let interval = share.interval(level: .ninetyFivePercent)
    #expect(interval.method == "wilson")
    // Wilson for 2 of 4: 0.5 ± 1.96·√(4 + 1.96²)/(2·(4 + 1.96²))... = 0.1500, 0.8500
    #expect(abs(interval.lower - 0.15003898915214947) < 1e-12)
  }

  @Test func `a share in clusters of equal rows is that of the clusters`() throws {
    let truths = [true, true, false, false, true, true, false, false]
    let share = RowShare(truths, try RowDesign(count: 8, clusters: [0, 0, 1, 1, 2, 2, 3, 3]))
    // p = ½; the clusters' variance is p(1 − p)/(4 − 1), as of 3 independent rows.
    #expect(abs(share.variance! - 0.25 / 3) < 1e-15)
    #expect(share.interval(level: .ninetyFivePercent).method == "wilson-effective")
  }
}
