public import VaglioFindings

/// The sign test that positive and negative differences are equally likely; zeros are left out.
public enum SignTest {
  /// Twice the smaller exact binomial tail, at most 1; the statistic is the number of positives.
  ///
  /// - Throws: `Undefined` when every difference is zero.
  public static func test(positives: Int, negatives: Int) throws(Undefined) -> TestResult {
    guard positives + negatives > 0 else { throw Undefined("every difference is zero") }
    let exact = McNemar(onlyFirst: positives, onlySecond: negatives).exactP
    return TestResult(statistic: Double(positives), pValue: exact)
  }

  /// The test of `differences`.
  public static func test(_ differences: [Double]) throws(Undefined) -> TestResult {
    try test(
      positives: differences.count { $0 > 0 }, negatives: differences.count { $0 < 0 })
  }
}
