import Testing

@testable import VaglioStatistics

struct RadixSortTests {
  /// The order by the standard library's comparison, ties by row.
  private func expected(_ values: [Double]) -> [UInt32] {
    values.indices.sorted { (values[$0], $0) < (values[$1], $1) }.map { UInt32($0) }
  }

  private static let shapes: [@Sendable (inout SeededGenerator) -> Double] = [
    { $0.uniform() },
    { ($0.uniform() * 10).rounded() - 5 },
    { $0.normal() * 1e300 },
    { _ in 0.25 },
    {
      let value = Double(bitPattern: $0.next())
      return value.isNaN ? -.infinity : value
    },
    { $0.uniform() < 0.5 ? 0.0 : -0.0 },
    { 1 + Double($0.next() % 1000) * 0x1p-52 },
    { $0.uniform() < 0.99 ? 0.5 + $0.uniform() * 1e-12 : $0.uniform() * 1e9 },
  ]

  @Test(arguments: shapes.indices, [0, 1, 2, 24, 25, 1000, 40_000])
  func `rows come in the order of their values, ties by row`(shape: Int, count: Int) {
    var generator = SeededGenerator(UInt64(7 + count))
    let values = (0..<count).map { _ in Self.shapes[shape](&generator) }
    #expect(RadixSort.order(of: values) == expected(values))
  }

  @Test func `NaN is refused`() async {
    await #expect(processExitsWith: .failure) { _ = RadixSort.order(of: [1, .nan]) }
  }

  @Test func `keys keep order and read back`() {
    let values = [-.infinity, -1e300, -1, -0x1p-1074, 0, 0x1p-1074, 1, 1e300, .infinity]
    let keys = values.map { RadixSort.key($0) }
    #expect(keys == keys.sorted())
    #expect(Set(keys).count == keys.count)
    #expect(keys.map { RadixSort.value(ofKey: $0) } == values)
    #expect(RadixSort.key(-0.0) == RadixSort.key(0))
  }

  @Test func `equal scores form groups`() {
    let order = ScoreOrder([0.5, 0.1, 0.5, -0.0, 0.0])
    #expect(order.rows == [3, 4, 1, 0, 2])
    #expect(order.groupEnds == [2, 3, 5])
    #expect(Array(order.rows(inGroup: 2)) == [0, 2])
    #expect(ScoreOrder([]).groupCount == 0)
  }
}
