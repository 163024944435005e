import Testing
import VaglioFindings

@testable import VaglioReporting

struct NumberFormatTests {
  private func estimate(_ value: Double, _ lower: Double, _ upper: Double) -> Estimate {
    let interval = Interval(lower: lower, upper: upper, level: .ninetyFivePercent, method: "wilson")
    return .value(value, Uncertainty(interval: interval, curve: nil))
  }

  @Test(arguments: [
    // Half-width 0.004: begins with 4, so one significant digit, three decimals.
    (0.9134, 0.9094, 0.9174, "0.913 ± 0.004"),
    // Half-width 0.0112: begins with 1, so two digits, three decimals.
    (0.7418, 0.7306, 0.7530, "0.742 ± 0.011"),
    // Half-width 0.0295: begins with 2; two digits round to 0.030.
    (0.5, 0.4705, 0.5295, "0.500 ± 0.030"),
    // Half-width 0.00003: four decimals at most, and no false zero.
    (0.43121, 0.43118, 0.43124, "0.4312 ± <0.0001"),
    // The upper arm is 0.008, the lower 0.017: askew, so the bounds are given.
    (0.778, 0.761, 0.786, "0.778 [0.761, 0.786]"),
    // Half-width 1234: two digits, rounded to hundreds.
    (56_789, 55_555, 58_023, "56,800 ± 1,200"),
    // Half-width 40: one digit, rounded to tens.
    (12_345, 12_305, 12_385, "12,350 ± 40"),
    // Nothing would be left with four decimals: a power of ten is taken out.
    (0.00004, 0.00001, 0.00007, "(4 ± 3) × 10⁻⁵"),
    (3.2e15, 3.1e15, 3.3e15, "(3.20 ± 0.10) × 10¹⁵"),
    (0.25, 0.25, 0.25, "0.2500 ± 0"), (0, 0, 0, "0 ± 0"),
  ])
  func `an estimate shows the digits that its interval justifies`(
    value: Double, lower: Double, upper: Double, text: String
  ) {
    #expect(NumberFormat.estimate(estimate(value, lower, upper)) == text)
  }

  @Test(arguments: [
    (0.0041, -0.0012, 0.0094, "+0.004 ± 0.005"), (-0.021, -0.034, -0.008, "−0.021 ± 0.013"),
    (-0.02, -0.05, -0.01, "−0.020 [−0.050, −0.010]"), (0, 0, 0, "0 ± 0"),
    (-0.00001, -0.00301, 0.00299, "0.000 ± 0.003"),
    (-0.00004, -0.00007, -0.00001, "(−4 ± 3) × 10⁻⁵"),
  ])
  func `a difference always bears its sign`(
    value: Double, lower: Double, upper: Double, text: String
  ) {
    #expect(NumberFormat.difference(estimate(value, lower, upper)) == text)
  }

  @Test func `what has no value is a dash, what has no interval four digits`() {
    #expect(NumberFormat.estimate(.undefined(Undefined("no row is positive"))) == "—")
    #expect(NumberFormat.estimate(.value(0.431234, nil)) == "0.4312")
    #expect(NumberFormat.estimate(.value(12.3456, nil)) == "12.35")
    #expect(NumberFormat.estimate(.value(8211, nil)) == "8,211")
    #expect(NumberFormat.estimate(.value(98_765.4, nil)) == "98,765")
    #expect(NumberFormat.estimate(.value(1.5e-7, nil)) == "1.50 × 10⁻⁷")
    #expect(NumberFormat.difference(.value(307, nil)) == "+307")
  }

  @Test func `counts, shares, levels and p-values have their own forms`() {
    #expect(NumberFormat.count(1_234_567) == "1,234,567")
    #expect(NumberFormat.count(-12) == "−12")
    #expect(NumberFormat.roughly(4_231) == "4,200")
    #expect(NumberFormat.roughly(7) == "7")
    #expect(NumberFormat.percent(0.17449) == "17.4 %")
    #expect(NumberFormat.percent(1) == "100.0 %")
    #expect(NumberFormat.level(0.95) == "95 %")
    #expect(NumberFormat.level(0.995) == "99.5 %")
    #expect(NumberFormat.level(0.9875) == "98.75 %")
    #expect(NumberFormat.pValue(0.0312) == "p = 0.031")
    #expect(NumberFormat.pValue(0.4821) == "p = 0.48")
    #expect(NumberFormat.pValue(0.0996) == "p = 0.10")
    #expect(NumberFormat.pValue(0.00099) == "p < 0.001")
    #expect(NumberFormat.pValue(0.001) == "p = 0.001")
    #expect(NumberFormat.chosen(0.75) == "0.75")
    #expect(NumberFormat.signedChosen(-0.005) == "−0.005")
    #expect(NumberFormat.signedChosen(0) == "0")
  }

  @Test(arguments: [Double.greatestFiniteMagnitude, -1e300, 2.5e-308, 1e15, -0.0])
  func `any finite number can be written`(value: Double) {
    for text in [NumberFormat.bare(value), NumberFormat.compact(value), NumberFormat.chosen(value)]
    {
      #expect(!text.isEmpty && text.count <= 20, "\(text)")
      #expect(!text.contains("-"), "a hyphen is no minus sign: \(text)")
    }
  }
}
