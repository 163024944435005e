public import VaglioFindings

/// The area under the ROC curve with DeLong's variance.
///
/// DeLong, DeLong and Clarke-Pearson 1988, doi:10.2307/2531595, by placements (Sun and Xu 2014,
/// doi:10.1109/LSP.2014.2337313): Var = S₁₀/m + S₀₁/n, the variances of the positives' and of the
/// negatives' placements with denominators m − 1 and n − 1. Clusters and importance weights: see
/// ``PlacementInfluence``.
public struct DeLong: Hashable, Sendable {
  /// P(positive above negative) + ½P(equal).
  public let area: Double
  /// The variance of ``area``; `nil` when a class has fewer than two rows (or clusters).
  public let variance: Double?
  /// The classes' sizes as the fallback interval takes them: counts, or Kish's effective counts.
  public let positives: Double
  public let negatives: Double

  /// The area and variance of rows that are independent, or of `clusters` of rows that are.
  ///
  /// `clusters` holds the cluster of each row, 0..<k; it is `nil` when every row is its own.
  public init(_ placements: Placements, _ classes: ClassLabels, clusters: [Int]? = nil) {
    let paired = PairedDeLong(placements, placements, classes, clusters: clusters)
    self = paired.first
  }

  /// An area whose variance was found elsewhere.
  public init(area: Double, variance: Double?, positives: Double, negatives: Double) {
    (self.area, self.variance) = (area, variance)
    (self.positives, self.negatives) = (positives, negatives)
  }

  /// The square root of ``variance``.
  public var standardError: Double? { variance.map { $0.squareRoot() } }

  /// The Wald interval on the logit scale, method `delong-logit`; where the variance is 0 or does
  /// not exist, Newcombe's method 5, method `newcombe-5`.
  public func interval(level: ConfidenceLevel) -> Interval {
    if let error = standardError, error > 0,
      let interval = WaldInterval.logit(
        area, standardError: error, level: level, method: "delong-logit")
    {
      return interval
    }
    return AUCInterval.newcombe5(
      area, positives: positives, negatives: negatives, level: level)
  }

  /// The test that this area equals another on other rows: Welch's t on the two variances, each
  /// with its number of rows less one; `nil` when a variance is missing or both are 0.
  public func test(unpairedWith other: DeLong) -> TestResult? {
    guard let own = variance, let its = other.variance, own + its > 0 else { return nil }
    let (rows, otherRows) = (positives + negatives, other.positives + other.negatives)
    let sum = own + its
    let freedom = sum * sum / (own * own / (rows - 1) + its * its / (otherRows - 1))
    guard freedom > 0 else { return nil }
    let t = (area - other.area) / sum.squareRoot()
    return TestResult(
      statistic: t, pValue: StudentT(degreesOfFreedom: freedom).twoSidedP(t))
  }
}
