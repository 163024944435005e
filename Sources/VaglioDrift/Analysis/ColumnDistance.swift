public import VaglioFindings

/// One distance of a column with its interval and its test.
public struct ColumnDistance: Hashable, Sendable {
  public let distance: DriftDistance
  /// The distance, bias-corrected where its definition says so, with its interval.
  public let estimate: Estimate
  /// The distance between the two samples as they are, without a correction; absent where there is
  /// no value.
  public let plugIn: Double?
  /// The p-value of "both samples are of one distribution"; absent where there is none.
  public let test: SignificanceTest?
  /// The statistic of that test where it has a scale of its own: A², T, χ², G.
  public let statistic: Double?
  /// The bins or levels that it is between; absent for distances between distribution functions.
  public let cells: Int?
  /// What a reader must know.
  public let notes: [String]

  init(
    _ distance: DriftDistance, _ estimate: Estimate, plugIn: Double? = nil,
    test: SignificanceTest? = nil, statistic: Double? = nil, cells: Int? = nil,
    notes: [String] = []
  ) {
    (self.distance, self.estimate, self.plugIn) = (distance, estimate, plugIn)
    (self.test, self.statistic, self.cells, self.notes) = (test, statistic, cells, notes)
  }

  /// A distance that has no value.
  static func undefined(
    _ distance: DriftDistance, _ reason: Undefined, notes: [String] = []
  ) -> ColumnDistance {
    ColumnDistance(distance, .undefined(reason), notes: notes)
  }

  /// The same with the p-value as corrected for a family.
  func corrected(_ pValue: Double?, by name: String, family: Int) -> ColumnDistance {
    guard let test, let pValue else { return self }
    return ColumnDistance(
      distance, estimate, plugIn: plugIn,
      test: SignificanceTest(
        name: test.name, pValue: test.pValue, adjustedPValue: pValue, adjustment: name,
        family: family),
      statistic: statistic, cells: cells, notes: notes)
  }

  /// Whether the distance is above a tolerance, which is at least 0.
  public func verdict(tolerance: Double) -> ToleranceVerdict {
    ToleranceVerdict(estimate, tolerance: tolerance)
  }
}

/// What an interval says of a distance and a tolerance τ.
public enum ToleranceVerdict: String, Hashable, Sendable, CaseIterable {
  /// The whole interval lies above τ.
  case drifted
  /// The whole interval lies at or below τ.
  case notDrifted = "not drifted"
  /// The interval holds τ.
  case inconclusive
  /// There is no interval.
  case notEvaluated = "not evaluated"

  /// The verdict of an interval at its own level: wrong in either direction with at most half of
  /// what is left to 1.
  public init(_ estimate: Estimate, tolerance: Double) {
    guard let interval = estimate.interval else {
      self = .notEvaluated
      return
    }
    self =
      interval.lower > tolerance
      ? .drifted : interval.upper <= tolerance ? .notDrifted : .inconclusive
  }

  /// The one-sided p-value of "the distance is at most τ"; `nil` without intervals at all levels.
  public static func pValue(_ estimate: Estimate, tolerance: Double) -> Double? {
    guard let curve = estimate.curve, let value = estimate.value else { return nil }
    let half = curve.pValue(of: tolerance) / 2
    return tolerance < value ? half : 1 - half
  }
}
