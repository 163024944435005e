public import VaglioFindings

/// Student's t for the mean of paired differences.
///
/// The two sums are exact, and n·Σd² − (Σd)² is formed with 106 bits, so that neither the order of
/// the rows nor a large common offset shows in the result.
public struct PairedT: Hashable, Sendable {
  public let count: Int
  /// The mean difference.
  public let mean: Double
  /// The standard deviation of the differences over √n, with n − 1 in its denominator.
  public let standardError: Double

  /// The test of the differences whose sum and sum of squares are given.
  ///
  /// - Throws: `Undefined` for fewer than two rows, or sums that are not finite.
  public init(count: Int, sum: ExactSum, sumOfSquares: ExactSum) throws(Undefined) {
    guard count >= 2 else { throw Undefined("fewer than two rows") }
    let n = DoubleDouble(Double(count))
    let (total, squares) = (sum.doubleDouble, sumOfSquares.doubleDouble)
    guard total.high.isFinite, squares.high.isFinite else {
      throw Undefined("the differences are not finite")
    }
    let spread = n * squares - total * total
    let variance = spread / (n * n * (n - DoubleDouble(1)))
    guard variance.high.isFinite else { throw Undefined("the differences are too large") }
    self.count = count
    mean = (total / n).high
    standardError = max(0, variance.high).squareRoot()
  }

  /// The test of `differences`.
  public init(_ differences: [Double]) throws(Undefined) {
    var (sum, squares) = (ExactSum(), ExactSum())
    sum.add(differences)
    for difference in differences { squares.add(product: difference, difference) }
    try self.init(count: differences.count, sum: sum, sumOfSquares: squares)
  }

  public var degreesOfFreedom: Double { Double(count - 1) }

  /// mean/standard error; 0 when both are 0, infinite when only the latter is.
  public var t: Double { mean == 0 ? 0 : mean / standardError }

  /// The two-sided test of mean 0.
  public var result: TestResult {
    TestResult(
      statistic: t, pValue: StudentT(degreesOfFreedom: degreesOfFreedom).twoSidedP(t))
  }

  /// The probability, if the true mean is `margin`, of a mean at least as large: the p-value of
  /// "the mean exceeds `margin`".
  public func pValue(above margin: Double) -> Double {
    let distance = mean - margin
    let t = distance == 0 ? 0 : distance / standardError
    return StudentT(degreesOfFreedom: degreesOfFreedom).survival(t)
  }

  /// mean ± t·standard error, method `paired-t`; `nil` when a bound is not finite.
  public func interval(level: ConfidenceLevel, method: String = "paired-t") -> Interval? {
    MeanInterval.t(
      mean: mean, standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: level,
      method: method)
  }
}
