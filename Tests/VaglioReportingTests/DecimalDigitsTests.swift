import Testing

@testable import VaglioReporting

struct DecimalDigitsTests {
  @Test(arguments: [
    (0.0005, 3, "0.001"), (0.00049, 3, "0.000"), (2.5, 0, "3"), (0.125, 2, "0.13"),
    (9.996, 2, "10.00"), (999.5, 0, "1,000"), (1234567.891, 1, "1,234,567.9"), (0, 2, "0.00"),
    (1e-300, 4, "0.0000"), (1e21, 0, "1,000,000,000,000,000,000,000"), (1.005, 2, "1.01"),
    (1250, -2, "1,300"), (49, -2, "0"), (50, -2, "100"), (0.1, 0, "0"),
  ])
  func `digits round half away from zero, as they are spelt`(
    value: Double, decimals: Int, text: String
  ) {
    let digits = DecimalDigits(value).rounded(toDecimals: decimals)
    #expect(digits.plain(decimals: max(decimals, 0)) == text)
  }

  @Test(arguments: [(345.0, 2, 3), (0.0012, -3, 1), (9.99e-8, -8, 9), (0, 0, 0), (5e-300, -300, 5)])
  func `magnitude and leading digit are those of the scientific notation`(
    value: Double, magnitude: Int, leading: Int
  ) {
    let digits = DecimalDigits(-value)
    #expect(digits.magnitude == magnitude)
    #expect(digits.leading == leading)
  }
}
