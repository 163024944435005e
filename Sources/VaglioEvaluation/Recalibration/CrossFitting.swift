internal import VaglioStatistics

/// Recalibrated scores that no row has a part in making of itself: each fold's are given by a map that
/// was fitted to the other folds.
///
/// Folds are by hash of (seed, row key), clusters whole. What is measured on these scores judges the
/// method on rows that it has not seen; an interval of it treats the fitted maps as given. Stone 1974,
/// doi:10.1111/j.2517-6161.1974.tb00994.x.
public struct CrossFitting: Hashable, Sendable {
  public let folds: Int
  public let seed: UInt64
  public let threads: Int

  /// So many folds, at least 2; the number of threads shows in nothing but the time.
  public init(folds: Int, seed: UInt64, threads: Int = 1) {
    precondition(folds > 1, "\(folds) folds")
    (self.folds, self.seed, self.threads) = (folds, seed, threads)
  }

  /// The outcomes with the probabilities that maps fitted to other rows give them.
  public func recalibrated<Observed: RecalibratableOutcomes>(
    _ outcomes: Observed, by recalibrator: any Recalibrator
  ) throws(Unfittable) -> Observed {
    let folds = HashedFolds(count: folds, seed: seed).rows(ofKeys: outcomes.rows.resamplingKeys)
    let parts = concurrentMap(folds.count, threads: threads) { fold in
      Result { () throws(Unfittable) in
        try part(folds[fold], of: outcomes, recalibrator)
      }
    }
    var columns = outcomes.scoreColumns
    for (fold, part) in parts.enumerated() {
      let held = try held(part, fold)
      for number in columns.indices {
        for (position, row) in folds[fold].enumerated() {
          columns[number][Int(row)] = held[number][position]
        }
      }
    }
    return outcomes.replacingScores(by: columns)
  }

  private func held(
    _ part: Result<[[Double]], Unfittable>, _ fold: Int
  ) throws(Unfittable) -> [[Double]] {
    do throws(Unfittable) {
      return try part.get()
    } catch {
      throw Unfittable("without fold \(fold + 1) of \(folds): \(error.reason)")
    }
  }

  /// The probabilities of the rows of one fold.
  private func part<Observed: RecalibratableOutcomes>(
    _ held: [Int32], of outcomes: Observed, _ recalibrator: any Recalibrator
  ) throws(Unfittable) -> [[Double]] {
    guard !held.isEmpty else { return outcomes.scoreColumns.map { _ in [] } }
    var isHeld = [Bool](repeating: false, count: outcomes.count)
    for row in held { isHeld[Int(row)] = true }
    let others = (0..<Int32(outcomes.count)).filter { !isHeld[Int($0)] }
    let map = try outcomes.taking(others).fitted(by: recalibrator)
    return map.probabilities(
      of: outcomes.scoreColumns.map { column in held.map { column[Int($0)] } })
  }
}
