internal import Synchronization
public import VaglioFindings

/// The evaluation of one model's outcomes by a list of metrics: values with their intervals.
///
/// Every distinct statistic is gathered once, however many metrics read it.
public struct Evaluation<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let level: ConfidenceLevel

  /// An evaluation by `metrics` with intervals at `level`.
  public init(metrics: [any Metric<Observed>], level: ConfidenceLevel) {
    (self.metrics, self.level) = (metrics, level)
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
    metrics.map { metric in finding(metric, readings, subject: subject, slice: slice) }
  }

  private func finding(
    _ metric: some Metric<Observed>, _ readings: Readings<Observed>, subject: Subject,
    slice: Slice
  ) -> Finding {
    let outcomes = readings.outcomes
    let reading = readings.reading(for: metric)
    let estimate = estimate(metric, reading, on: outcomes)
    return Finding(
      measure: metric.name, subject: subject, slice: slice, estimate: estimate,
      count: outcomes.count, effectiveCount: outcomes.rows.effectiveCount,
      test: estimate.value == nil ? nil : metric.test(of: reading, on: outcomes),
      notes: metric.notes(of: reading))
  }

  /// The value with its uncertainty: by the metric's closed form for plain rows, else linearised.
  func estimate<M: Metric<Observed>>(
    _ metric: M, _ reading: M.Reading, on outcomes: Observed
  ) -> Estimate {
    do {
      let value = try metric.value(of: reading)
      guard value.isFinite else { return Estimate(value) }
      return Estimate(value, uncertainty(metric, value, reading, on: outcomes))
    } catch {
      return .undefined(error)
    }
  }

  private func uncertainty<M: Metric<Observed>>(
    _ metric: M, _ value: Double, _ reading: M.Reading, on outcomes: Observed
  ) -> Uncertainty? {
    if outcomes.rows.arePlain, let intervals = metric.intervals(of: reading) {
      return Uncertainty(at: level, intervals)
    }
    let linearization = Linearization(outcomes.rows)
    guard
      let error = linearization.standardError(of: metric, reading: reading, on: outcomes),
      !linearization.hidesVariance(error, of: metric)
    else { return nil }
    return Uncertainty(at: level) { level in
      linearization.interval(of: metric, value: value, error: error, level: level)
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
