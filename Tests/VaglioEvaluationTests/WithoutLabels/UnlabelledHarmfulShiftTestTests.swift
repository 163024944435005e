import Foundation
import Testing
import VaglioEvaluation
import VaglioStatistics

struct UnlabelledHarmfulShiftTestTests {
  /// Errors of a model whose guess of them is right: r̂ = P(error).
  static func rows(
    _ count: Int, seed: UInt64, power: Double
  ) -> (guesses: [Double], losses: [Double]) {
    var (guesses, losses) = ([Double](), [Double]())
    for row in 0..<count {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      // Mean ½/(power + 1): a smaller power is a harder mix of rows.
      let guess = 0.5 * pow(SimulatedScores.uniform(draws[0]), power)
      guesses.append(guess)
      losses.append(SimulatedScores.uniform(draws[1]) < guess ? 1 : 0)
    }
    return (guesses, losses)
  }

  static func watch(
    _ count: Int = 8000, seed: UInt64 = 1, tolerance: Double = 0.02, alpha: Double = 0.05,
    groups: Int = 4
  ) throws -> UnlabelledHarmfulShiftTest {
    let rows = rows(count, seed: seed, power: 3)
    return try UnlabelledHarmfulShiftTest(
      guesses: rows.guesses, losses: rows.losses, keys: (0..<count).map { UInt64($0) },
      groups: groups, tolerance: tolerance, alpha: alpha, seed: 7)
  }

  @Test func `bounds lie on their sides of the means`() throws {
    let watch = try Self.watch()
    #expect(watch.groups.count == 4 && watch.cuts.count == 3)
    for group in watch.groups {
      #expect(group.lowerBound < group.meanLoss || group.meanLoss == 0)
    }
    let rows = watch.groups.reduce(0) { $0 + $1.count }
    let mean = watch.groups.reduce(0) { $0 + $1.meanLoss * Double($1.count) } / Double(rows)
    #expect(watch.sourceBound > mean && watch.limit == watch.sourceBound + 0.02)
    #expect(abs(Double(rows) - 6000) < 200)
    #expect(watch.lowerBound(ofGuess: 0.5) == watch.groups[3].lowerBound)
    #expect(watch.lowerBound(ofGuess: -1) == watch.groups[0].lowerBound)
    #expect(watch.lowerBound(ofGuess: watch.cuts[1]) == watch.groups[1].lowerBound)
  }

  @Test func `a harder mix of rows rings, the old one and an easier one do not`() throws {
    var watch = try Self.watch()
    _ = try watch.take(Self.rows(20_000, seed: 2, power: 3).guesses)
    #expect(!watch.isAlarmed && watch.rowCount == 20_000)
    watch.reset()
    _ = try watch.take(Self.rows(20_000, seed: 3, power: 6).guesses)
    #expect(!watch.isAlarmed)
    watch.reset()
    // A mean loss of .25 where there was .125.
    let taken = try watch.take(Self.rows(20_000, seed: 4, power: 1).guesses)
    #expect(watch.isAlarmed && taken < 2000)
  }

  @Test func `it does not hang on the order of labelled rows nor on blocks`() throws {
    let rows = Self.rows(4000, seed: 1, power: 3)
    let keys = (0..<4000).map { UInt64($0) }
    func watch(_ order: [Int]) throws -> UnlabelledHarmfulShiftTest {
      try UnlabelledHarmfulShiftTest(
        guesses: order.map { rows.guesses[$0] }, losses: order.map { rows.losses[$0] * 0.7 },
        keys: order.map { keys[$0] }, tolerance: 0.05, alpha: 0.05, seed: 7)
    }
    var (one, other) = (try watch(Array(0..<4000)), try watch((0..<4000).reversed()))
    #expect(one == other)
    let stream = Self.rows(500, seed: 5, power: 2).guesses
    _ = try one.take(stream)
    for guess in stream { _ = try other.take([guess]) }
    #expect(one == other)
    let saved = try JSONDecoder().decode(
      UnlabelledHarmfulShiftTest.self, from: JSONEncoder().encode(one))
    #expect(saved == one)
  }

  @Test func `what can't ring or is no number is refused by name`() throws {
    #expect(throws: SequentialError.self) { try Self.watch(tolerance: 0.9) }
    #expect(throws: SequentialError.self) { try Self.watch(60) }
    #expect(throws: SequentialError.self) { try Self.watch(tolerance: .nan) }
    #expect(throws: SequentialError.setting("groups", expected: "between 2 and 20, not 1")) {
      try Self.watch(groups: 1)
    }
    func watch(_ guesses: [Double], _ losses: [Double]) throws -> UnlabelledHarmfulShiftTest {
      try UnlabelledHarmfulShiftTest(
        guesses: guesses, losses: losses, keys: guesses.indices.map { UInt64($0) },
        tolerance: 0.02, alpha: 0.05, seed: 1)
    }
    // One guess for all tells nothing.
    #expect(throws: SequentialError.self) {
      try watch([Double](repeating: 0.3, count: 500), (0..<500).map { $0 % 3 == 0 ? 1 : 0 })
    }
    #expect(throws: SequentialError.notFinite(row: 1)) { try watch([0.1, .nan], [0, 0]) }
    #expect(throws: SequentialError.outsideRange(2, row: 0, 0...1)) {
      try watch([0.1, 0.2], [2, 0])
    }
    #expect(throws: SequentialError.unequalCounts(1, 2)) {
      try UnlabelledHarmfulShiftTest(
        guesses: [0.1], losses: [0, 1], keys: [1, 2], tolerance: 0, alpha: 0.05, seed: 1)
    }
    var good = try Self.watch()
    #expect(throws: SequentialError.notFinite(row: 1)) { try good.take([0.1, .infinity]) }
    #expect(good.rowCount == 0)
  }
}
