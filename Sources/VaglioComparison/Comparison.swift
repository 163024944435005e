public import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// The differences candidate minus production of a list of metrics on the same rows.
///
/// Each difference has the interval of the best method for its metric: a closed form for paired
/// rows (Tango, DeLong, paired t) where rows are independent and whole; the paired Poisson bootstrap
/// where the metric is not smooth and the rows are few enough; else linearisation, the rows'
/// differences of influence. The models that predict the very same on all rows differ by exactly 0,
/// for certain.
public struct Comparison<Observed: Outcomes>: Sendable {
  /// Up to how many rows a metric that is not smooth is resampled.
  public static var mostResampledRows: Int { 100_000 }

  private let metrics: [any Metric<Observed>]
  private let level: ConfidenceLevel
  private let resamples: Int
  private let seed: UInt64

  /// A comparison by `metrics` with intervals at `level`.
  public init(
    metrics: [any Metric<Observed>], level: ConfidenceLevel, resamples: Int, seed: UInt64
  ) {
    (self.metrics, self.level) = (metrics, level)
    (self.resamples, self.seed) = (resamples, seed)
  }

  /// One finding per metric, in the order of the metrics.
  public func findings(on pair: Paired<Observed>, slice: Slice = .all) -> [Finding] {
    findings(
      on: pair, Readings(of: pair.candidate), Readings(of: pair.production), slice: slice)
  }

  /// One finding per metric, in the order of the metrics, from statistics that others read as well.
  public func findings(
    on pair: Paired<Observed>, _ candidate: Readings<Observed>, _ production: Readings<Observed>,
    slice: Slice
  ) -> [Finding] {
    metrics.map { metric in
      finding(metric, candidate, production, on: pair, slice: slice)
    }
  }

  private func finding(
    _ metric: some Metric<Observed>, _ candidate: Readings<Observed>,
    _ production: Readings<Observed>, on pair: Paired<Observed>, slice: Slice
  ) -> Finding {
    let (estimate, pValue) = estimate(
      metric, candidate.reading(for: metric), production.reading(for: metric), on: pair)
    return Finding(
      measure: metric.name, subject: .difference, slice: slice, estimate: estimate,
      count: pair.rows.count, effectiveCount: pair.rows.effectiveCount,
      test: test(metric, estimate, pValue, on: pair))
  }

  private func estimate<M: Metric<Observed>>(
    _ metric: M, _ candidate: M.Reading, _ production: M.Reading, on pair: Paired<Observed>
  ) -> (Estimate, pValue: Double?) {
    do {
      let difference = try metric.value(of: candidate) - metric.value(of: production)
      guard difference.isFinite else { return (Estimate(difference), nil) }
      if pair.areIdentical { return (Estimate(0, certainty), 1) }
      let (uncertainty, pValue) = uncertainty(metric, difference, candidate, production, on: pair)
      return (Estimate(difference, uncertainty), pValue)
    } catch {
      return (.undefined(error), nil)
    }
  }

  /// What is known of the difference of a model from itself.
  private var certainty: Uncertainty? {
    Uncertainty(at: level) { level in
      Interval(lower: 0, upper: 0, level: level, method: "identical")
    }
  }

  private func uncertainty<M: Metric<Observed>>(
    _ metric: M, _ difference: Double, _ candidate: M.Reading, _ production: M.Reading,
    on pair: Paired<Observed>
  ) -> (Uncertainty?, pValue: Double?) {
    if pair.rows.arePlain,
      let intervals = metric.pairedIntervals(of: pair, candidate: candidate, production: production)
    {
      return (Uncertainty(at: level, intervals), nil)
    }
    if pair.rows.weights == nil, pair.rows.count <= Self.mostResampledRows,
      let first = metric.resampling(of: candidate), let second = metric.resampling(of: production)
    {
      return (resampled(difference, first, second, on: pair), nil)
    }
    return linearized(metric, difference, candidate, production, on: pair)
  }

  private func linearized<M: Metric<Observed>>(
    _ metric: M, _ difference: Double, _ candidate: M.Reading, _ production: M.Reading,
    on pair: Paired<Observed>
  ) -> (Uncertainty?, pValue: Double?) {
    let linearization = Linearization(pair.rows)
    guard
      let error = linearization.standardError(
        ofDifference: metric, candidate: candidate, production: production, on: pair),
      !linearization.hidesVariance(error, of: metric)
    else { return (nil, nil) }
    let uncertainty = Uncertainty(at: level) { level in
      linearization.interval(ofDifference: metric, value: difference, error: error, level: level)
    }
    let student = StudentT(degreesOfFreedom: error.degreesOfFreedom)
    let pValue = difference == 0 ? 1 : student.twoSidedP(difference / error.value)
    return (uncertainty, pValue)
  }

  /// The percentile interval of the paired Poisson bootstrap: both models under the same weights.
  private func resampled(
    _ difference: Double, _ candidate: Resampling, _ production: Resampling,
    on pair: Paired<Observed>
  ) -> Uncertainty? {
    let values = PoissonBootstrap(seed: seed, replicates: resamples)
      .values(keys: pair.rows.resamplingKeys, replicates: 0..<resamples) { weights in
        guard let first = candidate(weights), let second = production(weights) else { return nil }
        return first - second
      }
    let replicates = Replicates(estimate: difference, values)
    return Uncertainty(at: level) { level in
      replicates.percentile(level: level)?.stretched(to: difference)
    }
  }

  /// The test of no difference: the metric's own, else the one that inverts the interval, whose
  /// p-value is `pValue` where it is known and read off the curve where not.
  private func test(
    _ metric: some Metric<Observed>, _ estimate: Estimate, _ pValue: Double?,
    on pair: Paired<Observed>
  ) -> SignificanceTest? {
    guard let interval = estimate.interval, let curve = estimate.curve else { return nil }
    if pair.rows.arePlain, !pair.areIdentical, let own = metric.pairedTest(of: pair) { return own }
    return SignificanceTest(name: interval.method, pValue: pValue ?? curve.pValue(of: 0))
  }
}
