import Glibc
import Testing
import VaglioFindings
import VaglioStatistics

@testable import VaglioDrift

/// What holds of every distance.
struct DriftLawTests {
  struct Pair: Sendable, CustomStringConvertible {
    let description: String
    let first: [Double]
    let second: [Double]
  }

  static let pairs: [Pair] = {
    var sampling = Sampling(seed: 3)
    return [
      Pair(
        description: "normal", first: sampling.numbers(300) { $0.normal() },
        second: sampling.numbers(211) { $0.normal() + 0.3 }),
      Pair(
        description: "tied", first: sampling.numbers(150) { ($0.normal() * 2).rounded() },
        second: sampling.numbers(150) { ($0.normal() * 2 + 1).rounded() }),
      Pair(
        description: "zero-inflated",
        first: sampling.numbers(200) { $0.unit() < 0.5 ? 0 : $0.unit() },
        second: sampling.numbers(90) { $0.unit() < 0.4 ? 0 : $0.unit() }),
      Pair(description: "two rows", first: [1, 2], second: [2, 3]),
      Pair(description: "apart", first: [1, 2, 3, 4], second: [10, 11, 12]),
    ]
  }()

  @Test(arguments: pairs)
  func `reference and current can be exchanged to the bit`(pair: Pair) {
    #expect(compared(pair.first, pair.second) == compared(pair.second, pair.first))
  }

