import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

struct ReplicatesTests {
  @Test func `intervals from given replicates meet their golden case`() throws {
    let golden = try Fixture.golden("comparison", "bootstrap_bca_given_replicates")
    let data = golden.input("data").doubles
    func statistic(_ values: [Double]) -> Double {
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return mean / (squares / (n - 1)).squareRoot()
    }
    let estimate = statistic(data)
    #expect(try golden.expects("theta_hat", [estimate]))
    let replicates = Replicates(estimate: estimate, golden.input("replicates").doubles)
    #expect(try golden.expects("z0", [replicates.biasCorrection]))
    let acceleration = Replicates.acceleration(
      jackknife: data.indices.map { left in
        statistic(data.indices.filter { $0 != left }.map { data[$0] })
      })
    #expect(try golden.expects("acceleration", [acceleration]))
    let level = ConfidenceLevel.ninetyFivePercent
    let bca = try #require(replicates.bca(level: level, acceleration: acceleration))
    #expect(try golden.expects("bca_ci", [bca.lower, bca.upper]))
    #expect(bca.method == "bootstrap-bca")
    let percentile = try #require(replicates.percentile(level: level))
    #expect(try golden.expects("percentile_ci", [percentile.lower, percentile.upper]))
    let basic = try #require(replicates.basic(level: level))
    #expect(try golden.expects("basic_ci", [basic.lower, basic.upper]))
  }

  @Test func `levels are answered as far as the replicates go`() throws {
    let replicates = Replicates(estimate: 500, (0...999).map(Double.init))
    let curve = try #require(ConfidenceCurve { replicates.percentile(level: $0) })
    // 5 of 1,000 are left beyond 2.576 deviates.
    #expect(curve.reach == 2.5)
    #expect(replicates.percentile(level: try #require(ConfidenceLevel(0.999))) == nil)
    #expect(Replicates(estimate: 1, []).percentile(level: .ninetyFivePercent) == nil)
    #expect(Replicates(estimate: 1, []).standardError == nil)
  }

  @Test func `replicates without a value are counted, and too many of them say nothing`() {
    let some = Replicates(estimate: 0, (0..<1000).map { $0 < 50 ? nil : Double($0) })
    #expect(some.undefinedCount == 50)
    #expect(some.percentile(level: .ninetyFivePercent) != nil)
    let many = Replicates(estimate: 0, (0..<1000).map { $0 < 51 ? nil : Double($0) })
    #expect(many.percentile(level: .ninetyFivePercent) == nil)
  }

  @Test func `an infinite correction falls back to percentiles and says so`() throws {
    let replicates = Replicates(estimate: -1, (0...999).map(Double.init))
    let interval = try #require(replicates.bca(level: .ninetyFivePercent, acceleration: 0))
    #expect(interval.method == "bootstrap-percentile")
    let broken = try #require(
      Replicates(estimate: 500, (0...999).map(Double.init)).bca(
        level: .ninetyFivePercent, acceleration: .nan))
    #expect(broken.method == "bootstrap-percentile")
  }
}

/// The tests that invert the intervals.
struct ReplicatePValueTests {
  private let replicates = Replicates(estimate: 4.5, (0...9).map(Double.init))

  @Test func `the percentile test counts replicates on the far side`() {
    // Three replicates at or below 2, eight at or above: 2·(1 + 3)/11.
    #expect(replicates.percentilePValue(of: 2) == 8.0 / 11)
    // None beyond: the floor 2/(B + 1); in the middle: 1.
    #expect(replicates.percentilePValue(of: -1) == 2.0 / 11)
    #expect(replicates.percentilePValue(of: 4.5) == 1)
  }

  @Test func `the basic test mirrors the percentile one`() {
    #expect(replicates.basicPValue(of: 7) == replicates.percentilePValue(of: 2))
  }

  @Test func `the test of BCa rejects just what its interval excludes`() throws {
    let drawn = Replicates(estimate: 480, (0..<2000).map { Double($0) * 0.5 })
    for acceleration in [-0.05, 0, 0.05] {
      let interval = try #require(
        drawn.bca(level: .ninetyFivePercent, acceleration: acceleration))
      // Bounds lie between two replicates: a step of one moves the p-value across 0.05.
      for bound in [interval.lower, interval.upper] {
        let outward = bound < 480 ? -2.0 : 2.0
        #expect(drawn.bcaPValue(of: bound + outward, acceleration: acceleration) < 0.05)
        #expect(drawn.bcaPValue(of: bound - outward, acceleration: acceleration) > 0.05)
      }
    }
  }
}
