public import VaglioFindings

/// The test of Diebold and Mariano that two forecasts are equally good, with the small-sample
/// correction of Harvey, Leybourne and Newbold 1997, doi:10.1016/S0169-2070(96)00719-4.
public enum DieboldMariano {
  /// The test of loss differences in the order of time, for forecasts `horizon` steps ahead.
  ///
  /// The long-run variance is γ₀ + 2Σγₖ, k < horizon, autocovariances with denominator n; the
  /// statistic is referred to Student's t with n − 1 degrees of freedom. At horizon 1 it is the
  /// paired t test.
  ///
  /// - Throws: `Undefined` for fewer rows than `horizon` + 1, or a variance that is not positive.
  public static func test(_ differences: [Double], horizon: Int = 1) throws(Undefined)
    -> TestResult
  {
    let count = differences.count
    guard horizon >= 1, count > max(horizon, 1) else { throw Undefined("too few rows") }
    let n = Double(count)
    let mean = ExactSum(differences).value / n
    let centred = differences.map { $0 - mean }
    func autocovariance(_ lag: Int) -> Double {
      var sum = ExactSum()
      for index in lag..<count { sum.add(product: centred[index], centred[index - lag]) }
      return sum.value / n
    }
    let variance = (1..<horizon).reduce(autocovariance(0)) { $0 + 2 * autocovariance($1) } / n
    guard variance > 0 else { throw Undefined("the variance is not positive") }
    let h = Double(horizon)
    let correction = ((n + 1 - 2 * h + h * (h - 1) / n) / n).squareRoot()
    let statistic = mean / variance.squareRoot() * correction
    let p = StudentT(degreesOfFreedom: n - 1).twoSidedP(statistic)
    return TestResult(statistic: statistic, pValue: p)
  }
}
