internal import VaglioStatistics

/// The probabilities of current rows' classes as a recalibrator has them that was fitted to the reference,
/// or to all of it but one hashed group; and what the classes' shares of the current rows come to.
struct LabelShiftLearning: Sendable {
  /// What some part of the reference makes of the current rows.
  struct Part: Sendable {
    /// The classes' shares of the reference: its mean probabilities.
    let priors: [Double]
    /// q, the mixture's shares of the current rows.
    let mixture: [Double]
    /// The labels' shares of the reference.
    var labelShares: [Double] = []

    /// Current over reference share of each class, so that weighted by it the reference keeps its
    /// weight.
    var ratios: [Double] {
      let ratios = zip(mixture, priors).map { $0 / $1 }
      let sum = zip(ratios, labelShares).reduce(0) { $0 + $1.0 * $1.1 }
      return ratios.map { $0 / sum }
    }

    /// The classes' shares of the current rows.
    var shares: [Double] { zip(ratios, labelShares).map { $0 * $1 } }
  }

  let groups: [Int]
  /// One per group left out; `nil` where a map without one can't be fitted.
  let parts: [Part]?

  init<Observed: SupposableOutcomes>(
    _ reference: Observed, _ recalibrator: (any Recalibrator)?, current: UnlabelledScores,
    folds: HashedFolds, start: [Double], threads: Int
  ) {
    groups = reference.rows.resamplingKeys.map { folds.fold(ofKey: $0) }
    let own = groups
    let found: [Part?]
    if let binary = reference as? BinaryOutcomes, let recalibrator {
      found = Self.pooled(binary, recalibrator, current, folds, start)
    } else {
      found = concurrentMap(folds.count, threads: threads) { group in
        let others = own.indices.filter { own[$0] != group }.map { Int32($0) }
        return Self.part(reference.taking(others), recalibrator, current, start)
      }
    }
    let labelled = Self.labelShares(reference, groups, folds.count)
    parts =
      found.contains { $0 == nil }
      ? nil
      : zip(found, labelled).compactMap { part, shares in
        part.map { Part(priors: $0.priors, mixture: $0.mixture, labelShares: shares) }
      }
  }

  /// The labels' shares of all rows but those of each group.
  private static func labelShares(
    _ reference: some SupposableOutcomes, _ groups: [Int], _ count: Int
  ) -> [[Double]] {
    let classes = reference.classNames.count
    var ticks = [[Int128]](repeating: [Int128](repeating: 0, count: classes), count: count)
    for (row, group) in groups.enumerated() {
      ticks[group][reference.classNumber(of: row)] += Int128(
        reference.rows.weights?.ticks[row] ?? 1)
    }
    let all = (0..<classes).map { label in ticks.reduce(Int128(0)) { $0 + $1[label] } }
    return ticks.map { own in
      let left = zip(all, own).map { ($0 - $1).asDouble }
      let total = left.reduce(0, +)
      return left.map { $0 / total }
    }
  }

  /// Reference and current scores pooled into runs, for speed.
  private static func pooled(
    _ reference: BinaryOutcomes, _ recalibrator: any Recalibrator, _ current: UnlabelledScores,
    _ folds: HashedFolds, _ start: [Double]
  ) -> [Part?] {
    let most = CalibrationJackknife.mostCells
    let groups = CalibrationGroupedCells(reference, folds: folds, most: most)
    let runs = ScoreRuns(current.columns[0], most: most)
    var ticks = [Int128](repeating: 0, count: runs.scores.count)
    for (row, cell) in runs.cells.enumerated() {
      ticks[Int(cell)] += Int128(current.rows.weights?.ticks[row] ?? 1)
    }
    let weights = ticks.map(\.asDouble)
    return (0..<folds.count).map { group in
      guard let sample = groups.sample(without: group), let map = fit(recalibrator, sample) else {
        return nil
      }
      let (own, known) = (
        map.probabilities(of: runs.scores), map.probabilities(of: sample.scores)
      )
      var positives = ExactSum()
      for (total, share) in zip(sample.totals, known) { positives.add(product: total, share) }
      let prior = positives.value / ExactSum(sample.totals).value
      return solved(BinaryOutcomes.classShares([own]), weights, [1 - prior, prior], start)
    }
  }

  private static func fit(
    _ recalibrator: some Recalibrator, _ sample: CalibrationSample
  ) -> (any ProbabilityMap)? { try? recalibrator.fit(to: sample) }

  private static func part<Observed: SupposableOutcomes>(
    _ reference: Observed, _ recalibrator: (any Recalibrator)?, _ current: UnlabelledScores,
    _ start: [Double]
  ) -> Part? {
    guard let cells = try? LabelShiftCells(reference, recalibrator, current) else { return nil }
    return solved(cells.current.shares, cells.current.weights, cells.priors, start)
  }

  private static func solved(
    _ shares: [[Double]], _ weights: [Double], _ priors: [Double], _ start: [Double]
  ) -> Part? {
    guard priors.allSatisfy({ $0 > 0 }) else { return nil }
    let densities = DensityCells(
      columns: zip(shares, priors).map { column, prior in column.map { $0 / prior } },
      weights: weights)
    // A share of 0 would stay there under EM steps.
    let inside = start.map { ($0 + 1e-3) / (1 + 1e-3 * Double(start.count)) }
    let mixture = MixtureShares(densities, start: inside)
    return mixture.hasConverged ? Part(priors: priors, mixture: mixture.shares) : nil
  }

  /// The standard error of a number that changes by `effects`, one per group left out.
  func standardError(_ effects: [Double]) -> StandardError {
    let count = Double(effects.count)
    let mean = ExactSum(effects).value / count
    let squares = ExactSum(effects.map { ($0 - mean).square }).value
    return StandardError(
      value: ((count - 1) / count * squares).squareRoot(), degreesOfFreedom: count - 1)
  }
}
