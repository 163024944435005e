import FoundationEssentials
import Testing

@testable import VaglioStatistics

struct ExactSumTests {
  /// Doubles of every sign and size, drawn as bit patterns.
  private func hostile(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed)
    return (0..<count).map { _ in
      let value = Double(bitPattern: generator.next())
      return value.isFinite ? value : 1
    }
  }

  @Test func `a sum is rounded once`() {
    #expect(ExactSum([1e16, 1, -1e16]).value == 1)
    #expect(ExactSum([0.1, 0.2, -0.3]).value == 2.7755575615628914e-17)
    #expect(ExactSum([1, 0x1p-53, 0x1p-106]).value == 1 + 0x1p-52)
    // Exactly half way: to even, downwards and upwards.
    #expect(ExactSum([1, 0x1p-53]).value == 1)
    #expect(ExactSum([1 + 0x1p-52, 0x1p-53]).value == 1 + 0x1p-51)
    #expect(ExactSum([-1, -0x1p-53, -0x1p-1074]).value == -1 - 0x1p-52)
  }

  @Test func `the smallest and the largest doubles survive`() {
    let least = Double.leastNonzeroMagnitude
    #expect(ExactSum([least]).value == least)
    #expect(ExactSum([least, -2 * least]).value == -least)
    #expect(ExactSum([.greatestFiniteMagnitude]).value == .greatestFiniteMagnitude)
    #expect(ExactSum([.leastNormalMagnitude, -least]).value == .leastNormalMagnitude - least)
    let greatest = Double.greatestFiniteMagnitude
    #expect(ExactSum([greatest, greatest]).value == .infinity)
    #expect(ExactSum([greatest, greatest, -greatest]).value == greatest)
    #expect(ExactSum().value == 0)
  }

  @Test func `a pair of values sums as the hardware adds`() {
    let values = hostile(2000, seed: 1)
    for (a, b) in zip(values, values.dropFirst()) {
      #expect(ExactSum([a, b]).value == a + b, "\(a) + \(b)")
    }
  }

  @Test(arguments: [1, 2, 3, 17, 2046, 2047, 2048, 5000])
  func `neither order nor partition shows in the state`(size: Int) throws {
    let values = hostile(9001, seed: 2)
    let whole = ExactSum(values)
    var generator = SeededGenerator(3)
    let shuffled = values.shuffled(using: &generator)
    var parts = stride(from: 0, to: shuffled.count, by: size).map {
      ExactSum(Array(shuffled[$0..<min($0 + size, shuffled.count)]))
    }
    parts.shuffle(using: &generator)
    let merged = parts.reduce(into: ExactSum()) { $0.merge($1) }
    #expect(merged == whole)
    #expect(merged.hashValue == whole.hashValue)
    #expect(merged.value.bitPattern == whole.value.bitPattern)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(merged) == encoder.encode(whole))
  }

  @Test func `ten thousand equal values do not overflow a limb`() {
    let greatest = Double(sign: .plus, exponent: 1000, significand: 2 - 0x1p-52)
    let sum = ExactSum([Double](repeating: greatest, count: 10_000))
    #expect(sum.value == 10_000 * greatest)
    #expect(ExactSum([Double](repeating: -greatest, count: 10_000)).value == -10_000 * greatest)
  }

  @Test func `a product is added without rounding`() {
    var sum = ExactSum()
    sum.add(product: 1 + 0x1p-52, 1 - 0x1p-52)
    sum.add(-1)
    #expect(sum.value == -0x1p-104)
  }

  @Test func `what is not finite stays`() {
    #expect(ExactSum([1, .nan, 2]).value.isNaN)
    #expect(ExactSum([1, .infinity]).value == .infinity)
    #expect(ExactSum([-.infinity, 1]).value == -.infinity)
    #expect(ExactSum([-.infinity, .infinity]).value.isNaN)
    var sum = ExactSum([1])
    sum.merge(ExactSum([.infinity]))
    #expect(sum.value == .infinity)
    #expect(sum != ExactSum([1]))
  }

  @Test func `a state reads back`() throws {
    let sum = ExactSum(hostile(100, seed: 4) + [.infinity])
    let read = try JSONDecoder().decode(ExactSum.self, from: JSONEncoder().encode(sum))
    #expect(read == sum)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        ExactSum.self, from: Data(#"{"limbs":[1,2],"exceptions":0}"#.utf8))
    }
  }

  @Test func `the rest of the rounding can be read off`() {
    let sum = ExactSum([1, 0x1p-60, 0x1p-104]).doubleDouble
    #expect(sum == DoubleDouble(high: 1, low: 0x1p-60 + 0x1p-104))
  }
}
