import Testing

@testable import VaglioGates

struct NumberTextTests {
  @Test func `fixed decimals round, pad and sign`() {
    #expect(NumberText.fixed(-0.0124, decimals: 3) == "−0.012")
    #expect(NumberText.fixed(0.9996, decimals: 3) == "1.000")
    #expect(NumberText.fixed(-0.0004, decimals: 3) == "0.000")
    #expect(NumberText.fixed(1234.5, decimals: 0) == "1235")
    #expect(NumberText.fixed(1e300, decimals: 2) == "1e+300")
    #expect(NumberText.signed(0.004, decimals: 3) == "+0.004")
    #expect(NumberText.signed(0.0004, decimals: 3) == "0.000")
    #expect(NumberText.signed(-0.004, decimals: 3) == "−0.004")
  }

  @Test func `the shortest spelling is what was written, with a true minus`() {
    #expect(NumberText.shortest(0.005) == "0.005")
    #expect(NumberText.shortest(-1e-7) == "−1e−7")
    #expect(NumberText.shortest(.infinity) == "∞")
    #expect(NumberText.shortest(.nan) == "not a number")
  }

  @Test func `computed numbers keep six digits`() {
    #expect(NumberText.rounded(0.05 * 0.8) == "0.04")
    #expect(NumberText.rounded(1.0 / 3) == "0.333333")
    #expect(NumberText.rounded(-123_456_789) == "−123457000")
    #expect(NumberText.rounded(.leastNonzeroMagnitude) == "5e−324")
    #expect(NumberText.rounded(0) == "0")
  }

  @Test func `levels keep the digits that tell them apart`() {
    #expect(NumberText.percent(0.95) == "95 %")
    #expect(NumberText.percent(1 - 0.05 / 3) == "98.33 %")
    #expect(NumberText.percent(0.99999) == "99.999 %")
    #expect(NumberText.percent(0.5) == "50 %")
  }

  @Test func `counts are rounded up to two digits and grouped`() {
    #expect(NumberText.about(7) == "7")
    #expect(NumberText.about(99) == "99")
    #expect(NumberText.about(101) == "110")
    #expect(NumberText.about(17_389) == "18,000")
    #expect(NumberText.about(999_999_999) == "1,000,000,000")
  }

  @Test func `decimals follow the interval's width, and never hide on which side a bound lies`() {
    #expect(NumberText.decimals(for: -0.012, in: (-0.019, -0.005), against: []) == 3)
    #expect(NumberText.decimals(for: 0, in: (0, 0), against: [0]) == 0)
    #expect(NumberText.decimals(for: 120, in: (100, 140), against: []) == 0)
    // −0.0051 shown with three decimals would seem to lie on −0.005.
    #expect(NumberText.decimals(for: -0.012, in: (-0.019, -0.0051), against: [-0.005]) == 4)
  }
}
