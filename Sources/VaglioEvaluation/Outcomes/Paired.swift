internal import VaglioStatistics

/// Two models' predictions of the same rows.
public struct Paired<Observed: Outcomes>: Sendable {
  public let candidate: Observed
  public let production: Observed
  /// Whether the two models made the very same predictions on all rows of the analysis.
  public let areIdentical: Bool
  /// The pairs of cells, counted once, for binary outcomes.
  let cells = Cached<PairedCells>()
  /// The comparison of the areas under the ROC curves, made once, for binary outcomes.
  let deLong = Cached<PairedDeLong>()
  /// The triples of label and both predictions, counted once, for outcomes of several classes.
  let classes = Cached<PairedClasses>()
  /// The comparison of the areas under the ROC curve of single classes, each made once.
  let classAreas = CachedValues<Int, PairedDeLong?>()

  /// Two models on the same rows.
  ///
  /// - Precondition: as many rows in both.
  public init(candidate: Observed, production: Observed) {
    precondition(candidate.count == production.count, "the same rows for both models")
    (self.candidate, self.production) = (candidate, production)
    areIdentical = candidate.predictsSame(as: production)
  }

  private init(candidate: Observed, production: Observed, areIdentical: Bool) {
    (self.candidate, self.production, self.areIdentical) = (candidate, production, areIdentical)
  }

  /// The rows that both models predict.
  public var rows: Rows { candidate.rows }

  /// These rows alone. Models that differ elsewhere stay different models, even where they agree
  /// on all of `rows`.
  public func taking(_ rows: [Int32]) -> Paired {
    Paired(
      candidate: candidate.taking(rows), production: production.taking(rows),
      areIdentical: areIdentical)
  }
}
