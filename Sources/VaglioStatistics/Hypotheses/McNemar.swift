/// McNemar's test that two paired proportions are equal, from the two discordant counts.
///
/// Fagerland, Lydersen and Laake 2013, doi:10.1186/1471-2288-13-91, compare the four and recommend
/// the mid-p value or the asymptotic test. With no discordant row there is nothing against equality:
/// p = 1, and no chi-squared statistic.
public struct McNemar: Hashable, Sendable {
  /// Rows where only the first is a success, b.
  public let onlyFirst: Int
  /// Rows where only the second is, c.
  public let onlySecond: Int

  /// The test of `onlyFirst` against `onlySecond`, both at least 0.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "counts \(onlyFirst) and \(onlySecond)")
    (self.onlyFirst, self.onlySecond) = (onlyFirst, onlySecond)
  }

  /// min(1, 2·P(B ≤ min(b, c))), B binomial with b + c trials and probability ½.
  public var exactP: Double { min(1, 2 * discordant.cdf(min(onlyFirst, onlySecond))) }

  /// ``exactP`` less P(B = min(b, c)); 1 − ½P(B = b) when b = c.
  public var midP: Double {
    guard onlyFirst != onlySecond else {
      return onlyFirst == 0 ? 1 : 1 - discordant.mass(onlyFirst) / 2
    }
    let smaller = min(onlyFirst, onlySecond)
    return max(0, 2 * discordant.cdf(smaller) - discordant.mass(smaller))
  }

  /// (b − c)²/(b + c) as chi-squared with 1 degree of freedom; `nil` when b + c = 0.
  public var asymptotic: TestResult? { chiSquared(Double(onlyFirst) - Double(onlySecond)) }

  /// max(|b − c| − 1, 0)²/(b + c), with Edwards' correction; `nil` when b + c = 0.
  public var corrected: TestResult? {
    chiSquared(max(abs(Double(onlyFirst) - Double(onlySecond)) - 1, 0))
  }

  private var discordant: Binomial {
    Binomial(trials: onlyFirst + onlySecond, probability: 0.5)
  }

  private func chiSquared(_ difference: Double) -> TestResult? {
    let total = Double(onlyFirst) + Double(onlySecond)
    guard total > 0 else { return nil }
    let z = difference / total.squareRoot()
    return TestResult(statistic: z * z, pValue: Normal.twoSidedP(z))
  }
}
