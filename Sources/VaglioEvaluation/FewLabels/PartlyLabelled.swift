/// Rows that one model predicted, of which only some have labels, with a guess of each row's label.
///
/// The labelled rows must be a random sample of all, or those of a plan (``LabelPlanResults``), and the
/// guesses must not have been fitted to these labels.
public struct PartlyLabelled<Observed: Outcomes>: Sendable {
  /// What every row would be if its label were this, and how likely that is.
  struct Supposition: Sendable {
    /// One per row; over all suppositions they add up to 1.
    let shares: [Double]
    let outcomes: Observed
  }

  /// All rows; the labels of those without one say nothing.
  public let all: Observed
  /// The rows with a label.
  public let labelled: Observed
  let suppositions: [Supposition]
  let labelledRows: [Int32]
  let unlabelledRows: [Int32]

  init(all: Observed, isLabelled: [Bool], suppositions: [Supposition]) {
    precondition(isLabelled.count == all.count, "one per row")
    (self.all, self.suppositions) = (all, suppositions)
    let rows = 0..<Int32(all.count)
    labelledRows = rows.filter { isLabelled[Int($0)] }
    unlabelledRows = rows.filter { !isLabelled[Int($0)] }
    labelled = all.taking(labelledRows)
  }

  /// These rows alone.
  public func taking(_ rows: [Int32]) -> PartlyLabelled {
    let known = Set(labelledRows)
    return PartlyLabelled(
      all: all.taking(rows), isLabelled: rows.map { known.contains($0) },
      suppositions: suppositions.map { supposition in
        Supposition(
          shares: rows.map { supposition.shares[Int($0)] },
          outcomes: supposition.outcomes.taking(rows))
      })
  }

  /// How many rows have no label.
  public var unlabelledCount: Int { unlabelledRows.count }
}

extension PartlyLabelled<BinaryOutcomes> {
  /// Rows that are positive with the probability `proxies`, one per row between 0 and 1: the model's
  /// own score, or another's.
  public init(_ all: BinaryOutcomes, isLabelled: [Bool], proxies: [Double]) {
    precondition(proxies.allSatisfy { (0...1).contains($0) }, "a proxy is a probability")
    func supposed(_ label: UInt8) -> BinaryOutcomes {
      BinaryOutcomes(
        labels: [UInt8](repeating: label, count: all.count), scores: all.scores,
        threshold: all.threshold, rows: all.rows)
    }
    self.init(
      all: all, isLabelled: isLabelled,
      suppositions: [
        Supposition(shares: proxies.map { 1 - $0 }, outcomes: supposed(0)),
        Supposition(shares: proxies, outcomes: supposed(1)),
      ])
  }
}

extension PartlyLabelled {
  /// Rows whose labels nobody guesses.
  public init(_ all: Observed, isLabelled: [Bool]) {
    self.init(all: all, isLabelled: isLabelled, suppositions: [])
  }
}

extension PartlyLabelled<MulticlassOutcomes> {
  /// Rows of which each class has a probability, one list per class between 0 and 1: the model's own
  /// scores, or another's.
  public init(_ all: MulticlassOutcomes, isLabelled: [Bool], proxies: [[Double]]) {
    precondition(proxies.count == all.classes.count, "a proxy of each class")
    precondition(
      proxies.allSatisfy { $0.allSatisfy { (0...1).contains($0) } }, "a proxy is a probability")
    self.init(
      all: all, isLabelled: isLabelled,
      suppositions: proxies.enumerated().map { number, shares in
        let labels = [Int32](repeating: Int32(number), count: all.count)
        return Supposition(
          shares: shares,
          outcomes: MulticlassOutcomes(
            classes: all.classes, labels: labels, scores: all.scores, rows: all.rows))
      })
  }
}

extension PartlyLabelled<RegressionOutcomes> {
  /// Rows whose labels are guessed to be `proxies`, one finite number per row.
  public init(_ all: RegressionOutcomes, isLabelled: [Bool], proxies: [Double]) {
    let supposed = RegressionOutcomes(actual: proxies, predicted: all.predicted, rows: all.rows)
    self.init(
      all: all, isLabelled: isLabelled,
      suppositions: [
        Supposition(shares: [Double](repeating: 1, count: all.count), outcomes: supposed)
      ])
  }
}

/// The predictions of two models on the same partly labelled rows.
public struct PartlyLabelledPair<Observed: Outcomes>: Sendable {
  public let candidate: PartlyLabelled<Observed>
  public let production: PartlyLabelled<Observed>
  /// All rows; the labels of those without one say nothing.
  public let all: Paired<Observed>
  /// The rows with a label.
  public let labelled: Paired<Observed>

  /// Two models on the same rows, with the same labels missing.
  public init(candidate: PartlyLabelled<Observed>, production: PartlyLabelled<Observed>) {
    precondition(candidate.labelledRows == production.labelledRows, "the same rows for both models")
    self.init(
      candidate, production, Paired(candidate: candidate.all, production: production.all))
  }

  private init(
    _ candidate: PartlyLabelled<Observed>, _ production: PartlyLabelled<Observed>,
    _ all: Paired<Observed>
  ) {
    (self.candidate, self.production, self.all) = (candidate, production, all)
    labelled = all.taking(candidate.labelledRows)
  }

  /// These rows alone.
  public func taking(_ rows: [Int32]) -> PartlyLabelledPair {
    PartlyLabelledPair(candidate.taking(rows), production.taking(rows), all.taking(rows))
  }
}
