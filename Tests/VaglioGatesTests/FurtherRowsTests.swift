import Testing

@testable import VaglioGates

struct FurtherRowsTests {
  private func rows(
    _ region: Region, value: Double, _ lower: Double, _ upper: Double, count: Int = 100
  ) -> FurtherRows {
    .settling(
      region, value: value, bounds: (lower, upper), deviate: 0.841_621_233_572_914_3, count: count)
  }

  // With z = z₀.₈ the formula is n·(2h/g)² − n, which can be checked by hand.

  @Test func `the bound on the threshold's side and the distance to it decide`() {
    // g = 1, h = 2: 100·16 − 100. The other side's width doesn't matter.
    #expect(rows(.atLeast(0), value: 1, -1, 1.5) == .expected(1500))
    #expect(rows(.atMost(0), value: 1, -1, 9) == .expected(1500))
    #expect(rows(.atLeast(0), value: -1, -9, 1) == .expected(1500))
  }

  @Test func `from inside a region the end that needs more rows counts, from outside the nearest`()
  {
    // To the left g = 3, h = 2; to the right g = 1, h = 2.
    #expect(rows(.within(-2...2), value: 1, -1, 3) == .expected(1500))
    // Outside: g = 1 to the end at 2, h = 2.
    #expect(rows(.within(-2...2), value: 3, 1, 5) == .expected(1500))
    #expect(rows(.within(-2...2), value: -3, -5, -1) == .expected(1500))
  }

  @Test func `an estimate on the threshold is settled by no number of rows`() {
    #expect(rows(.atLeast(1), value: 1, 0, 2) == .none)
    #expect(FurtherRows.none.count == nil)
  }

  @Test func `more rows than a billion are not told`() {
    #expect(rows(.atLeast(0), value: 1e-4, -1, 1) == .beyondCount)
    #expect(rows(.atLeast(0), value: .leastNonzeroMagnitude, -1, 1) == .beyondCount)
    #expect(rows(.atLeast(0), value: 1, -1, 2, count: .max) == .beyondCount)
  }

  @Test func `without a count, or with bounds that miss the value, nothing is told`() {
    #expect(rows(.atLeast(0), value: 1, -1, 2, count: 0) == .unknown)
    #expect(rows(.atLeast(0), value: 1, -1, 0.5) == .unknown)
    #expect(FurtherRows.unknown.words(on: "") == "")
  }

  @Test func `four in five repetitions clear the threshold`() {
    // The formula's claim by simulation: estimate ~ N(g, s√(n/n′)), and the interval around it.
    let (gap, half, deviate) = (0.02, 0.04, 1.959_963_984_540_054)
    guard
      case .expected(let further) = FurtherRows.settling(
        .atLeast(0), value: gap, bounds: (gap - half, gap + half), deviate: deviate, count: 1000)
    else {
      Issue.record("no number")
      return
    }
    let error = half / deviate * (1000 / Double(1000 + further)).squareRoot()
    var generator = SplitMix(state: 3)
    let trials = 8_000
    let cleared = (0..<trials).count { _ in
      // The sum of 12 uniform numbers less 6 is normal to within the tolerance of this test.
      let normal = (0..<12).reduce(-6.0) { sum, _ in sum + generator.next(in: 0...1) }
      return gap + normal * error - deviate * error >= 0
    }
    // Four standard errors of a share, 0.018, and 0.003 for the approximate normal.
    #expect((Double(cleared) / Double(trials) - 0.8).magnitude < 0.021)
  }
}
