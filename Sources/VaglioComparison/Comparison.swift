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
    let (estimate, test, notes) = estimate(
      metric, candidate.reading(for: metric), production.reading(for: metric), on: pair
    ) { difference in
      bootstrap.intervals(ofDifference: metric.name, estimate: difference)
    }
    return Finding(
      measure: metric.name, subject: .difference, slice: slice, estimate: estimate,
      count: pair.rows.count, effectiveCount: pair.rows.effectiveCount, test: test,
      notes: notes)
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
  ) -> (Estimate, SignificanceTest?, notes: [String]) {
    do {
      let difference = try metric.value(of: candidate) - metric.value(of: production)
      guard difference.isFinite else { return (Estimate(difference), nil, []) }
      let answer =
        pair.areIdentical
        ? certainty("identical")
        : answer(metric, difference, candidate, production, on: pair, replicates(difference))
      let shown = try shown(answer, metric, candidate, production)
      let estimate = Estimate(difference, shown.uncertainty)
      let isHidden = answer.uncertainty != nil && shown.uncertainty == nil
      return (
        estimate, test(estimate, shown),
        isHidden ? ["no interval: these rows show no variance"] : []
      )
    } catch {
      return (.undefined(error), nil, [])
    }
  }

  /// What is known of a difference that must be 0.
  private func certainty(_ method: String) -> Answer {
    let uncertainty = Uncertainty(at: plan.level) { level in
      Interval(lower: 0, upper: 0, level: level, method: method)
    }
    return Answer(uncertainty: uncertainty, pValue: 1)
  }

  /// The answer; none where its interval has no width though nothing is
  /// certain, as where both models order all rows alike.
  private func shown<M: Metric<Observed>>(
    _ answer: Answer, _ metric: M, _ candidate: M.Reading, _ production: M.Reading
  ) throws(Undefined) -> Answer {
    guard let uncertainty = answer.uncertainty else { return answer }
    let (first, second) = (try metric.value(of: candidate), try metric.value(of: production))
    guard uncertainty.interval.hidesVariance(of: max(abs(first), abs(second))) else {
      return answer
    }
    if first == second, let first = candidate as? RankedRows,
      let second = production as? RankedRows,
      first.ranksAlike(second)
    {
      return certainty("same-ranking")
    }
    return Answer(uncertainty: nil)
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
    let drawn = replicates.flatMap { resampled($0, of: metric) }
    if plan.choice.isBootstrap, let drawn { return drawn }
    if pair.rows.arePlain,
      let intervals = metric.pairedIntervals(of: pair, candidate: candidate, production: production)
    {
      return Answer(
        uncertainty: uncertainty(intervals, of: metric),
        ownTest: metric.pairedTest(of: pair))
    }
    return drawn ?? linearized() ?? Answer(uncertainty: nil)
  }

  /// Intervals without what no difference can be.
  private func uncertainty(_ intervals: Intervals, of metric: some Metric) -> Uncertainty? {
    let differences = metric.measure.differences
    return Uncertainty(at: plan.level) { intervals($0)?.within(differences) }
  }

  /// The paired bootstrap: both models under the same draws.
  private func resampled(
    _ replicates: ReplicateIntervals, of metric: some Metric
  ) -> Answer? {
    uncertainty(replicates.interval, of: metric).map {
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
        ofDifference: metric, candidate: candidate, production: production, on: pair)
    else { return nil }
    let magnitude = [candidate, production].reduce(0.0) { most, reading in
      max(most, abs((try? metric.value(of: reading)) ?? 0))
    }
    // Few effective rows have large quantiles, which would make a width of a rounding.
    let isHidden = linearization.hidesVariance(error, of: magnitude)
    let intervals = { (level: ConfidenceLevel) in
      linearization.interval(ofDifference: metric, value: difference, error: error, level: level)?
        .mapped { isHidden ? difference : $0 }
    }
    let student = StudentT(degreesOfFreedom: error.degreesOfFreedom)
    return Answer(
      uncertainty: uncertainty(intervals, of: metric),
      pValue: difference == 0 || isHidden ? 1 : student.twoSidedP(difference / error.value))
  }

  /// The test of no difference: the metric's own beside its own interval, else the one that inverts
  /// the interval, whose p-value is read off the curve where it is not known.
  private func test(_ estimate: Estimate, _ answer: Answer) -> SignificanceTest? {
    guard let interval = estimate.interval, let curve = estimate.curve else { return nil }
    return answer.ownTest
      ?? SignificanceTest(name: interval.method, pValue: answer.pValue ?? curve.pValue(of: 0))
  }
}
