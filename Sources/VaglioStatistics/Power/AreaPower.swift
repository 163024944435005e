public import VaglioFindings

/// The power to tell two areas under the ROC curve of the same rows apart, before there are data.
///
/// Variances by Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747, equation 2, with
/// Q₁ = A/(2 − A) and Q₂ = 2A²/(1 + A); the variance of the difference is
/// v₁ + v₂ − 2r√(v₁v₂) with the correlation r of the two estimates (Hanley and McNeil 1983,
/// doi:10.1148/radiology.148.3.6878708). Normal approximation.
public struct AreaPower: Hashable, Sendable {
  public let candidate: Double
  public let production: Double
  /// The correlation of the two estimated areas.
  public let correlation: Double
  /// The share of rows that are positive.
  public let prevalence: Double
  public let level: ConfidenceLevel

  /// The power for two areas, their correlation in [−1, 1], and a prevalence above 0 and below 1.
  public init(
    candidate: Double, production: Double, correlation: Double, prevalence: Double,
    level: ConfidenceLevel
  ) {
    precondition(
      (0...1).contains(candidate) && (0...1).contains(production)
        && (-1...1).contains(correlation) && prevalence > 0 && prevalence < 1,
      "no areas, correlation and prevalence")
    (self.candidate, self.production) = (candidate, production)
    (self.correlation, self.prevalence, self.level) = (correlation, prevalence, level)
  }

  /// The standard error of the difference on `rows` rows, of which the prevalence's share is positive.
  public func standardError(rows: Int) -> Double {
    let positives = max(1, Double(rows) * prevalence)
    let negatives = max(1, Double(rows) - Double(rows) * prevalence)
    let first = Self.variance(of: candidate, positives: positives, negatives: negatives)
    let second = Self.variance(of: production, positives: positives, negatives: negatives)
    return max(0, first + second - 2 * correlation * (first * second).squareRoot()).squareRoot()
  }

  /// The probability that `rows` rows meet an aim.
  public func power(of aim: StudyAim, rows: Int) -> Double {
    let error = standardError(rows: rows)
    guard error > 0 else { return 0 }
    func exceeds(_ distance: Double) -> Double { Normal.cdf(distance / error - level.deviate) }
    switch aim {
    case .difference(let difference): return exceeds(difference) + exceeds(-difference)
    case .nonInferiority(let margin, let advantage): return exceeds(margin + advantage)
    case .equivalence(let margin, let difference):
      return max(0, exceeds(margin + difference) + exceeds(margin - difference) - 1)
    }
  }

  /// The fewest rows whose power is at least `power`; `nil` if no number is.
  public func rows(for aim: StudyAim, power: Double) -> Int? {
    StudySize.fewest { self.power(of: aim, rows: $0) >= power }
  }

  /// The variance of an estimated area with so many positive and negative rows.
  public static func variance(
    of area: Double, positives: Double, negatives: Double
  ) -> Double {
    let square = area * area
    let (q1, q2) = (area / (2 - area), 2 * square / (1 + area))
    let sum =
      area * (1 - area) + (positives - 1) * (q1 - square) + (negatives - 1) * (q2 - square)
    return sum / (positives * negatives)
  }
}
