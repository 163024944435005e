public import VaglioFindings

/// The power of Student's t tests on a mean of independent differences: exact for normal ones, and
/// for all others as good as the t interval itself.
///
/// With the standard deviation σ of a row's difference, n rows and ν degrees of freedom: the
/// test statistic is noncentral t with δ = D√n/σ (Chow, Shao, Wang and Lokhnygina 2017,
/// doi:10.1201/9781315183084, section 3.1).
public struct MeanPower: Hashable, Sendable {
  /// σ of the difference of one row, positive.
  public let standardDeviation: Double
  public let level: ConfidenceLevel
  /// Degrees of freedom that each row brings: 1; fewer with clusters or unequal weights.
  public let degreesPerRow: Double

  /// The power at a two-sided level with rows that differ by `standardDeviation`.
  public init(
    standardDeviation: Double, level: ConfidenceLevel, degreesPerRow: Double = 1
  ) {
    precondition(standardDeviation > 0 && standardDeviation.isFinite, "σ is \(standardDeviation)")
    precondition(degreesPerRow > 0 && degreesPerRow <= 1, "\(degreesPerRow) degrees per row")
    (self.standardDeviation, self.level) = (standardDeviation, level)
    self.degreesPerRow = degreesPerRow
  }

  /// The probability that `rows` rows meet an aim; 0 where there are too few for any interval.
  ///
  /// Equivalence: P(both tests reject) ≥ 1 − P(one does not) − P(the other does not), which is
  /// exact up to the chance that an interval leaves the margins on both sides.
  public func power(of aim: StudyAim, rows: Int) -> Double {
    let degrees = degreesPerRow * Double(rows) - 1
    guard degrees > 0 else { return 0 }
    let critical = StudentT(degreesOfFreedom: degrees).upperQuantile(level.alpha / 2)
    let unit = Double(rows).squareRoot() / standardDeviation
    func exceeds(_ distance: Double) -> Double {
      NoncentralT(degreesOfFreedom: degrees, noncentrality: distance * unit).survival(critical)
    }
    switch aim {
    case .difference(let difference):
      return min(1, exceeds(abs(difference)) + exceeds(-abs(difference)))
    case .nonInferiority(let margin, let advantage): return exceeds(margin + advantage)
    case .equivalence(let margin, let difference):
      return max(0, exceeds(margin + difference) + exceeds(margin - difference) - 1)
    }
  }

  /// The fewest rows whose power is at least `power`; `nil` if no number is, or only one above
  /// ``StudySize/most``.
  public func rows(for aim: StudyAim, power: Double) -> Int? {
    StudySize.fewest { self.power(of: aim, rows: $0) >= power }
  }

  /// The smallest difference that `rows` rows find with `power`; `nil` where they are too few for any
  /// interval.
  public func minimalDifference(rows: Int, power: Double) -> Double? {
    guard degreesPerRow * Double(rows) > 1, power > level.alpha else { return nil }
    return BracketedRoot.ascending(above: standardDeviation / Double(rows).squareRoot()) {
      self.power(of: .difference($0), rows: rows) - power
    }
  }

  /// The smallest margin of non-inferiority that `rows` rows show with `power` when there is no true
  /// difference; `nil` where they are too few for any interval.
  public func minimalMargin(rows: Int, power: Double) -> Double? {
    guard degreesPerRow * Double(rows) > 1 else { return nil }
    return BracketedRoot.ascending(above: standardDeviation / Double(rows).squareRoot()) {
      self.power(of: .nonInferiority(margin: $0, advantage: 0), rows: rows) - power
    }
  }
}
