import Testing

@testable import VaglioStatistics

struct DoubleDoubleTests {
  @Test func `differences of large squares keep their digits`() {
    // n·Σy² − (Σy)² for y = c, c+1 is 1 whatever c is: here 2·(c² + (c+1)²) − (2c+1)².
    let c = 94_906_265.0
    let one = DoubleDouble(1)
    let next = DoubleDouble(c) + one
    let squares = DoubleDouble(c) * DoubleDouble(c) + next * next
    let sum = DoubleDouble(c) + next
    #expect(DoubleDouble(2) * squares - sum * sum == one)
  }

  @Test func `division and root invert multiplication`() {
    var generator = SeededGenerator(5)
    for _ in 0..<1000 {
      let a = DoubleDouble(high: generator.uniform() + 0.5, low: generator.uniform() * 0x1p-55)
      let b = DoubleDouble(high: generator.uniform() + 0.5, low: generator.uniform() * 0x1p-55)
      // The operations' own bounds, doubled for two in a row; values below 2.25.
      #expect(abs(((a / b) * b - a).high) < 0x1p-99)
      #expect(abs(((a * a).squareRoot() - a).high) < 0x1p-98)
    }
  }

  @Test func `integers beyond a double's reach are exact`() {
    let value: Int128 = (1 << 100) + 12_345
    let number = DoubleDouble(integer: value)
    #expect(number.high == 0x1p100)
    #expect(number.low == 12_345)
    #expect(DoubleDouble(integer: .max).high == 0x1p127)
    #expect(DoubleDouble(integer: .max).low == -1)
    #expect(DoubleDouble(integer: .min).high == -0x1p127)
  }

  @Test func `what is not finite stays`() {
    #expect((DoubleDouble(.infinity) + DoubleDouble(1)).high == .infinity)
    #expect((DoubleDouble(1) / DoubleDouble(0)).high == .infinity)
    #expect(DoubleDouble(-1).squareRoot().high.isNaN)
    #expect((DoubleDouble(1e300) * DoubleDouble(1e300)).high == .infinity)
  }
}
