public import VaglioFindings
public import VaglioStatistics

/// The replicates of several metrics, of one model or of two under the same draws.
///
/// A block of sixteen replicates is drawn once and read by all metrics of all models; blocks are made
/// on any number of threads, and show it in no bit. Rows are drawn one by one with Poisson weights;
/// whole clusters where there are clusters; in multinomial draws with fixed totals where there are
/// strata. A row of frequency w is drawn as w rows would be: by a Poisson weight of mean w.
/// Importance weights are multiplied by how often their row is drawn.
public struct Bootstrap<Observed: Outcomes>: Sendable {
  private let plan: IntervalPlan
  /// Of each model, of each metric by name.
  private let drawn: [[String: Drawn]]
  private let method: String

  private struct Drawn: Sendable {
    var values: [Double?] = []
    var jackknife: [Double?] = []
  }

  /// The replicates of `metrics`, of models on the same rows.
  public init(
    _ metrics: [any Metric<Observed>], of models: [Readings<Observed>], plan: IntervalPlan
  ) {
    self.plan = plan
    let rows = models.first?.outcomes.rows ?? Rows(count: 0)
    method = rows.resamplingMethod
    guard !metrics.isEmpty, rows.count > 0 else {
      drawn = []
      return
    }
    let draws = BlockDraws(rows, plan: plan)
    let sources = models.map { ReplicateSource($0) }
    let blocks = concurrentMap(draws.count, threads: draws.threads(atMost: plan.threads)) { job in
      draws.withBlock(job) { block in
        sources.map { source in
          let block = ReplicateBlock(source, block)
          return metrics.map { $0.replicates(in: block) }
        }
      }
    }
    drawn = models.indices.map { model in
      var found: [String: Drawn] = [:]
      for (position, metric) in metrics.enumerated() {
        let all = blocks.map { $0[model][position] }
        found[metric.name] = Drawn(
          values: Array(all.prefix(draws.replicateBlocks).joined().prefix(plan.resamples)),
          jackknife: Array(all.dropFirst(draws.replicateBlocks).joined().prefix(draws.groups)))
      }
      return found
    }
  }
}

extension Bootstrap {
  /// What the replicates say of a model's value of a metric; `nil` where they were not made, or show
  /// no variance.
  public func intervals(of metric: String, model: Int = 0, estimate: Double) -> ReplicateIntervals?
  {
    guard drawn.indices.contains(model), let own = drawn[model][metric] else { return nil }
    return intervals(estimate, own.values, own.jackknife)
  }

  /// What the replicates say of the first model's value less the second's.
  public func intervals(ofDifference metric: String, estimate: Double) -> ReplicateIntervals? {
    guard drawn.count == 2, let first = drawn[0][metric], let second = drawn[1][metric] else {
      return nil
    }
    return intervals(
      estimate, Self.differences(first.values, second.values),
      Self.differences(first.jackknife, second.jackknife))
  }

  private static func differences(_ first: [Double?], _ second: [Double?]) -> [Double?] {
    zip(first, second).map { first, second in
      guard let first, let second else { return nil }
      return first - second
    }
  }

  private func intervals(
    _ estimate: Double, _ values: [Double?], _ jackknife: [Double?]
  ) -> ReplicateIntervals? {
    let replicates = Replicates(estimate: estimate, values)
    guard replicates.vary else { return nil }
    let left = jackknife.compactMap { $0 }
    return ReplicateIntervals(
      replicates: replicates, choice: plan.choice,
      acceleration: left.count == jackknife.count
        ? Replicates.acceleration(jackknife: left) : .nan,
      prefix: method)
  }
}

/// The intervals of one estimate that its replicates give, and the test that inverts them.
public struct ReplicateIntervals: Sendable {
  /// The replicates.
  public let replicates: Replicates
  let choice: IntervalChoice
  /// Of BCa; not a number where a value without some rows is undefined.
  let acceleration: Double
  let prefix: String

  /// The interval at a level by the method that was asked for, named for how rows were drawn.
  public func interval(level: ConfidenceLevel) -> Interval? {
    let interval =
      switch choice {
      case .basic: replicates.basic(level: level)
      case .bca: replicates.bca(level: level, acceleration: acceleration)
      default: replicates.percentile(level: level)?.stretched(to: replicates.estimate)
      }
    return interval.map {
      Interval(lower: $0.lower, upper: $0.upper, level: level, method: prefix + $0.method)
    }
  }

  /// The two-sided p-value of the hypothesis that the truth is `value`.
  public func pValue(of value: Double) -> Double {
    switch choice {
    case .basic: replicates.basicPValue(of: value)
    case .bca where acceleration.isFinite:
      replicates.bcaPValue(of: value, acceleration: acceleration)
    default: replicates.percentilePValue(of: value)
    }
  }
}

extension Rows {
  /// What a method's name begins with: how rows are drawn.
  fileprivate var resamplingMethod: String {
    (strata == nil ? "" : "stratified-") + (clusters == nil ? "" : "cluster-")
  }
}
