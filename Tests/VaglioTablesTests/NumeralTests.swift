import Testing

@testable import VaglioTables

struct NumeralTests {
  /// The number that begins a text, and how many bytes it takes.
  private func scanned(_ text: String) -> (value: Double, count: Int)? {
    let bytes = Array(text.utf8) + Array(repeating: 0, count: 8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var value = 0.0
      return Numeral.scan(start, into: &value).map { (value, $0 - start) }
    }
  }

  @Test func `every double is read back to the bit from its shortest text`() {
    var random = RepeatableRandom(state: 1)
    let wrong = (0..<100_000).map { _ in Double(bitPattern: random.next()) }
      .filter { $0.isFinite && scanned($0.description)?.value.bitPattern != $0.bitPattern }
    #expect(wrong.isEmpty)
  }

  @Test func `decimal texts are rounded as the standard library rounds them`() {
    var random = RepeatableRandom(state: 2)
    let wrong = (0..<100_000).map { _ in Self.decimal(&random) }.filter { text in
      guard let expected = Double(text), expected.isFinite else { return false }
      let found = scanned(text)
      return found?.value.bitPattern != expected.bitPattern || found?.count != text.utf8.count
    }
    #expect(wrong.isEmpty)
  }

  /// Up to twenty digits with a point among them or before them, at times with an exponent.
  private static func decimal(_ random: inout RepeatableRandom) -> String {
    let digits = String(random.next() >> random.next(upperBound: 64 as UInt64))
    let point = Int.random(in: 0...digits.count, using: &random)
    var text = String(digits.prefix(point)) + "." + digits.dropFirst(point)
    if Bool.random(using: &random) { text = "-0.000" + digits }
    if Int.random(in: 0..<4, using: &random) == 0 {
      text += "e\(Int.random(in: -330...300, using: &random))"
    }
    return text
  }

  @Test(arguments: [
    // Half-way cases: 2^53 + 1 and neighbours, and their tenths.
    "9007199254740993", "9007199254740992.9", "9007199254740993.1", "900719925474099.3",
    "1.00000000000000011102230246251565", "1.00000000000000011102230246251566",
    "0.500000000000000166533453693773481063544750213623046875", "2.2250738585072011e-308",
    "4.9e-324", "2.4703282292062327e-324", "1.7976931348623157e308", "18446744073709551615",
    "18446744073709551616", "0.1234567890123456789", "123456789012345678e-27",
  ])
  func `ties and the ends of the range are rounded rightly`(text: String) {
    #expect(scanned(text)?.value.bitPattern == Double(text)?.bitPattern)
  }

  @Test(arguments: ["", "-", ".", "e5", "+-1", "abc", "１", "1e400", "-1e400", "1e", "1e+", "nan"])
  func `what is no number in range is not read`(text: String) {
    #expect(scanned(text) == nil)
  }

  @Test(arguments: [
    ("0x10", 1), ("1_000", 1), ("1,5", 1), ("12abc", 2), ("1.5.5", 3), ("-inf2", 4),
  ])
  func `a number ends where it ends`(text: String, count: Int) {
    #expect(scanned(text)?.count == count)
  }

  @Test func `infinities and signed zeros are numbers`() {
    #expect(scanned("-Infinity")?.value == -.infinity)
    #expect(scanned("+inf")?.value == .infinity)
    #expect(scanned("-0")?.value.sign == .minus)
    #expect(scanned("1e-400")?.value == 0)
    #expect(scanned("0e999999999999")?.value == 0)
  }

  @Test func `very long numerals are read`() {
    let long = String(repeating: "1", count: 100_000)
    #expect(scanned("0." + long)?.value == 1.0 / 9)
    #expect(scanned(long) == nil)
    #expect(scanned("." + String(repeating: "0", count: 100_000) + "1")?.value == 0)
  }
}
