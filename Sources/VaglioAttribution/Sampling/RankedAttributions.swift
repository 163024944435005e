public import VaglioFindings
internal import VaglioStatistics

/// Which features of one row add most, and how far down that is more than chance.
///
/// A feature counts by |φ|. That |φ_j| > |φ_k| is claimed where both φ_j − φ_k and φ_j + φ_k have the
/// sign of φ_j significantly (an intersection–union test: no folding at 0), by Student's t with the
/// covariance of the two.
///
/// The verified order is that of Goldwasser and Hooker (2024, arXiv:2401.15800) after Hung and Fithian
/// (2019, doi:10.1214/18-AOS1696): going down, each feature is tested against all below it at the
/// two-sided level, and the first failure ends it. The probability that any verified place is wrong is
/// at most 1 − level.
public struct RankedAttributions: Equatable, Sendable {
  /// The features by falling |φ|, equal ones in their own order.
  public let order: [Int]
  /// How many places at the head of ``order`` are verified; what follows is tied.
  public let verifiedCount: Int
  /// For each k from 1 below the number of features, the p-value of the claim that the first k are
  /// more than all others, in whatever order; for a k that was chosen beforehand.
  public let separations: [Double]
  /// The level of the claims.
  public let level: ConfidenceLevel

  /// A ranking of attributions.
  ///
  /// - Precondition: `covariances` is features × features; positive degrees of freedom.
  public init(
    values: [Double], covariances: [Double], degreesOfFreedom: Double = .infinity,
    level: ConfidenceLevel = .ninetyFivePercent
  ) {
    precondition(covariances.count == values.count * values.count, "features × features")
    self.level = level
    let order = values.indices.sorted { (-abs(values[$0]), $0) < (-abs(values[$1]), $1) }
    let test = Comparison(
      values: values, covariances: covariances,
      student: StudentT(degreesOfFreedom: degreesOfFreedom))
    // For each place the p-values of what stands there against what stands below.
    let pValues = order.indices.map { place in
      order[(place + 1)...].map { test.pValue(order[place], above: $0) }
    }
    let verified = pValues.dropLast().prefix { $0.allSatisfy { $0 <= level.alpha } }.count
    verifiedCount = verified == order.count - 1 ? order.count : verified
    separations = order.indices.dropFirst().map { count in
      (0..<count).reduce(0.0) { worst, place in
        pValues[place][(count - 1 - place)...].reduce(worst, max)
      }
    }
    self.order = order
  }

  /// A ranking from standard errors alone, whatever hangs together: the error of a difference is
  /// taken as the sum of both, which it cannot exceed.
  public init(
    values: [Double], standardErrors: [Double], degreesOfFreedom: Double = .infinity,
    level: ConfidenceLevel = .ninetyFivePercent
  ) {
    precondition(standardErrors.count == values.count, "a standard error per value")
    // The covariance that makes sign·difference worst for every pair of signs is that of opposed
    // errors; a matrix cannot hold it for both signs, so the variances are doubled instead:
    // (a + b)² ≤ 2a² + 2b².
    var covariances = [Double](repeating: 0, count: values.count * values.count)
    for index in values.indices {
      covariances[index * values.count + index] =
        2 * standardErrors[index] * standardErrors[index]
    }
    self.init(
      values: values, covariances: covariances, degreesOfFreedom: degreesOfFreedom, level: level)
  }

  /// Whether the first `count` features are more than all others, for a count chosen beforehand.
  ///
  /// - Precondition: `count` is positive.
  public func isSeparated(top count: Int) -> Bool {
    precondition(count > 0, "the first \(count)")
    return count >= order.count || separations[count - 1] <= level.alpha
  }

  /// The features in tiers: between two tiers all of one are more than all of the other, Holm's
  /// correction for all places where they could be cut; within a tier they are tied.
  public var tiers: [[Int]] {
    let adjusted = MultiplicityCorrection.holm.adjusted(separations.map { $0 })
    var tiers: [[Int]] = [[]]
    for (place, feature) in order.enumerated() {
      tiers[tiers.count - 1].append(feature)
      if place < adjusted.count, let p = adjusted[place], p <= level.alpha { tiers.append([]) }
    }
    return tiers
  }

  /// The test of two features.
  private struct Comparison {
    let values: [Double]
    let covariances: [Double]
    let student: StudentT

    /// The two-sided p-value of |φ_first| > |φ_second|.
    func pValue(_ first: Int, above second: Int) -> Double {
      let sign = values[first] < 0 ? -1.0 : 1.0
      return max(side(first, second, sign, 1), side(first, second, sign, -1))
    }

    private func side(_ first: Int, _ second: Int, _ sign: Double, _ other: Double) -> Double {
      let count = values.count
      let difference = sign * values[first] - other * values[second]
      let variance =
        covariances[first * count + first] + covariances[second * count + second]
        - 2 * sign * other * covariances[first * count + second]
      guard variance > 0 else { return difference > 0 ? 0 : 1 }
      return min(1, 2 * student.survival(difference / variance.squareRoot()))
    }
  }
}

extension SampledAttributions {
  /// The ranking of an output of a row; errors of the background count with those of the coalitions
  /// unless only the latter are asked for.
  ///
  /// Without ``covariances`` it rests on standard errors alone, which verifies less.
  public func ranking(
    row: Int, output: Int, coalitionsOnly: Bool = false,
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> RankedAttributions {
    let own = attributions.range(row: row, output: output)
    let values = Array(attributions.values[own])
    let errors = attributions.errors
    let freedom =
      coalitionsOnly
      ? errors?.coalitionDegreesOfFreedom?[own].min()
      : [errors?.coalitionDegreesOfFreedom?[own].min(), errors?.backgroundDegreesOfFreedom]
        .compactMap { $0 }.min()
    if let covariances {
      let source = coalitionsOnly ? covariances.coalitions : covariances.total
      let width = values.count
      return RankedAttributions(
        values: values,
        covariances: Array(source[own.lowerBound * width..<own.upperBound * width]),
        degreesOfFreedom: freedom ?? .infinity, level: level)
    }
    let none = [Double](repeating: 0, count: values.count)
    let standard = coalitionsOnly ? errors?.coalitions : errors?.total
    return RankedAttributions(
      values: values, standardErrors: standard.map { Array($0[own]) } ?? none,
      degreesOfFreedom: freedom ?? .infinity, level: level)
  }
}
