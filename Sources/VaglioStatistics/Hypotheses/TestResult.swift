/// A test's statistic and its p-value.
public struct TestResult: Hashable, Sendable {
  public let statistic: Double
  /// The probability, under the null hypothesis, of a statistic at least as extreme; two-sided
  /// unless the test says otherwise.
  public let pValue: Double

  /// A result whose p-value lies in 0...1.
  public init(statistic: Double, pValue: Double) {
    (self.statistic, self.pValue) = (statistic, pValue)
  }
}
