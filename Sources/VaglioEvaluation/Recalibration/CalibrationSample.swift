/// The rows that a recalibrator is fitted to: for each distinct score, how many are positive and how
/// many negative.
///
/// This is all that a recalibrator sees, so that neither the order of rows nor the difference between
/// a frequency and repeated rows can show in a fit. Importance weights are scaled to sum to Kish's
/// effective number of rows (Σw)²/Σw², so that smoothing terms, which are counted in rows, do not
/// hang on the weights' unit.
public struct CalibrationSample: Hashable, Sendable {
  /// With fewer rows nothing is fitted.
  public static let fewestRows = 10

  /// The distinct scores, ascending.
  public let scores: [Double]
  /// The positive rows of each score.
  public let positives: [Double]
  /// The negative rows of each score.
  public let negatives: [Double]

  /// The groups of some outcomes.
  public init(_ outcomes: BinaryOutcomes) throws(Unfittable) {
    guard outcomes.count >= Self.fewestRows else {
      throw Unfittable(
        "there are only \(outcomes.count) rows to fit, fewer than \(Self.fewestRows)")
    }
    let shift = outcomes.rows.weights?.shift ?? 0
    let scale = outcomes.rows.effectiveCount.map { $0 / outcomes.rows.totalWeight } ?? 1
    var (scores, positives, negatives) = ([Double](), [Double](), [Double]())
    let ranked = outcomes.ranked
    ranked.forEachGroup { group in
      guard group.positives + group.negatives > 0 else { return }
      // −0 and 0 are one score, whichever row came first.
      scores.append(ranked.score(of: group) + 0.0)
      positives.append(group.positives.asDouble.scaled(by: -shift) * scale)
      negatives.append(group.negatives.asDouble.scaled(by: -shift) * scale)
    }
    (self.scores, self.positives, self.negatives) = (scores, positives, negatives)
    try check(rowCount: outcomes.count, ranked)
  }

  private func check(rowCount: Int, _ ranked: RankedRows) throws(Unfittable) {
    guard ranked.positives > 0 else { throw Unfittable("none of the rows to fit is positive") }
    guard ranked.negatives > 0 else { throw Unfittable("all of the rows to fit are positive") }
    guard scores.count > 1 else {
      throw Unfittable("all \(rowCount) scores to fit are \(scores.first ?? 0)")
    }
  }

  /// The rows of each score.
  public var totals: [Double] { zip(positives, negatives).map { $0 + $1 } }

  /// The same rows with the classes exchanged and the scores in descending order.
  var reversed: (positives: [Double], negatives: [Double]) {
    (negatives.reversed(), positives.reversed())
  }
}

extension Unfittable {
  /// Why no rising map can be fitted to scores that rank the wrong way round.
  static let wrongWay = Unfittable(
    "higher scores do not go with more positives: is it the right column, and the right positive "
      + "label?")
}
