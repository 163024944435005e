public import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// The differences candidate minus production of a list of metrics on the same rows.
///
/// Each difference has the interval of the best method for its metric: a closed form for paired
/// rows (Tango, DeLong, paired t) where rows are independent and whole; the paired bootstrap where
/// the metric is not smooth and the rows are few enough; else linearisation, the rows' differences of
/// influence; or that of the method that was asked for. The models that predict the very same on all
/// rows differ by exactly 0, for certain.
public struct Comparison<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let plan: IntervalPlan

  /// A comparison by `metrics` with the best intervals of each at `level`.
  public init(
    metrics: [any Metric<Observed>], level: ConfidenceLevel, resamples: Int, seed: UInt64
  ) {
    self.init(
      metrics: metrics, intervals: IntervalPlan(level: level, resamples: resamples, seed: seed))
  }

  /// A comparison by `metrics` with intervals as planned.
  public init(metrics: [any Metric<Observed>], intervals: IntervalPlan) {
    (self.metrics, plan) = (metrics, intervals)
  }

  /// One finding per metric, in the order of the metrics.
  public func findings(on pair: Paired<Observed>, slice: Slice = .all) -> [Finding] {
    let readings = (Readings(of: pair.candidate), Readings(of: pair.production))
    let bootstrap = Bootstrap(
      resampled(pair, readings.0, readings.1), of: [readings.0, readings.1], plan: plan)
    return findings(on: pair, readings.0, readings.1, bootstrap, slice: slice)
  }

  /// One finding per metric, in the order of the metrics, from statistics and replicates that others
  /// read as well.
  public func findings(
    on pair: Paired<Observed>, _ candidate: Readings<Observed>, _ production: Readings<Observed>,
    _ bootstrap: Bootstrap<Observed>, slice: Slice
  ) -> [Finding] {
    metrics.map { metric in
      finding(metric, candidate, production, bootstrap, on: pair, slice: slice)
    }
  }

  /// The metrics whose differences on these rows need replicates.
  public func resampled(
    _ pair: Paired<Observed>, _ candidate: Readings<Observed>, _ production: Readings<Observed>
  ) -> [any Metric<Observed>] {
    guard !pair.areIdentical else { return [] }
    return metrics.filter { metric in
      plan.resamples(metric, ofDifference: pair, candidate, production)
    }
  }

  private func finding(
    _ metric: some Metric<Observed>, _ candidate: Readings<Observed>,
    _ production: Readings<Observed>, _ bootstrap: Bootstrap<Observed>,
    on pair: Paired<Observed>, slice: Slice
  ) -> Finding {
    let (estimate, test) = estimate(
      metric, candidate.reading(for: metric), production.reading(for: metric), on: pair
    ) { difference in
      bootstrap.intervals(ofDifference: metric.name, estimate: difference)
    }
    return Finding(
      measure: metric.name, subject: .difference, slice: slice, estimate: estimate,
      count: pair.rows.count, effectiveCount: pair.rows.effectiveCount, test: test)
  }

  /// An interval with the p-value that inverts it, where that is known without the curve, and with
  /// the metric's own test, where that belongs to the interval.
  private struct Answer {
    let uncertainty: Uncertainty?
    var pValue: Double?
    var ownTest: SignificanceTest?

    /// Whether the interval has a width.
    var isUncertain: Bool { (uncertainty?.interval.width ?? 0) > 0 }
  }

  private func estimate<M: Metric<Observed>>(
    _ metric: M, _ candidate: M.Reading, _ production: M.Reading, on pair: Paired<Observed>,
    _ replicates: (Double) -> ReplicateIntervals?
  ) -> (Estimate, SignificanceTest?) {
    do {
      let difference = try metric.value(of: candidate) - metric.value(of: production)
      guard difference.isFinite else { return (Estimate(difference), nil) }
      let answer =
        pair.areIdentical
        ? Answer(uncertainty: certainty, pValue: 1)
        : answer(metric, difference, candidate, production, on: pair, replicates(difference))
      let estimate = Estimate(difference, answer.uncertainty)
      return (estimate, test(estimate, answer))
    } catch {
      return (.undefined(error), nil)
    }
  }

  /// What is known of the difference of a model from itself.
  private var certainty: Uncertainty? {
    Uncertainty(at: plan.level) { level in
      Interval(lower: 0, upper: 0, level: level, method: "identical")
    }
  }

  private func answer<M: Metric<Observed>>(
    _ metric: M, _ difference: Double, _ candidate: M.Reading, _ production: M.Reading,
    on pair: Paired<Observed>, _ replicates: ReplicateIntervals?
  ) -> Answer {
    func linearized() -> Answer? {
      linearizedAnswer(metric, difference, candidate, production, on: pair)
    }
    if plan.choice == .linearization, let answer = linearized(), answer.isUncertain {
      return answer
    }
    let drawn = replicates.flatMap { resampled($0) }
    if plan.choice.isBootstrap, let drawn { return drawn }
    if pair.rows.arePlain,
      let intervals = metric.pairedIntervals(of: pair, candidate: candidate, production: production)
    {
      return Answer(
        uncertainty: Uncertainty(at: plan.level, isCertain: difference == 0, intervals),
        ownTest: metric.pairedTest(of: pair))
    }
    return drawn ?? linearized() ?? Answer(uncertainty: nil)
  }

  /// The paired bootstrap: both models under the same draws.
  private func resampled(_ replicates: ReplicateIntervals) -> Answer? {
    Uncertainty(at: plan.level, replicates.interval).map {
      Answer(uncertainty: $0, pValue: replicates.pValue(of: 0))
    }
  }

  private func linearizedAnswer<M: Metric<Observed>>(
    _ metric: M, _ difference: Double, _ candidate: M.Reading, _ production: M.Reading,
    on pair: Paired<Observed>
  ) -> Answer? {
    let linearization = Linearization(pair.rows)
    guard
      let error = linearization.standardError(
        ofDifference: metric, candidate: candidate, production: production, on: pair),
      !linearization.hidesVariance(error, of: metric)
    else { return nil }
    // Models that a metric can't tell apart on any row, such as two of the same ranks, differ by 0.
    let uncertainty = Uncertainty(at: plan.level, isCertain: difference == 0) { level in
      linearization.interval(ofDifference: metric, value: difference, error: error, level: level)
    }
    let student = StudentT(degreesOfFreedom: error.degreesOfFreedom)
    return Answer(
      uncertainty: uncertainty,
      pValue: difference == 0 ? 1 : student.twoSidedP(difference / error.value))
  }

  /// The test of no difference: the metric's own beside its own interval, else the one that inverts
  /// the interval, whose p-value is read off the curve where it is not known.
  private func test(_ estimate: Estimate, _ answer: Answer) -> SignificanceTest? {
    guard let interval = estimate.interval, let curve = estimate.curve else { return nil }
    return answer.ownTest
      ?? SignificanceTest(name: interval.method, pValue: answer.pValue ?? curve.pValue(of: 0))
  }
}
