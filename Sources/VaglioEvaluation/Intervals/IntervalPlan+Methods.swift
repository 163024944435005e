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
    case .linearization: linearized(metric, value, reading, on: outcomes)
    }
  }

  /// The uncertainty by the metric's closed form for plain rows, else linearised; `nil` where the rows
  /// show no variance.
  func best<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed
  ) -> Uncertainty? {
    if outcomes.rows.arePlain, let intervals = metric.intervals(of: reading) {
      return shown(intervals, of: metric, value)
    }
    return linearized(metric, value, reading, on: outcomes)
  }

  /// The uncertainty that replicates show, within the metric's range.
  func resampled(_ metric: some Metric, _ replicates: ReplicateIntervals?) -> Uncertainty? {
    replicates.flatMap { shown($0.interval, of: metric, $0.replicates.estimate) }
  }

  /// Intervals within the metric's range; `nil` where they have no width.
  private func shown(
    _ intervals: Intervals, of metric: some Metric, _ value: Double
  ) -> Uncertainty? {
    let range = metric.measure.range
    return Uncertainty(at: level) { intervals($0)?.within(range) }
      .flatMap { $0.interval.hidesVariance(of: value) ? nil : $0 }
  }

  private func linearized<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed
  ) -> Uncertainty? {
    let linearization = Linearization(outcomes.rows)
    guard !metric.isBiasedByChance,
      let error = linearization.standardError(of: metric, reading: reading, on: outcomes)
    else { return nil }
    if !outcomes.rows.arePlain,
      let own = metric.intervals(of: reading, on: outcomes, error: error)
    {
      return shown(own, of: metric, value)
    }
    guard !linearization.hidesVariance(error, of: value) else { return nil }
    let optimism = metric.optimism(of: reading, on: outcomes)
    let intervals = { (level: ConfidenceLevel) in
      linearization.interval(of: metric, value: value, error: error, level: level)?
        .lengthened(below: optimism.below, above: optimism.above)
    }
    return shown(intervals, of: metric, value)
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

  /// Why an estimate has no interval though its metric has one on other rows.
  func notes<M: Metric>(
    on estimate: Estimate, of metric: M, _ reading: M.Reading, _ outcomes: M.Observed
  ) -> [String] {
    guard let value = estimate.value, estimate.interval == nil else { return [] }
    if varianceIsHidden(metric, value, reading, on: outcomes) {
      return ["no interval: these rows show no variance"]
    }
    if metric.isBiasedByChance, !outcomes.rows.arePlain {
      return ["no interval: chance moves the value, by how much is not known of such rows"]
    }
    guard !choice.isBootstrap, outcomes.count > Self.mostRowsUnasked,
      metric.resampling(of: reading) != nil
    else { return [] }
    return ["no interval: more rows than are resampled unasked; ask for --interval percentile"]
  }

  private func varianceIsHidden<M: Metric>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: M.Observed
  ) -> Bool {
    if outcomes.rows.arePlain, let interval = metric.intervals(of: reading)?(level) {
      return interval.within(metric.measure.range).hidesVariance(of: value)
    }
    let linearization = Linearization(outcomes.rows)
    return linearization.standardError(of: metric, reading: reading, on: outcomes)
      .map { linearization.hidesVariance($0, of: value) } ?? false
  }
}
