internal import VaglioFindings
internal import VaglioStatistics

extension IntervalPlan {
  /// The uncertainty by the method that was asked for; `nil` where that is the best one, where the
  /// metric does not know it, and where it shows no variance.
  func asked<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed,
    _ replicates: ReplicateIntervals?
  ) -> Uncertainty? {
    switch choice {
    case .best: nil
    case .basic, .bca, .percentile: resampled(metric, replicates)
    case .clopperPearson, .jeffreys: proportion(metric, reading, outcomes.rows)
    case .linearization:
      linearized(metric, value, reading, on: outcomes) { $0.value > 0 }
    }
  }

  /// The uncertainty by the metric's closed form for plain rows, else linearised.
  func best<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed
  ) -> Uncertainty? {
    if outcomes.rows.arePlain, let intervals = metric.intervals(of: reading) {
      return Uncertainty(at: level, intervals)
    }
    return linearized(metric, value, reading, on: outcomes) { error in
      !Linearization(outcomes.rows).hidesVariance(error, of: metric)
    }
  }

  /// The uncertainty that replicates show, within the metric's range.
  func resampled(_ metric: some Metric, _ replicates: ReplicateIntervals?) -> Uncertainty? {
    let (lowest, highest) = (metric.measure.lowest, metric.measure.highest)
    return replicates.flatMap { replicates in
      Uncertainty(at: level) { level in
        replicates.interval(level: level)?.mapped { min(max($0, lowest), highest) }
      }
    }
  }

  private func linearized<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed,
    where isUsable: (StandardError) -> Bool
  ) -> Uncertainty? {
    let linearization = Linearization(outcomes.rows)
    guard
      let error = linearization.standardError(of: metric, reading: reading, on: outcomes),
      isUsable(error)
    else { return nil }
    return Uncertainty(at: level) { level in
      linearization.interval(of: metric, value: value, error: error, level: level)
    }
  }

  private func proportion<M: Metric>(
    _ metric: M, _ reading: M.Reading, _ rows: Rows
  ) -> Uncertainty? {
    guard rows.arePlain, let metric = metric as? any ProportionMetric,
      let table = reading as? CellWeights
    else { return nil }
    let counts = (table.weight(of: metric.numerator), table.weight(of: metric.denominator))
    return Uncertainty(at: level) { level in
      choice == .jeffreys
        ? ProportionInterval.jeffreys(successes: counts.0, trials: counts.1, level: level)
          .stretched(to: counts.0 / counts.1)
        : ProportionInterval.clopperPearson(successes: counts.0, trials: counts.1, level: level)
    }
  }

  /// Why an estimate has no interval though the metric could be resampled.
  func notes<M: Metric>(
    on estimate: Estimate, of metric: M, _ reading: M.Reading, _ outcomes: M.Observed
  ) -> [String] {
    guard estimate.value != nil, estimate.interval == nil else { return [] }
    if showsNoVariance(metric, reading, outcomes) {
      return ["no interval: every row says the same, so that the rows show no variance"]
    }
    guard !choice.isBootstrap,
      outcomes.count > Self.mostRowsUnasked, metric.resampling(of: reading) != nil
    else { return [] }
    return ["no interval: more rows than are resampled unasked; ask for --interval percentile"]
  }

  /// Whether the metric's own interval of a value would have no width.
  private func showsNoVariance<M: Metric>(
    _ metric: M, _ reading: M.Reading, _ outcomes: M.Observed
  ) -> Bool {
    if outcomes.rows.arePlain, let intervals = metric.intervals(of: reading) {
      return intervals(level).map { !$0.hasWidth } ?? false
    }
    return Linearization(outcomes.rows).standardError(of: metric, reading: reading, on: outcomes)
      .map { $0.value == 0 } ?? false
  }
}
