internal import VaglioFindings
internal import VaglioStatistics

/// The distribution of Σλᵢχ²ᵢ for non-negative λ, by the chi-squared one with the same first three
/// moments (Buckley and Eagleson 1988, doi:10.1111/j.1467-842X.1988.tb00471.x).
struct WeightedChiSquares {
  /// Σλ, Σλ², Σλ³.
  let sums: (Double, Double, Double)

  /// From a covariance matrix, row by row, of which λ are the eigenvalues.
  init(covariance: [[Double]]) {
    let size = covariance.count
    var (first, second, third) = (0.0, 0.0, 0.0)
    for row in 0..<size {
      first += covariance[row][row]
      for column in 0..<size {
        let entry = covariance[row][column]
        second += entry * entry
        var squared = 0.0
        for place in 0..<size { squared += covariance[row][place] * covariance[column][place] }
        third += squared * entry
      }
    }
    sums = (first, second, third)
  }

  /// ν, the degrees of freedom that give the skewness.
  private var freedom: Double { sums.1 * sums.1 * sums.1 / (sums.2 * sums.2) }

  /// P(Σλχ² > x).
  func survival(_ x: Double) -> Double {
    guard sums.1 > 0, sums.2 > 0 else { return x > sums.0 ? 0 : 1 }
    let argument = freedom + (x - sums.0) * (freedom / sums.1).squareRoot()
    guard argument > 0 else { return 1 }
    return (try? ChiSquared(degreesOfFreedom: freedom).survival(argument)) ?? 1
  }

  /// The x with P(Σλχ² ≤ x) = p.
  func quantile(_ p: Double) -> Double? {
    guard sums.1 > 0, sums.2 > 0,
      let quantile = try? ChiSquared(degreesOfFreedom: freedom).quantile(p)
    else { return nil }
    return max(0, sums.0 + (quantile - freedom) * (sums.1 / freedom).squareRoot())
  }
}
