public import VaglioFindings

/// A fitted map from columns of scores to columns of probabilities: one column of a binary model's
/// scores, or one per class.
public enum FittedMap: Sendable {
  case binary(any ProbabilityMap)
  case multiclass(any ClassProbabilityMap)

  /// The probabilities of columns of scores, in the same shape.
  ///
  /// - Precondition: as many columns as the map was fitted to, and no score is NaN.
  public func probabilities(of columns: [[Double]]) -> [[Double]] {
    switch self {
    case .binary(let map): columns.map { map.probabilities(of: $0) }
    case .multiclass(let map): map.probabilities(of: columns)
    }
  }

  /// The numbers that make up the map, by name.
  public var parameters: JSONValue {
    switch self {
    case .binary(let map): map.parameters
    case .multiclass(let map): map.parameters
    }
  }
}

/// Outcomes whose scores a recalibrator can be fitted to, and be put in the place of.
public protocol RecalibratableOutcomes: Outcomes {
  /// The scores, one list per column.
  var scoreColumns: [[Double]] { get }
  /// The same rows with other scores in the same shape.
  func replacingScores(by columns: [[Double]]) -> Self
  /// The map that a recalibrator learns from all rows.
  func fitted(by recalibrator: any Recalibrator) throws(Unfittable) -> FittedMap
}

extension RecalibratableOutcomes {
  /// The same rows with the probabilities that a map gives them.
  public func recalibrated(by map: FittedMap) -> Self {
    replacingScores(by: map.probabilities(of: scoreColumns))
  }
}

extension BinaryOutcomes: RecalibratableOutcomes {
  public var scoreColumns: [[Double]] { [scores] }

  public func replacingScores(by columns: [[Double]]) -> BinaryOutcomes {
    BinaryOutcomes(labels: labels, scores: columns[0], threshold: threshold, rows: rows)
  }

  public func fitted(by recalibrator: any Recalibrator) throws(Unfittable) -> FittedMap {
    .binary(try Self.fit(recalibrator, to: CalibrationSample(self)))
  }

  private static func fit(
    _ recalibrator: some Recalibrator, to sample: CalibrationSample
  ) throws(Unfittable) -> any ProbabilityMap { try recalibrator.fit(to: sample) }
}

extension MulticlassOutcomes: RecalibratableOutcomes {
  public var scoreColumns: [[Double]] { scores }

  public func replacingScores(by columns: [[Double]]) -> MulticlassOutcomes {
    MulticlassOutcomes(classes: classes, labels: labels, scores: columns, rows: rows)
  }

  public func fitted(by recalibrator: any Recalibrator) throws(Unfittable) -> FittedMap {
    .multiclass(try recalibrator.fit(to: self))
  }
}
