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
