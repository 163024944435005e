import Testing
import VaglioFindings

struct CanonicalJSONTests {
  /// Appendix B of RFC 8785, with its hexadecimal doubles.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
      (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func `a double is spelt as ECMAScript spells it`(bits: UInt64, text: String) {
    #expect(CanonicalJSON.number(Double(bitPattern: bits)) == text)
  }

  @Test func `members are sorted by UTF-16 code units`() {
    // RFC 8785 section 3.2.3; U+1F600 begins with the surrogate D83D and so precedes U+FB33.
    let value: JSONValue = [
      "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7,
    ]
    #expect(
      CanonicalJSON.text(of: value)
        == #"{"\r":2,"1":4,""# + "\u{80}" + #"":6,"ö":7,"€":1,"😀":5,""# + "\u{fb33}" + #"":3}"#)
  }

  @Test func `control characters, quotes and backslashes are escaped, nothing else is`() {
    #expect(
      CanonicalJSON.text(of: .string("\u{0}\u{1f}\u{8}\t\n\u{c}\r\"\\/<é😀\u{7f}"))
        == #""\u0000\u001f\b\t\n\f\r\"\\/<é😀"# + "\u{7f}\"")
  }

  @Test func `what is written reads back`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let text = CanonicalJSON.number(number)
      #expect(Double(text) == number)
      #expect(try JSONValue(parsing: text) == .number(number))
    }
  }
}
