internal import VaglioStatistics

/// How far the recalibrated probabilities of current rows hang on the reference rows: the maps fitted
/// without each of some hashed groups of them.
///
/// A linear function of the probabilities is jackknifed by groups (Shao and Wu 1989,
/// doi:10.1214/aos/1176347263): (G − 1)/G·Σ(e_g − ē)², with G − 1 degrees of freedom. Clusters stay
/// whole. Of a binary model the scores on both sides are pooled into at most ``mostCells`` runs of
/// neighbouring scores for this, so that its time hardly grows with the rows.
struct CalibrationJackknife: Sendable {
  static let mostCells = 2048

  /// What each column of probabilities changes by when a group of the reference is left out, per cell
  /// of current rows: `changes[group][column][cell]`.
  private let changes: [[[Double]]]
  /// The cell of each current row; `nil` where each row is its own.
  private let cells: [Int32]?

  /// The standard error of Σ slope·probability over rows and columns; `nil` where a map without a
  /// group can't be fitted.
  func standardError(slopes: [[Double]]) -> StandardError? {
    guard changes.count > 1 else { return nil }
    let pooled = slopes.map { pool($0) }
    let effects = changes.map { columns in
      var sum = ExactSum()
      for (column, slopes) in zip(columns, pooled) {
        for (change, slope) in zip(column, slopes) { sum.add(product: change, slope) }
      }
      return sum.value
    }
    let count = Double(effects.count)
    let mean = effects.reduce(0, +) / count
    let squares = effects.reduce(0) { $0 + ($1 - mean).square }
    return StandardError(
      value: ((count - 1) / count * squares).squareRoot(), degreesOfFreedom: count - 1)
  }

  private func pool(_ slopes: [Double]) -> [Double] {
    guard let cells else { return slopes }
    var pooled = [ExactSum](repeating: ExactSum(), count: changes[0][0].count)
    for (cell, slope) in zip(cells, slopes) { pooled[Int(cell)].add(slope) }
    return pooled.map(\.value)
  }
}

extension CalibrationJackknife {
  /// The maps of a binary model.
  init(
    _ reference: BinaryOutcomes, _ recalibrator: any Recalibrator, current: [Double],
    folds: HashedFolds
  ) {
    let groups = CalibrationGroupedCells(reference, folds: folds, most: Self.mostCells)
    let runs = ScoreRuns(current, most: Self.mostCells)
    cells = runs.cells
    func values(_ sample: CalibrationSample?) -> [Double]? {
      sample.flatMap { Self.fit(recalibrator, $0) }?.probabilities(of: runs.scores)
    }
    let whole = values(groups.sample(without: nil))
    let parts = (0..<folds.count).map { values(groups.sample(without: $0)) }
    guard let whole, !parts.contains(where: { $0 == nil }) else {
      changes = []
      return
    }
    changes = parts.map { part in [zip(part ?? [], whole).map { $0 - $1 }] }
  }

  private static func fit(
    _ recalibrator: some Recalibrator, _ sample: CalibrationSample
  ) -> (any ProbabilityMap)? { try? recalibrator.fit(to: sample) }

  /// The maps of any model, fitted to the rows themselves.
  init<Observed: SupposableOutcomes>(
    rows reference: Observed, _ recalibrator: any Recalibrator, current: [[Double]],
    folds: HashedFolds, threads: Int
  ) {
    cells = nil
    let groups = reference.rows.resamplingKeys.map { folds.fold(ofKey: $0) }
    let all = try? reference.fitted(by: recalibrator).probabilities(of: current)
    let parts = concurrentMap(folds.count, threads: threads) { group in
      let others = groups.indices.filter { groups[$0] != group }.map { Int32($0) }
      return try? reference.taking(others).fitted(by: recalibrator).probabilities(of: current)
    }
    guard let all, parts.count == folds.count, !parts.contains(where: { $0 == nil }) else {
      changes = []
      return
    }
    changes = parts.map { part in
      zip(part ?? [], all).map { part, whole in zip(part, whole).map { $0 - $1 } }
    }
  }
}
