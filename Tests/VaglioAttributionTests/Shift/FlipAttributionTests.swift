import Testing
import VaglioFindings

@testable import VaglioAttribution

@Suite struct FlipAttributionTests {
  /// f_candidate − f_production of four rows.
  private let difference = SampleAttributions.of(
    [[1, -2, 0.5, 9], [0.5, 1, 1, 9]], names: ["a", "b"], base: 0.1)

  private func flips() throws -> FlipAttribution {
    try FlipAttribution(
      of: difference, candidate: [true, false, true, true], production: [false, true, false, true])
  }

  @Test func `the pushes of flipped rows by hand`() throws {
    let flips = try flips()
    #expect(flips.rows == [0, 1, 2])
    #expect(flips.flipped.value == 0.75)
    #expect(flips.counts == (2, 1))
    // a: 1, 2 (turned), 0.5; b: 0.5, −1, 1
    #expect(flips.pushes.map(\.feature) == ["a", "b"])
    #expect(flips.pushes[0].mean.value == 3.5 / 3)
    #expect(flips.pushes[1].mean.value == 0.5 / 3)
    #expect(flips.pushes[0].toPositive?.value == 0.75)
    #expect(flips.pushes[0].toNegative?.value == -2)
    // Leaders: a, a, b.
    #expect(flips.pushes.map(\.led.value) == [2.0 / 3, 1.0 / 3])
  }

  @Test func `pushes add up to the mean difference towards the flip, less its base`() throws {
    let flips = try flips()
    // base 0.1: + 0.1 − 0.1 + 0.1 over three rows
    let sum = flips.pushes.reduce(0.1 / 3) { $0 + $1.mean.value }
    #expect(abs(flips.total!.value - sum) < 1e-15)
  }

  @Test func `without flips there is nothing to attribute`() throws {
    let flips = try FlipAttribution(
      of: difference, candidate: [true, true, true, true], production: [true, true, true, true])
    #expect(flips.pushes.isEmpty && flips.total == nil && flips.exhibit == nil)
    #expect(flips.findings.isEmpty)
    #expect(flips.flipped.value == 0)
  }

  @Test func `swapping the models leaves the pushes as they are`() throws {
    let turned = SampleAttributions.of(
      [[-1, 2, -0.5, -9], [-0.5, -1, -1, -9]], names: ["a", "b"], base: -0.1)
    let back = try FlipAttribution(
      of: turned, candidate: [false, true, false, true], production: [true, false, true, true])
    #expect(try back.pushes.map(\.mean) == flips().pushes.map(\.mean))
    #expect(try back.total == flips().total)
  }

  @Test func `findings and the table say the same`() throws {
    let flips = try flips()
    #expect(
      flips.findings.map(\.measure) == [
        "flip_attribution[feature=a]", "flip_attribution[feature=b]",
      ])
    #expect(flips.findings.allSatisfy { $0.count == 3 })
    let exhibit = try #require(flips.exhibit)
    #expect(exhibit.kind == "flip_attribution")
    #expect(exhibit.numbers("push") == flips.findings.map(\.estimate.value))
    #expect(exhibit.scalars["to_positive"] == 2)
  }

  @Test func `rows of no weight don't count`() throws {
    let flips = try FlipAttribution(
      of: difference, candidate: [true, false, true, true], production: [false, true, false, true],
      design: RowDesign(count: 4, weights: [1, 0, 1, 1]))
    #expect(flips.rows == [0, 2])
  }

  @Test func `errors of the background that all rows share are in the interval`() throws {
    let rows = 100
    func width(_ errors: AttributionErrors?) throws -> Double {
      let difference = Attributions(
        features: ["a"], outputs: ["y"], scale: .margin,
        values: SampleAttributions.uniform(rows, seed: 1), baseValues: [0], errors: errors)
      let flips = try FlipAttribution(
        of: difference, candidate: [Bool](repeating: true, count: rows),
        production: [Bool](repeating: false, count: rows))
      return try #require(flips.pushes[0].mean.standardError)
    }
    let ones = [Double](repeating: 1, count: rows)
    #expect(try width(AttributionErrors(background: ones)) > 1)
    #expect(try width(AttributionErrors(coalitions: ones)) == width(nil))
  }

  @Test func `decisions of other rows are refused`() {
    #expect(
      throws: AttributionError.refused("there are 1 and 4 decisions for 4 rows")
    ) {
      try FlipAttribution(
        of: difference, candidate: [true], production: [true, true, true, true])
    }
  }
}
