public import VaglioFindings

/// The difference of two areas under the ROC curve on the same rows, with DeLong's covariance.
///
/// Every sum behind it is an exact integer (or an exact sum), so that neither the order of the rows
/// nor the number of threads shows in a bit. Two models that rank alike differ by exactly 0 with
/// standard error 0, whatever else their scores do.
public struct PairedDeLong: Hashable, Sendable {
  public let first: DeLong
  public let second: DeLong
  /// The covariance of the two areas; `nil` when a class has fewer than two rows (or clusters).
  public let covariance: Double?
  /// The first area less the second.
  public let difference: Double
  /// The variance of ``difference``, formed before any rounding; `nil` like ``covariance``.
  public let variance: Double?

  /// The comparison of two models' placements.
  ///
  /// `clusters` holds the cluster of each row, 0..<k; it is `nil` when every row is its own.
  public init(
    _ first: Placements, _ second: Placements, _ classes: ClassLabels, clusters: [Int]? = nil
  ) {
    if clusters != nil || classes.weighting == .importance {
      self.init(influence: PlacementInfluence(first, second, classes, clusters: clusters))
    } else {
      self.init(moments: PlacementMoments.ofClasses(first, second, classes), classes)
    }
  }

  private init(
    moments: (positives: PlacementMoments, negatives: PlacementMoments), _ classes: ClassLabels
  ) {
    let (up, down) = moments
    let pairs = DoubleDouble(2) * DoubleDouble(integer: up.weight * down.weight)
    let areas = [up.first, up.second, up.first - up.second].map {
      (DoubleDouble(integer: $0) / pairs).high
    }
    // Placements of positives are out of twice the negatives, and the other way round.
    func combine(_ covariance: (PlacementMoments) -> DoubleDouble) -> Double? {
      guard up.weight > 1, down.weight > 1 else { return nil }
      let (m, n) = (DoubleDouble(integer: up.weight), DoubleDouble(integer: down.weight))
      let four = DoubleDouble(4)
      let sum = covariance(up) / (four * n * n) + covariance(down) / (four * m * m)
      return sum.high
    }
    let variances = (
      combine { $0.covariance($0.firstSquares, $0.first, $0.first) }.map { max(0, $0) },
      combine { $0.covariance($0.secondSquares, $0.second, $0.second) }.map { max(0, $0) }
    )
    let (m, n) = (Double(classes.positives), Double(classes.negatives))
    first = DeLong(area: areas[0], variance: variances.0, positives: m, negatives: n)
    second = DeLong(area: areas[1], variance: variances.1, positives: m, negatives: n)
    covariance = combine { $0.covariance($0.products, $0.first, $0.second) }
    difference = areas[2]
    variance = combine {
      let (sum, squares) = (
        $0.first - $0.second, $0.firstSquares - 2 * $0.products + $0.secondSquares
      )
      return $0.covariance(squares, sum, sum)
    }.map { max(0, $0) }
  }

  private init(influence: PlacementInfluence) {
    first = influence.first
    second = influence.second
    (covariance, difference) = (influence.covariance, influence.difference)
    variance = influence.differenceVariance
  }

  /// The square root of ``variance``.
  public var standardError: Double? { variance.map { $0.squareRoot() } }

  /// The normal test of difference 0; identical rankings give the statistic 0 and p = 1. `nil`
  /// when the variance is missing, or 0 beside a difference that is not.
  public var result: TestResult? {
    if difference == 0, standardError == 0 { return TestResult(statistic: 0, pValue: 1) }
    guard let error = standardError, error > 0 else { return nil }
    let z = difference / error
    return TestResult(statistic: z, pValue: Normal.twoSidedP(z))
  }

  /// difference ± z·standard error, method `delong`, of width 0 for identical rankings. Where the
  /// variance is missing, or 0 beside a difference that is not, square-and-add of the two areas'
  /// Newcombe intervals as if they were independent, method `newcombe-5-difference`.
  public func interval(level: ConfidenceLevel) -> Interval {
    if let error = standardError, error > 0 || difference == 0,
      let interval = WaldInterval.linear(
        difference, standardError: error, level: level, method: "delong", range: -1...1)
    {
      return interval
    }
    let terms = [(1.0, first), (-1.0, second)].map { coefficient, model in
      NewcombeInterval.Term(
        coefficient, model.area,
        AUCInterval.newcombe5(
          model.area, positives: model.positives, negatives: model.negatives, level: level))
    }
    let method = "newcombe-5-difference"
    return NewcombeInterval.sum(terms, range: -1...1, level: level, method: method)
      ?? .vacuous(-1...1, level, method)
  }
}
