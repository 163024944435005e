internal import VaglioStatistics

/// The labelled rows of a binary model, counted by runs of scores, label and hashed group, so that a
/// recalibrator can be fitted to all but one group without a look at the rows.
struct CalibrationGroupedCells: Sendable {
  private let scores: [Double]
  /// Ticks by group, then cell, then label.
  private let ticks: [Int64]
  private let totals: [Int64]
  private let scale: Double

  init(_ outcomes: BinaryOutcomes, folds: HashedFolds, most: Int) {
    let runs = ScoreRuns(outcomes.order, outcomes.scores, most: most)
    let cells = runs.scores.count
    var ticks = [Int64](repeating: 0, count: folds.count * cells * 2)
    // 48 bits of a weight are cut to 32, so that the sums of 2³¹ rows fit.
    let cut = outcomes.rows.weights?.kind == .importance ? 16 : 0
    for (row, key) in outcomes.rows.resamplingKeys.enumerated() {
      let place = folds.fold(ofKey: key) * cells + Int(runs.cells[row])
      let weight = outcomes.rows.weights.map { $0.ticks[row] >> Int64(cut) } ?? 1
      ticks[place * 2 + Int(outcomes.labels[row])] += weight
    }
    var totals = [Int64](repeating: 0, count: cells * 2)
    for (place, tick) in ticks.enumerated() { totals[place % (cells * 2)] += tick }
    let shift = (outcomes.rows.weights?.shift ?? 0) - cut
    let effective = outcomes.rows.effectiveCount.map { $0 / outcomes.rows.totalWeight } ?? 1
    scale = effective.scaled(by: -shift)
    (scores, self.ticks, self.totals) = (runs.scores, ticks, totals)
  }

  /// The rows of all groups but one; `nil` where these have one class or one score.
  func sample(without group: Int?) -> CalibrationSample? {
    func weight(_ cell: Int, _ label: Int) -> Double {
      let left = group.map { ticks[($0 * scores.count + cell) * 2 + label] } ?? 0
      return Double(totals[cell * 2 + label] - left) * scale
    }
    let kept = scores.indices.filter { weight($0, 0) + weight($0, 1) > 0 }
    return CalibrationSample(
      scores: kept.map { scores[$0] + 0.0 }, positives: kept.map { weight($0, 1) },
      negatives: kept.map { weight($0, 0) })
  }
}

extension CalibrationSample {
  /// Groups of rows by score; `nil` where they have one class or one score.
  ///
  /// - Precondition: scores ascend.
  init?(scores: [Double], positives: [Double], negatives: [Double]) {
    guard scores.count > 1, positives.contains(where: { $0 > 0 }),
      negatives.contains(where: { $0 > 0 })
    else { return nil }
    (self.scores, self.positives, self.negatives) = (scores, positives, negatives)
  }
}
