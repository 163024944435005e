internal import Synchronization
public import VaglioFindings

/// The evaluation of one model's outcomes by a list of metrics: values with their intervals.
///
/// Every distinct statistic is gathered once, however many metrics read it.
public struct Evaluation<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let plan: IntervalPlan

  /// An evaluation by `metrics` with the best intervals of each at `level`.
  public init(metrics: [any Metric<Observed>], level: ConfidenceLevel) {
    self.init(metrics: metrics, intervals: IntervalPlan(level: level))
  }

  /// An evaluation by `metrics` with intervals as planned.
  public init(metrics: [any Metric<Observed>], intervals: IntervalPlan) {
    (self.metrics, plan) = (metrics, intervals)
  }

  /// One finding per metric, in the order of the metrics.
  public func findings(
    on outcomes: Observed, subject: Subject, slice: Slice = .all
  ) -> [Finding] {
    findings(Readings(of: outcomes), subject: subject, slice: slice)
  }

  /// One finding per metric, in the order of the metrics, from statistics that others read as well.
  public func findings(
    _ readings: Readings<Observed>, subject: Subject, slice: Slice
  ) -> [Finding] {
    let bootstrap = Bootstrap(resampled(readings), of: [readings], plan: plan)
    return findings(readings, bootstrap, model: 0, subject: subject, slice: slice)
  }

  /// One finding per metric, from statistics and replicates that others read as well; `model` is the
  /// model's place among those of the bootstrap.
  public func findings(
    _ readings: Readings<Observed>, _ bootstrap: Bootstrap<Observed>, model: Int,
    subject: Subject, slice: Slice
  ) -> [Finding] {
    metrics.map { metric in
      finding(metric, readings, subject: subject, slice: slice) { name, value in
        bootstrap.intervals(of: name, model: model, estimate: value)
      }
    }
  }

  /// The metrics whose intervals on these rows need replicates.
  public func resampled(_ readings: Readings<Observed>) -> [any Metric<Observed>] {
    metrics.filter { metric in plan.resamples(metric, readings) }
  }

  private func finding(
    _ metric: some Metric<Observed>, _ readings: Readings<Observed>, subject: Subject,
    slice: Slice, _ replicates: (String, Double) -> ReplicateIntervals?
  ) -> Finding {
    let outcomes = readings.outcomes
    let reading = readings.reading(for: metric)
    let estimate = estimate(metric, reading, on: outcomes, replicates)
    return Finding(
      measure: metric.name, subject: subject, slice: slice, estimate: estimate,
      count: outcomes.count, effectiveCount: outcomes.rows.effectiveCount,
      test: estimate.value == nil ? nil : metric.test(of: reading, on: outcomes),
      notes: metric.notes(of: reading) + plan.notes(on: estimate, of: metric, reading, outcomes))
  }

  private func estimate<M: Metric<Observed>>(
    _ metric: M, _ reading: M.Reading, on outcomes: Observed,
    _ replicates: (String, Double) -> ReplicateIntervals?
  ) -> Estimate {
    do {
      let value = try metric.value(of: reading)
      guard value.isFinite else { return Estimate(value) }
      let uncertainty =
        plan.asked(metric, value, reading, on: outcomes, replicates(metric.name, value))
        ?? plan.best(metric, value, reading, on: outcomes)
        ?? plan.resampled(metric, replicates(metric.name, value))
      return Estimate(value, uncertainty)
    } catch {
      return .undefined(error)
    }
  }
}

/// The statistics of some outcomes, each gathered when a metric first asks for it.
///
/// A class, because metrics that share a statistic must find it where the first one left it.
public final class Readings<Observed: Outcomes>: Sendable {
  /// What the statistics are of.
  public let outcomes: Observed
  private let known = Mutex<[Key: any Sendable]>([:])

  /// The empty statistic stands for what is gathered into it.
  private struct Key: Hashable, @unchecked Sendable {
    let empty: AnyHashable
  }

  /// The statistics of `outcomes`, none gathered yet.
  public init(of outcomes: Observed) { self.outcomes = outcomes }

  /// What a metric reads its value off.
  public func reading<M: Metric<Observed>>(for metric: M) -> M.Reading {
    reading(of: metric.makeStatistic())
  }

  /// What a statistic reads when it has gathered all rows.
  public func reading<S: SufficientStatistic<Observed>>(of empty: S) -> S.Reading {
    let key = Key(empty: AnyHashable(empty))
    if let reading = known.withLock({ $0[key] }) as? S.Reading { return reading }
    let reading = empty.reading(from: self) ?? gathered(empty)
    known.withLock { $0[key] = reading }
    return reading
  }

  private func gathered<S: SufficientStatistic<Observed>>(_ empty: S) -> S.Reading {
    var statistic = empty
    statistic.add(outcomes, rows: 0..<outcomes.count)
    return statistic.read()
  }
}
