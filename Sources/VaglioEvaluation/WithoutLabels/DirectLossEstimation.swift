public import VaglioFindings
public import VaglioStatistics

/// Direct loss estimation (DLE): a learner predicts each row's loss from its features and the model's
/// prediction, and the mean over current rows is the estimate; what the learner got wrong on reference
/// rows that it had not seen is added.
///
/// θ = mean_cur(r̂) + Σw(ℓ − r̂)/Σw with the loss ℓ, the learner's r̂ and, where given, the density
/// ratio w, else 1. Without a shift the estimate is consistent whatever the learner is worth; with w
/// it is as long as either r̂ or w is right, and its error is of second order in theirs (augmented
/// inverse weighting: Robins, Rotnitzky and Zhao 1994, doi:10.1080/01621459.1994.10476818). The variance is that of
/// the two means, the interval Hall's for skewed means. NannyML 0.13 gives mean_cur(r̂) alone.
public struct DirectLossEstimation: Sendable {
  /// With fewer reference rows, or effectively fewer after weighting, nothing is estimated.
  public static let fewestReferenceRows = 100

  private let reference: RegressionOutcomes
  private let currentRows: Rows
  private let referenceColumns: BinnedColumns
  private let currentColumns: BinnedColumns
  private let plan: CrossFittedTrees.Plan
  private let isWeighted: Bool

  /// Labelled reference rows and current rows, with what is known of both.
  ///
  /// `current`: The model's predictions of the current rows.
  /// `features`: What the learner may look at beside the predictions.
  /// `ratio`: One weight per reference row, where current rows may be unlike them.
  ///
  /// - Throws: ``WithoutLabelsError`` where a number is not finite, or rows are too few.
  public init(
    reference: RegressionOutcomes, current: [Double], currentRows: Rows? = nil,
    features: [LearnerColumn], ratio: DensityRatio? = nil, plan: CrossFittedTrees.Plan
  ) throws(WithoutLabelsError) {
    for (part, numbers) in [
      ("reference", reference.actual), ("reference", reference.predicted),
      ("current data", current),
    ] {
      if let row = numbers.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(part: part, row: row + 1)
      }
    }
    let fewest = UnlabelledScores.fewestRows
    guard current.count >= fewest else {
      throw .tooFewRows(part: "current data", count: current.count, fewest: fewest)
    }
    guard reference.count >= Self.fewestReferenceRows else {
      throw .tooFewRows(
        part: "reference", count: reference.count, fewest: Self.fewestReferenceRows)
    }
    let rows = currentRows ?? Rows(count: current.count)
    let keys = reference.rows.resamplingKeys + rows.resamplingKeys
    do throws(Undefined) {
      let prediction = try LearnerColumn(
        name: "prediction", .numbers(reference.predicted + current))
      let joined = try JoinedColumns(features + [prediction], referenceCount: reference.count)
      let binned = try BinnedColumns(joined.columns, keys: keys, seed: plan.seed)
      referenceColumns = binned.taking((0..<Int32(reference.count)).map { $0 })
      currentColumns = binned.taking(
        (Int32(reference.count)..<Int32(joined.count)).map { $0 })
    } catch {
      throw .unfittable(error.reason)
    }
    self.reference = try Self.weighted(reference, ratio)
    var plan = plan
    plan.training = .others
    plan.boosting.patience = plan.boosting.patience ?? 5
    (self.currentRows, self.plan, isWeighted) = (rows, plan, ratio != nil)
  }

  /// The estimates of metrics on the current rows, in the order of the metrics; undefined of those that
  /// are no mean of a loss, nor the root of one.
  public func estimates(
    of metrics: [any Metric<RegressionOutcomes>], level: ConfidenceLevel
  ) -> [PerformanceEstimate] {
    metrics.map { metric in
      do throws(Undefined) {
        return try estimate(metric, level)
      } catch {
        return result(metric, .undefined(error), nil, [])
      }
    }
  }

  /// What the learner expects a metric's loss to be on each current row: what a plan of which rows to
  /// label goes by.
  public func expectedLosses<M: MeanMetric>(
    of metric: M
  ) throws(Undefined) -> [Double] where M.Observed == RegressionOutcomes {
    try fit(losses(of: metric)).current
  }
}

extension DirectLossEstimation {
  /// What the learner makes of a loss.
  private struct Fit {
    /// The loss that it expects of each current row.
    let current: [Double]
    /// The loss less what it expects, of each reference row that has one.
    let residuals: [Double]
    let kept: [Int32]
  }

  private static func weighted(
    _ reference: RegressionOutcomes, _ ratio: DensityRatio?
  ) throws(WithoutLabelsError) -> RegressionOutcomes {
    guard let ratio else { return reference }
    precondition(ratio.weights.count == reference.count, "one weight per reference row")
    let (rows, own) = (reference.rows, reference.rows.weights)
    let weights = ratio.weights.enumerated().map { row, weight in weight * (own?[row] ?? 1) }
    let weighted = Rows(
      count: rows.count, weights: Weights(weights, kind: .importance), clusters: rows.clusters,
      keys: rows.keys, clusterKeys: rows.clusterKeys, strata: rows.strata)
    let effective = weighted.effectiveCount ?? 0
    guard effective >= Double(fewestReferenceRows) else {
      throw .noOverlap(effectiveRows: effective, fewest: Double(fewestReferenceRows))
    }
    return reference.with(weighted)
  }

