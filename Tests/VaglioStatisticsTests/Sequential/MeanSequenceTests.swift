import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// The confidence sequences for means: goldens, then laws.
struct MeanSequenceTests {
  private func lowersAndUppers(
    _ sequence: some ConfidenceSequence, _ values: [Double]
  ) throws -> [[Double]] {
    var sequence = sequence
    let bounds = try SequentialFixture("evidence").path(values) {
      try sequence.add([$0])
    } _: {
      try sequence.bounds()
    }
    return [bounds.map(\.lower), bounds.map(\.upper)]
  }

  private func expected(_ name: String) throws -> [[Double]] {
    try #require(SequentialFixture("evidence")[name].array).map(\.doubles)
  }

  @Test func `the asymptotic sequence meets its formula`() throws {
    let golden = try SequentialFixture("evidence")
    let sequence = try AsymptoticSequence(
      NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 500), minimumCount: 2)
    var grown = sequence
    // Rows 1 and 2 of the fixture have no or too small a variance to speak of; the rest must agree.
    for (row, x) in golden.numbers("skewed").enumerated() {
      try grown.add([x])
      guard row > 1, let look = golden.looks.firstIndex(of: row + 1) else { continue }
      let bounds = try grown.bounds()
      let want = try expected("asymptotic").map { $0[look] }
      #expect(agree([bounds.lower, bounds.upper], want))
    }
  }

  @Test func `the empirical Bernstein sequence meets its formula`() throws {
    let golden = try SequentialFixture("evidence")
    let got = try lowersAndUppers(
      EmpiricalBernsteinSequence(alpha: 0.05), golden.numbers("unit"))
    for (got, want) in zip(got, try expected("empirical_bernstein")) { #expect(agree(got, want)) }
  }

  @Test func `the betting sequence meets confseq's hedged one`() throws {
    let golden = try SequentialFixture("evidence")
    let got = try lowersAndUppers(
      BettingSequence(alpha: 0.05, steps: 200), golden.numbers("unit"))
    for (got, want) in zip(got, try expected("hedged")) { #expect(agree(got, want, 1e-12)) }
  }

  @Test func `the running average's sequence meets confseq's stitched boundary`() throws {
    let golden = try SequentialFixture("evidence")
    let got = try lowersAndUppers(
      RunningAverageSequence(alpha: 0.05, leastVariance: 2), golden.numbers("unit"))
    for (got, want) in zip(got, try expected("running_average")) { #expect(agree(got, want)) }
    for row in try #require(golden["stitching"].array).map(\.doubles) {
      let boundary = try StitchedBoundary(alpha: row[1], leastVariance: row[2], scale: row[3])
      #expect(agree([boundary(row[0])], [row[4]], 1e-12))
    }
  }

  @Test func `zeta has its known values`() {
    #expect(agree([RiemannZeta.value(2)], [.pi * .pi / 6], 1e-15))
    #expect(agree([RiemannZeta.value(4)], [.pi * .pi * .pi * .pi / 90], 1e-15))
    // DLMF 25.6; ζ(3/2) = 2.612375348685488…
    #expect(agree([RiemannZeta.value(1.5)], [2.612_375_348_685_488], 1e-15))
  }

  @Test func `asymptotic states merge in any order to the bit`() throws {
    let golden = try SequentialFixture("evidence")
    let values = golden.numbers("skewed").map { $0 * 1e6 + 1e9 }
    let empty = try AsymptoticSequence(
      NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 500))
    var whole = empty
    try whole.add(values)
    var parts = try stride(from: 0, to: 400, by: 37).map { start in
      var part = empty
      try part.add(Array(values[start..<min(start + 37, 400)].reversed()))
      return part
    }
    parts.reverse()
    var merged = empty
    for part in parts { try merged.merge(part) }
    #expect(merged == whole)
    #expect(try merged.bounds() == whole.bounds())
    let other = try AsymptoticSequence(
      NormalMixtureBoundary(alpha: 0.1, sides: .both, plannedCount: 500))
    #expect(throws: SequentialError.differentSettings) { try merged.merge(other) }
    let saved = try JSONEncoder().encode(merged)
    #expect(try JSONDecoder().decode(AsymptoticSequence.self, from: saved) == whole)
  }

  @Test func `a weighted sequence of equal weights is the plain one`() throws {
    let values = try SequentialFixture("evidence").numbers("skewed")
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 500)
    var plain = try AsymptoticSequence(boundary)
    try plain.add(values)
    var weighted = try WeightedAsymptoticSequence(boundary)
    try weighted.add(values, weights: values.map { _ in 0.25 })
    let (one, other) = (try plain.bounds(), try weighted.bounds())
    #expect(agree([one.lower, one.upper], [other.lower, other.upper], 1e-13))
    #expect(weighted.effectiveCount == 400)
    #expect(throws: SequentialError.self) { try weighted.add([1], weights: [-1]) }
    #expect(throws: SequentialError.unequalCounts(1, 2)) {
      try weighted.add([1], weights: [1, 1])
    }
  }

  @Test func `weights count by what they say, and few effective rows say nothing`() throws {
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 500)
    var sequence = try WeightedAsymptoticSequence(boundary, minimumCount: 2)
    // Mean (1·0 + 3·1)/4 = 0.75; Σw²(x − θ)² = 0.5625 + 9·0.0625 = 1.125; se = √1.125/4.
    try sequence.add([0, 1], weights: [1, 3])
    // Effective count 16/10 = 1.6: fewer than 2.
    #expect(throws: Undefined.self) { try sequence.bounds() }
    try sequence.add([0, 1], weights: [1, 3])
    // Twice the rows: effective 3.2, counted as 3; se = √2.25/8.
    let margin = 2.25.squareRoot() / 8 * 3.0.squareRoot() * boundary.radius(count: 3)
    let bounds = try sequence.bounds()
    #expect(bounds.estimate == 0.75)
    #expect(agree([bounds.upper], [0.75 + margin], 1e-14))
  }

  /// Bounded sequences of the same values, mirrored or stretched.
  private func mirrored<S: ConfidenceSequence>(
    _ make: (ClosedRange<Double>) throws -> S
  ) throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    var (plain, mirror, stretched) = (try make(0...1), try make(0...1), try make(-3...7))
    try plain.add(values)
    try mirror.add(values.map { 1 - $0 })
    try stretched.add(values.map { 10 * $0 - 3 })
    let (a, b, c) = (try plain.bounds(), try mirror.bounds(), try stretched.bounds())
    #expect(agree([a.lower, a.upper], [1 - b.upper, 1 - b.lower], 1e-11))
    #expect(agree([10 * a.lower - 3, 10 * a.upper - 3], [c.lower, c.upper], 1e-11))
    #expect(a.lower < a.estimate && a.estimate < a.upper)
  }

  @Test func `bounded sequences keep symmetry and scale`() throws {
    try mirrored { try EmpiricalBernsteinSequence(alpha: 0.05, range: $0) }
    try mirrored { try BettingSequence(alpha: 0.05, range: $0) }
    try mirrored { try RunningAverageSequence(alpha: 0.05, range: $0) }
  }

  /// A smaller α is wider at every look; blocks, saving and refused blocks change nothing.
  private func laws<S: ConfidenceSequence>(_ make: (Double) throws -> S) throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    var (wide, narrow, whole) = (try make(0.01), try make(0.1), try make(0.1))
    for start in stride(from: 0, to: 400, by: 10) {
      let block = Array(values[start..<(start + 10)])
      try wide.add(block)
      try narrow.add(block)
      narrow = try JSONDecoder().decode(S.self, from: JSONEncoder().encode(narrow))
      let (w, n) = (try wide.bounds(), try narrow.bounds())
      #expect(w.lower <= n.lower && n.upper <= w.upper)
    }
    try whole.add(values)
    #expect(whole == narrow)
    #expect(throws: SequentialError.notFinite(row: 1)) { try whole.add([0.5, .nan]) }
    #expect(throws: SequentialError.outsideRange(1.5, row: 2, 0...1)) {
      try whole.add([0.5, 1, 1.5])
    }
    #expect(whole == narrow)
    #expect(throws: Undefined.self) { try make(0.1).bounds() }
    #expect(throws: SequentialError.self) { try make(0) }
  }

  @Test func `bounded sequences widen with confidence and do not depend on blocks`() throws {
    try laws { try EmpiricalBernsteinSequence(alpha: $0) }
    try laws { try BettingSequence(alpha: $0) }
    try laws { try RunningAverageSequence(alpha: $0) }
  }

  @Test func `settings without meaning are refused`() {
    #expect(throws: SequentialError.self) {
      try EmpiricalBernsteinSequence(alpha: 0.1, range: 1...1)
    }
    #expect(throws: SequentialError.self) {
      try RunningAverageSequence(alpha: 0.1, range: 0...Double.infinity)
    }
    #expect(throws: SequentialError.self) { try BettingSequence(alpha: 0.1, steps: 1) }
    #expect(throws: SequentialError.self) {
      try BettingSequence(alpha: 0.1, steps: 1_000_000_000)
    }
    #expect(throws: SequentialError.self) {
      try RunningAverageSequence(alpha: 0.1, leastVariance: 0)
    }
  }

  @Test func `means that move refute every single mean`() throws {
    var sequence = try EmpiricalBernsteinSequence(alpha: 0.05)
    try sequence.add(Array(repeating: 0, count: 2000) + Array(repeating: 1, count: 20_000))
    #expect(throws: Undefined.self) { try sequence.bounds() }
    var running = try RunningAverageSequence(alpha: 0.05)
    try running.add(Array(repeating: 0, count: 2000) + Array(repeating: 1, count: 20_000))
    let bounds = try running.bounds()
    #expect(bounds.lower < 20.0 / 22 && bounds.upper > 20.0 / 22)
  }

  @Test func `a damaged state is refused`() throws {
    var sequence = try BettingSequence(alpha: 0.05, steps: 10)
    try sequence.add([0.5])
    let saved = try #require(String(data: JSONEncoder().encode(sequence), encoding: .utf8))
    let damaged = saved.replacing(#""highest":10"#, with: #""highest":11"#)
    #expect(damaged != saved)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(BettingSequence.self, from: Data(damaged.utf8))
    }
  }
}
