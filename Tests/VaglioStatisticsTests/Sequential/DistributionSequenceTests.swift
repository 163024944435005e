import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

struct DistributionSequenceTests {
  private let cuts = (1..<100).map { Double($0) / 100 }

  @Test func `the band meets confseq's empirical process bound`() throws {
    for row in try #require(SequentialFixture("evidence")["band"].array).map(\.doubles) {
      let band = try DistributionBand(alpha: row[1], leastCount: Int(row[2]))
      #expect(agree([band.halfWidth(count: Int(row[0]))], [row[3]]))
    }
    // The closed form that the paper states for 0.85: C ≤ 0.8·log(1612/α).
    let band = try DistributionBand(alpha: 0.05)
    #expect(band.halfWidth(count: 1000) < 0.0867)
    #expect(try DistributionBand(alpha: 0.05, leastCount: 10).halfWidth(count: 9) == .infinity)
  }

  @Test func `states merge in any order, and blocks do not matter`() throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    let empty = try DistributionSequence(DistributionBand(alpha: 0.05), cuts: cuts)
    var (whole, first, second) = (empty, empty, empty)
    try whole.add(values)
    try first.add(Array(values[..<150].reversed()))
    try second.add(Array(values[150...]))
    try second.merge(first)
    #expect(second == whole)
    let saved = try JSONEncoder().encode(whole)
    #expect(try JSONDecoder().decode(DistributionSequence.self, from: saved) == whole)
    let text = try #require(String(data: saved, encoding: .utf8))
    #expect(throws: DecodingError.self) {
      let damaged = text.replacing(#""rowCount":400"#, with: #""rowCount":401"#)
      return try JSONDecoder().decode(DistributionSequence.self, from: Data(damaged.utf8))
    }
  }

  @Test func `shares are those of a plain count, values on cuts included`() throws {
    var sequence = try DistributionSequence(DistributionBand(alpha: 0.05), cuts: [0, 1, 2])
    try sequence.add([-1, 0, 0.5, 1, 1, 2, 2.5, 9])
    // At or below 0: two of eight; 1: five; 2: six.
    #expect(try sequence.cumulativeShares() == [0.25, 0.625, 0.75])
  }

  @Test func `a quantile lies between cuts that the band vouches for`() throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    var sequence = try DistributionSequence(DistributionBand(alpha: 0.05), cuts: cuts)
    for _ in 0..<10 { try sequence.add(values) }
    let half = sequence.band.halfWidth(count: 4000)
    for probability in [0.1, 0.5, 0.9] {
      let bounds = try sequence.bounds(quantile: probability)
      func share(_ place: Double) -> Double {
        Double(values.count { $0 <= place }) / 400
      }
      // By brute force over the cuts.
      let lower = cuts.last { share($0) + half < probability } ?? -.infinity
      let upper = cuts.first { share($0) - half >= probability } ?? .infinity
      #expect(bounds.lower == lower && bounds.upper == upper)
      #expect(lower < upper)
    }
    #expect(throws: Undefined.self) { try sequence.bounds(quantile: 1) }
  }

  @Test func `cuts must ascend and values be finite`() throws {
    let band = try DistributionBand(alpha: 0.05)
    for cuts in [[], [1, 1], [2, 1], [.nan], [.infinity]] as [[Double]] {
      #expect(throws: SequentialError.self) { try DistributionSequence(band, cuts: cuts) }
    }
    var sequence = try DistributionSequence(band, cuts: [0])
    #expect(throws: SequentialError.notFinite(row: 0)) { try sequence.add([.infinity]) }
    #expect(throws: Undefined.self) { try sequence.bounds() }
  }

  @Test func `bins are found as by counting`() {
    for count in 1...40 {
      let cuts = (0..<count).map { Double($0) }
      for value in stride(from: -0.5, through: Double(count), by: 0.5) {
        #expect(Cuts.bin(of: value, in: cuts) == cuts.count { $0 < value })
      }
    }
  }

  @Test func `a drift beyond the tolerance rings, at the same row for all blocks`() throws {
    var generator = SeededGenerator(61)
    let reference = (0..<5000).map { _ in generator.normal() }
    let stream = (0..<20_000).map { _ in generator.normal() + 0.4 }
    let quiet = try KolmogorovDriftDetector(reference: reference, alpha: 0.05)
    var (whole, pieces) = (quiet, quiet)
    let taken = try whole.take(stream)
    #expect(whole.isAlarmed && taken % 100 == 0)
    var count = 0
    while !pieces.isAlarmed {
      count += try pieces.take(Array(stream[count..<(count + 33)]))
    }
    #expect(count == taken && pieces == whole)
    // The true distance of a shift of 0.4 is 2Φ(0.2) − 1 = 0.1585: within a tolerance of 0.2.
    var tolerant = try KolmogorovDriftDetector(reference: reference, alpha: 0.05, tolerance: 0.2)
    #expect(try tolerant.take(stream) == 20_000)
    #expect(abs(tolerant.distance - 0.1585) < 0.02)
  }

  @Test func `the distance is the greatest difference at the cuts`() throws {
    var detector = try KolmogorovDriftDetector(
      reference: [1, 2, 3, 4], alpha: 0.05, lookEvery: 4)
    _ = try detector.take([3, 3, 4, 9])
    // At 2: 0.5 of the reference, none of the rows.
    #expect(detector.distance == 0.5)
    #expect(throws: SequentialError.self) {
      try KolmogorovDriftDetector(reference: [], alpha: 0.05)
    }
  }
}
