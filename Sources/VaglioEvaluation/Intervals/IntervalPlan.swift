public import VaglioFindings

/// How the intervals of an analysis are made: by which method, at which level, from how many
/// replicates.
public struct IntervalPlan: Hashable, Sendable {
  /// The level of the intervals.
  public let level: ConfidenceLevel
  /// The method.
  public let choice: IntervalChoice
  /// How many replicates a bootstrap has.
  public let resamples: Int
  /// What the replicates are hashed from, beside the rows' identities.
  public let seed: UInt64
  /// On how many threads replicates are made; no result depends on it.
  public let threads: Int

  /// A plan.
  ///
  /// - Precondition: at least one replicate and one thread.
  public init(
    level: ConfidenceLevel, choice: IntervalChoice = .best, resamples: Int = 2000,
    seed: UInt64 = 7, threads: Int = 1
  ) {
    precondition(resamples > 0 && threads > 0, "at least one replicate and one thread")
    (self.level, self.choice, self.resamples) = (level, choice, resamples)
    (self.seed, self.threads) = (seed, threads)
  }

  /// The same plan on one thread.
  public var onOneThread: IntervalPlan {
    IntervalPlan(level: level, choice: choice, resamples: resamples, seed: seed)
  }

  /// Up to how many rows a metric that is not smooth is resampled without being asked to.
  public static var mostRowsUnasked: Int { 100_000 }
}

extension IntervalPlan {
  /// Whether a metric's value on some rows needs replicates for its interval.
  func resamples<M: Metric>(_ metric: M, _ readings: Readings<M.Observed>) -> Bool {
    if choice.isBootstrap { return metric.canBeResampled }
    let (reading, outcomes) = (readings.reading(for: metric), readings.outcomes)
    guard
      outcomes.count <= Self.mostRowsUnasked, metric.resampling(of: reading) != nil,
      (try? metric.value(of: reading)) != nil
    else { return false }
    if outcomes.rows.arePlain, metric.intervals(of: reading) != nil { return false }
    return metric.influence(of: reading, on: outcomes) == nil
  }

  /// Whether the difference of two models needs replicates for its interval.
  public func resamples<M: Metric>(
    _ metric: M, ofDifference pair: Paired<M.Observed>, _ candidate: Readings<M.Observed>,
    _ production: Readings<M.Observed>
  ) -> Bool {
    if choice.isBootstrap { return metric.canBeResampled }
    let (first, second) = (candidate.reading(for: metric), production.reading(for: metric))
    guard
      pair.rows.count <= Self.mostRowsUnasked, metric.resampling(of: first) != nil,
      metric.resampling(of: second) != nil, (try? metric.value(of: first)) != nil,
      (try? metric.value(of: second)) != nil
    else { return false }
    if pair.rows.arePlain,
      metric.pairedIntervals(of: pair, candidate: first, production: second) != nil
    {
      return false
    }
    return pair.rows.weights == nil || metric.influence(of: first, on: pair.candidate) == nil
  }
}