  @Test(arguments: pairs)
  func `the order of rows does not matter to the bit`(pair: Pair) {
    #expect(
      compared(pair.first, pair.second)
        == compared(pair.first.reversed(), Array(pair.second.dropFirst() + pair.second.prefix(1))))
  }

  @Test(arguments: pairs)
  func `a monotone map moves no distance of ranks`(pair: Pair) {
    let plain = compared(pair.first, pair.second)
    let mapped = compared(pair.first.map { exp($0 / 4) - 7 }, pair.second.map { exp($0 / 4) - 7 })
    for distance in DriftDistance.ofNumbers
    where ![.wasserstein, .scaledWasserstein, .energy].contains(distance) {
      #expect(plain[distance] == mapped[distance], "\(distance)")
    }
  }

  @Test(arguments: pairs)
  func `a change of unit moves distances as it should`(pair: Pair) {
    // A power of two, so that no rounding comes in.
    let plain = compared(pair.first, pair.second)
    let scaled = compared(pair.first.map { $0 * 4 }, pair.second.map { $0 * 4 })
    #expect(scaled[.wasserstein].plugIn == plain[.wasserstein].plugIn.map { $0 * 4 })
    #expect(scaled[.scaledWasserstein].plugIn == plain[.scaledWasserstein].plugIn)
    #expect(isNear(scaled[.energy].plugIn, (plain[.energy].plugIn ?? -1) * 2))
  }

  @Test(arguments: pairs)
  func `a column has no distance from itself, and no test sees one`(pair: Pair) {
    for found in compared(pair.first, pair.first) {
      #expect(found.plugIn == 0, "\(found.distance)")
      #expect(found.estimate.value == 0)
      #expect(found.estimate.interval?.lower == 0)
      #expect((found.estimate.interval?.upper ?? 0) > 0, "a sample proves no identity")
      #expect((found.test?.pValue ?? 0) > 0.9, "\(found.distance)")
    }
  }

  @Test(arguments: pairs)
  func `intervals hold their value, lie in the range, and nest`(pair: Pair) throws {
    for found in compared(pair.first, pair.second) {
      let value = try #require(found.estimate.value)
      let interval = try #require(found.estimate.interval, "\(found.distance)")
      #expect(interval.contains(value), "\(found.distance): \(value) in \(interval)")
      #expect(interval.lower >= 0 && interval.upper <= found.distance.most)
      let curve = try #require(found.estimate.curve)
      #expect(curve.reach == 6)
      let own = try #require(curve.bounds(atDeviate: 1.959_963_984_540_054))
      #expect(abs(own.upper - interval.upper) <= 0.02 * (1 + interval.upper))
    }
  }

  @Test func `distances of a small case are those worked out by hand`() {
    // F − G for {1, 3} and {2}: ½ on [1,2), −½ on [2,3), 0 beyond.
    let found = OrderedDistances(TiedPair([1, 3], [2]))
    #expect(found.kolmogorovSmirnov == 0.5)
    #expect(found.wasserstein == 1)  // ½·1 + ½·1
    #expect(found.energySquare == 0.5)  // ¼·1 + ¼·1
    // Halfway: ¼ at 1, 0 at 2, −¼ at 3; mean of squares over three rows.
    #expect(isNear(found.cramerVonMises, (1 / 16.0 + 0 + 1 / 16.0) / 3))
  }

  @Test func `the exact Kolmogorov–Smirnov p-value is the share of all divisions`() {
    // All ways to choose which 3 of these 7 pooled values are the reference's.
    let values = [1.0, 1, 2, 3, 3, 3, 5]
    for chosen in 0..<(1 << 7) where chosen.nonzeroBitCount == 3 {
      let (p, share) = (exact(values, chosen), brute(values, chosen))
      #expect(abs(p - share) < 1e-12)
    }
  }

  private func pair(_ values: [Double], _ chosen: Int) -> TiedPair {
    TiedPair(
      values.indices.filter { chosen >> $0 & 1 == 1 }.map { values[$0] },
      values.indices.filter { chosen >> $0 & 1 == 0 }.map { values[$0] })
  }

  private func exact(_ values: [Double], _ chosen: Int) -> Double {
    let pair = pair(values, chosen)
    let distance = OrderedDistances(pair).kolmogorovSmirnov
    return KolmogorovSmirnovTest(pair, distance: distance) { -1 }.pValue
  }

  private func brute(_ values: [Double], _ chosen: Int) -> Double {
    let own = OrderedDistances(pair(values, chosen)).kolmogorovSmirnov
    let all = (0..<(1 << 7)).filter { $0.nonzeroBitCount == 3 }
    let far = all.filter { OrderedDistances(pair(values, $0)).kolmogorovSmirnov >= own - 1e-12 }
    return Double(far.count) / Double(all.count)
  }

  @Test func `the null law of a quadratic distance has the mean of all divisions`() throws {
    let values = [1.0, 1, 2, 3, 3, 4, 6, 6, 9]
    let divisions = (0..<(1 << 9)).filter { $0.nonzeroBitCount == 4 }.map { pair(values, $0) }
    let cells = RankCells(divisions[0])
    let shares = try #require(SampledShares(reference: cells.reference, current: cells.current))
    let law = QuadraticLaw(
      null: BridgeCovariance(pooled: shares, at: .ends), BridgeCovariance(shares, at: .ends),
      weights: cells.squareWidths)
    let found = divisions.map { OrderedDistances($0).energySquare }
    let mean = found.reduce(0, +) / Double(found.count)
    #expect(isNear(law.mean, mean))
  }

  @Test func `levels can be exchanged and reordered to the bit`() {
    let (a, b) = ([30, 40, 50, 9, 12], [44, 31, 60, 20, 7])
    #expect(compared(levels: a, b) == compared(levels: b, a))
    let names: [String?] = ["a", "b", "c", "d", nil]
    let counts = LevelCounts(names: names, reference: a, current: b)
    #expect(counts.totals == (141, 162))
  }

  @Test func `equal proportions of different numbers of rows are no drift`() {
    // whylogs called these different with p = 1.7e-34.
    for found in compared(levels: [400, 600], [40000, 60000]) {
      #expect((found.test?.pValue ?? 0) > 0.99)
      #expect(found.estimate.value == 0)
    }
  }

  @Test func `rare levels are joined by their pooled counts, and too many are refused`() throws {
    let joined = try CellCounts(reference: [500, 400, 2, 1, 3], current: [450, 420, 4, 0, 2])
      .joiningRare()
    // Expected 5.9, …: levels 3, 4 and 5 have 6, 1 and 5 rows, 12 in all, 6.1 of them expected.
    #expect(joined.joined == 3)
    #expect(joined.reference == [500, 400, 6])
    let all = compared(
      levels: (0..<400).map { $0 < 200 ? 1 : 0 }, (0..<400).map { $0 < 200 ? 0 : 1 })
    #expect(all.allSatisfy { $0.estimate.undefined?.reason.contains("rare") == false })
    #expect(
      all.allSatisfy { $0.estimate.undefined?.reason.contains("expected fewer than five") ?? false }
    )
  }

  @Test func `one level on both sides is a distance of nought with a bound`() throws {
    for found in compared(levels: [200], [300]) {
      #expect(found.estimate.value == 0 && found.test?.pValue == 1)
      let upper = try #require(found.estimate.interval?.upper)
      #expect(upper > 0 && upper < 0.3, "\(found.distance) \(upper)")
    }
  }

  @Test func `constants, one row and infinities have defined results`() {
    for found in compared([3, 3, 3], [3, 3, 3, 3]) { #expect(found.estimate.value == 0) }
    for found in compared([3], [4, 5]) { #expect(found.estimate.undefined == .fewRows) }
    let infinite = compared([1, 2, .infinity, 3], [1, -.infinity, 2, 3, 4])
    #expect(infinite[.wasserstein].estimate.undefined?.reason == "2 values are infinite")
    #expect(infinite[.energy].estimate.undefined != nil)
    #expect(infinite[.kolmogorovSmirnov].estimate.value != nil)
    let apart = compared([1, 1, 1], [2, 2, 2, 2])
    #expect(apart[.kolmogorovSmirnov].plugIn == 1)
    #expect(apart[.scaledWasserstein].estimate.value != nil)
  }

  @Test func `a tolerance is met, broken, or open`() {
    let estimate = Estimate(
      0.1,
      Uncertainty(at: .ninetyFivePercent) { level in
        Interval(lower: 0.05, upper: 0.2, level: level, method: "x")
      })
    #expect(ToleranceVerdict(estimate, tolerance: 0.04) == .drifted)
    #expect(ToleranceVerdict(estimate, tolerance: 0.05) == .inconclusive)
    #expect(ToleranceVerdict(estimate, tolerance: 0.2) == .notDrifted)
    #expect(ToleranceVerdict(Estimate(0.1), tolerance: 0.2) == .notEvaluated)
  }
}
