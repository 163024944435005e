public import VaglioFindings

/// A fitted logistic regression: ln(p/(1 − p)) = offset + Σ coefficient·term, by maximum likelihood.
///
/// Newton's method (iteratively reweighted least squares) from zero, with halved steps where the
/// likelihood would fall; sums over rows are exact, so that their order shows in no bit. McCullagh
/// and Nelder 1989, Generalized Linear Models, section 4.4.
public struct LogisticRegression: Hashable, Sendable {
  /// What a coefficient stands before.
  public enum Term: Sendable {
    /// 1 in every row.
    case intercept
    /// One number per row.
    case column([Double])
  }

  /// One per term, in their order.
  public let coefficients: [Double]
  /// The inverse of the information at the fit, row by row: the coefficients' covariance where
  /// weights are frequencies.
  public let covariance: [[Double]]
  /// Σw(y ln p + (1 − y) ln(1 − p)) at the fit, in nats.
  public let logLikelihood: Double
  /// How many steps Newton's method took.
  public let iterations: Int

  /// The square roots of the covariance's diagonal.
  public var standardErrors: [Double] {
    covariance.indices.map { covariance[$0][$0].squareRoot() }
  }

  /// Fits `targets`, one per row from 0 to 1: labels, or the shares that Platt puts in their place.
  ///
  /// `offset` has a coefficient of 1 and stays as it is. O(rows × terms²) a step.
  ///
  /// - Precondition: every list has one entry per row, and the numbers are finite; weights are not
  ///   negative.
  /// - Throws: `Undefined` where the likelihood has no maximum: all targets are alike, the terms
  ///   separate the labels (Albert and Anderson 1984, doi:10.1093/biomet/71.1.1), or they are
  ///   linearly dependent.
  public init(
    targets: [Double], terms: [Term], offset: [Double]? = nil, weights: [Double]? = nil
  ) throws(Undefined) {
    let likelihood = LogisticLikelihood(
      targets: targets, terms: terms, offset: offset, weights: weights)
    guard likelihood.weight > 0 else { throw Undefined("there are no rows") }
    var place = [Double](repeating: 0, count: terms.count)
    var here = likelihood.slopes(at: place)
    guard PositiveDefinite(here.information) != nil else {
      throw Undefined("the columns of the logistic regression are linearly dependent")
    }
    for iteration in 1...Self.mostIterations {
      guard let information = PositiveDefinite(here.information, tolerance: 1e-14) else { break }
      let step = information.solution(here.gradient)
      // Twice what the step gains: g·H⁻¹·g, in units of one row's information.
      let decrement = zip(step, here.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      guard let next = likelihood.ascent(from: place, here, by: step) else { break }
      (place, here) = next
      if decrement <= Self.tolerance {
        guard let covariance = PositiveDefinite(here.information, tolerance: 1e-14) else { break }
        (coefficients, logLikelihood) = (place, here.value)
        (self.covariance, iterations) = (covariance.inverse, iteration)
        return
      }
    }
    throw Undefined("the logistic regression has no maximum: a column separates the labels")
  }

  /// A step that moves the coefficients by less than 10⁻⁸ of their standard errors is the last; the
  /// next one would be of its square.
  private static let tolerance = 1e-16

  /// With separated labels each step gains e⁻¹ of what the last did, so that the tolerance lies
  /// beyond these; with a maximum, convergence is quadratic.
  private static let mostIterations = 34
}