  private func losses<M: MeanMetric>(of metric: M) -> [Double] {
    guard let outcomes = reference as? M.Observed else { return [] }
    return [Double](unsafeUninitializedCapacity: reference.count) { buffer, count in
      metric.loss.write(
        outcomes, rows: 0..<reference.count,
        into: UnsafeMutableBufferPointer(rebasing: buffer[0..<reference.count]))
      count = reference.count
    }
  }

  private func fit(_ losses: [Double]) throws(Undefined) -> Fit {
    let kept = losses.indices.filter { !losses[$0].isNaN }.map { Int32($0) }
    guard kept.count >= Self.fewestReferenceRows else {
      throw Undefined("only \(kept.count) reference rows have such a loss")
    }
    guard !losses.contains(where: \.isInfinite) else { throw Undefined("a loss is infinite") }
    let keys = reference.rows.resamplingKeys
    let own = kept.map { losses[Int($0)] }
    let fitted = try CrossFittedTrees(
      targets: own, columns: referenceColumns.taking(kept), keys: kept.map { keys[Int($0)] },
      objective: .squaredError, plan: plan)
    return Fit(
      current: fitted.scores(of: currentColumns),
      residuals: zip(own, fitted.scores).map { $0 - $1 },
      kept: kept)
  }

  private func estimate(
    _ metric: some Metric<RegressionOutcomes>, _ level: ConfidenceLevel
  ) throws(Undefined) -> PerformanceEstimate {
    if let mean = metric as? any MeanMetric { return try ofMean(mean, level) }
    if let root = metric as? any RootMeanMetric { return try ofRoot(root, level) }
    throw Undefined("this metric is no mean of a loss of single rows")
  }

  private func ofMean(
    _ metric: some MeanMetric, _ level: ConfidenceLevel
  ) throws(Undefined) -> PerformanceEstimate {
    let mean = try mean(metric)
    let uncertainty = Uncertainty(at: level) { mean.interval($0, metric.measure.range) }
    return result(metric, Estimate(mean.value, uncertainty), mean, mean.notes)
  }

  private func ofRoot(
    _ metric: some RootMeanMetric, _ level: ConfidenceLevel
  ) throws(Undefined) -> PerformanceEstimate {
    let mean = try mean(metric.square)
    let uncertainty = Uncertainty(at: level) { level in
      mean.interval(level, 0...Double.infinity)?.mapped { $0.squareRoot() }
    }
    return result(metric, Estimate(mean.value.squareRoot(), uncertainty), mean, mean.notes)
  }

  /// An estimated mean with the errors of its two parts.
  private struct Mean {
    let value: Double
    let sampling: StandardError?
    let learning: StandardError?
    /// The skews Σu³/(Σu²)^1.5 of the two parts.
    let skews: (sampling: Double, learning: Double)
    let notes: [String]

    /// Student's interval after Hall's transformation, for losses and density ratios are skewed.
    func interval(_ level: ConfidenceLevel, _ range: ClosedRange<Double>) -> Interval? {
      guard let sampling, let learning else { return nil }
      let error = sampling.joined(with: learning)
      func cube(_ value: Double) -> Double { value * value * value }
      let skew =
        (skews.sampling * cube(sampling.value) + skews.learning * cube(learning.value))
        / cube(error.value)
      return MeanInterval.hall(
        mean: value, standardError: error.value, degreesOfFreedom: error.degreesOfFreedom,
        skew: skew.isFinite ? skew : 0, level: level
      ).map {
        Interval(lower: $0.lower, upper: $0.upper, level: level, method: "direct-loss-hall")
          .within(range)
      }
    }
  }

  private func mean(_ metric: some MeanMetric) throws(Undefined) -> Mean {
    let losses = losses(of: metric)
    let fit = try fit(losses)
    let rows = reference.rows.taking(fit.kept)
    let (expected, residual) = (currentRows.mean(of: fit.current), rows.mean(of: fit.residuals))
    let left = losses.count - fit.kept.count
    let value = expected + residual
    let range = metric.measure.range
    let (φ, ψ) = (fit.current.map { $0 - expected }, fit.residuals.map { $0 - residual })
    let (first, second) = (Linearization(currentRows), Linearization(rows))
    return Mean(
      value: min(max(value, range.lowerBound), range.upperBound),
      sampling: first.standardError(of: φ), learning: second.standardError(of: ψ),
      skews: (first.skew(Influence(φ)), second.skew(Influence(ψ))),
      notes: left > 0 ? ["\(left) reference rows have no such loss and were left out"] : [])
  }

  private func result(
    _ metric: some Metric, _ estimate: Estimate, _ mean: Mean?, _ notes: [String]
  ) -> PerformanceEstimate {
    PerformanceEstimate(
      metric: metric.name, estimator: isWeighted ? "direct-loss-shift-weighted" : "direct-loss",
      estimate: estimate, count: currentRows.count,
      effectiveReferenceCount: reference.rows.effectiveCount,
      samplingError: mean?.sampling?.value, learningError: mean?.learning?.value,
      notes: [WithoutLabelsNote.conceptDrift] + (isWeighted ? [WithoutLabelsNote.fittedRatio] : [])
        + notes)
  }
}

extension Rows {
  /// The weighted mean of one number per row.
  func mean(of values: [Double]) -> Double {
    var sum = ExactSum()
    for (row, value) in values.enumerated() { sum.add(product: weights?[row] ?? 1, value) }
    return sum.value / totalWeight
  }
}
