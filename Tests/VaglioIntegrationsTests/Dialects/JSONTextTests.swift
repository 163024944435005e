import Testing

@testable import VaglioIntegrations

struct JSONTextTests {
  private func text(_ write: (inout JSONText) -> Void) -> String {
    var text = JSONText(capacity: 0)
    write(&text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0.0"), (1, "1"), (-17, "-17"), (0.5, "0.5"), (-0.005, "-0.005"),
    (1.25, "1.25"), (1102, "1102"), (0.08923, "0.08923"), (123456.789, "123456.789"),
    (0.000001, "1e-06"), (0.1 + 0.2, "0.30000000000000004"), (9007199254740991, "9007199254740991"),
    (9007199254740992, "9007199254740992.0"), (1e22, "1e+22"), (.leastNonzeroMagnitude, "5e-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
  ])
  func `numbers are written in their shortest form`(number: Double, expected: String) {
    let written = text { $0.number(number) }
    // One millionth may stand in either of two forms of equal length of digits.
    #expect(written == expected || number == 0.000001 && written == "0.000001")
  }

  @Test
  func `floats have a point or an exponent, so that a column of whole numbers stays one of floats`()
  {
    #expect(text { $0.float(3) } == "3.0")
    #expect(text { $0.float(-0.0) } == "-0.0")
    #expect(text { $0.float(0.25) } == "0.25")
  }

  @Test
  func `every number is read back to the bit, in no more digits than the shortest form has`() {
    var failures: [Double] = []
    var state: UInt64 = 20_261_122
    for round in 0..<50_000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let bits = Double(bitPattern: state)
      let decimal =
        Double(Int64(bitPattern: state) >> 24) / [1, 10, 1e2, 1e3, 1e4, 1e6, 1e7][round % 7]
      for number in [bits, decimal, Double(state >> 11) * 0x1p-53] where number.isFinite {
        let written = text { $0.number(number) }
        let isRight =
          Double(written)?.bitPattern == number.bitPattern
          && Self.digits(written) == Self.digits(number.description)
        if !isRight { failures.append(number) }
      }
    }
    #expect(failures == [])
  }

  /// The significant digits of a decimal.
  private static func digits(_ text: String) -> String {
    let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
    let digits = mantissa.drop { $0 == "0" }
    return String(digits.reversed().drop { $0 == "0" }.reversed())
  }

  @Test
  func `single precision is written in its own shortest form`() {
    #expect(text { $0.number(Float(0.1)) } == "0.1")
    #expect(text { $0.number(Float(3)) } == "3")
  }

  @Test
  func `texts are escaped`() {
    #expect(text { $0.string("a\"b\\c\n\u{1F}é😀") } == #""a\"b\\c\u000a\u001fé😀""#)
    #expect(text { $0.string(nil) } == "null")
    #expect(text { $0.strings(["a", "b"]) } == #"["a","b"]"#)
  }
}
