import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// Rows that show a metric no variance must not make it certain: over all catalogues, perfect and
/// useless models, few rows, weights and clusters.
struct DegenerateIntervalTests {
  @Test(arguments: RowKind.allCases)
  func `no interval of a binary metric is falsely certain`(kind: RowKind) {
    #expect(violations(MetricCatalogue.binary, kind) == [])
  }

  @Test(arguments: RowKind.allCases)
  func `no interval of a regression metric is falsely certain`(kind: RowKind) {
    #expect(violations(MetricCatalogue.regression, kind) == [])
  }

  @Test(arguments: RowKind.allCases)
  func `no interval of a metric of quantiles is falsely certain`(kind: RowKind) {
    #expect(violations(MetricCatalogue.quantile, kind) == [])
  }

  @Test(arguments: RowKind.allCases)
  func `no interval of a metric of an ensemble is falsely certain`(kind: RowKind) {
    #expect(violations(MetricCatalogue.ensemble, kind) == [])
  }

  @Test(arguments: RowKind.allCases)
  func `no interval of a multiclass metric is falsely certain`(kind: RowKind) {
    #expect(
      violations(MulticlassSelection.all, kind) == [])
  }

  private func violations<Observed: DegenerateOutcomes>(
    _ metrics: [any Metric<Observed>], _ kind: RowKind
  ) -> [String] {
    Observed.families.flatMap { family in
      let models = family.map { name, outcomes in
        (name, outcomes.with(kind.rows(outcomes.count)))
      }
      return models.flatMap { single(metrics, $0.0, $0.1) }
        + models.flatMap { first in
          models.filter { $0.0 != first.0 }.flatMap { difference(metrics, first, $0) }
        }
    }
  }

  private func single<Observed: Outcomes>(
    _ metrics: [any Metric<Observed>], _ name: String, _ outcomes: Observed
  ) -> [String] {
    let plans = [IntervalChoice.best, .linearization].map {
      IntervalPlan(level: .ninetyFivePercent, choice: $0, resamples: 50)
    }
    return plans.flatMap { plan in
      zip(
        metrics,
        Evaluation(metrics: metrics, intervals: plan)
          .findings(on: outcomes, subject: .model)
      ).flatMap { metric, finding in
        complaints(
          finding, metric.measure.lowest...metric.measure.highest,
          near: finding.estimate.value ?? 0
        ).map { "\(metric.name), \(name): \($0)" }
      }
    }
  }

  private func difference<Observed: Outcomes>(
    _ metrics: [any Metric<Observed>], _ first: (String, Observed), _ second: (String, Observed)
  ) -> [String] {
    let pair = Paired(candidate: first.1, production: second.1)
    let plan = IntervalPlan(level: .ninetyFivePercent, resamples: 50)
    let own = Evaluation(metrics: metrics, intervals: plan)
      .findings(on: first.1, subject: .candidate)
    return zip(zip(metrics, own), Comparison(metrics: metrics, intervals: plan).findings(on: pair))
      .flatMap { metric, finding in
        complaints(finding, metric.0.measure.differences, near: metric.1.estimate.value ?? 0)
          .map { "\(metric.0.name), \(first.0) less \(second.0): \($0)" }
      }
  }

  private func complaints(
    _ finding: Finding, _ range: ClosedRange<Double>, near magnitude: Double
  ) -> [String] {
    guard let value = finding.estimate.value else {
      return finding.estimate.interval == nil ? [] : ["an interval of nothing"]
    }
    guard let interval = finding.estimate.interval else { return [] }
    var broken: [String] = []
    let isCertain = Uncertainty.certainMethods.contains(
      interval.method)
    if !isCertain, interval.width <= 1e-12 * abs(magnitude) { broken.append("no width") }
    if isCertain, interval.lower != 0 || interval.upper != 0 { broken.append("not certain") }
    if !interval.contains(value) { broken.append("misses its value") }
    if !range.contains(interval.lower) || !range.contains(interval.upper) {
      broken.append("leaves the range")
    }
    return broken.map {
      "\($0): \(value), \(interval.lower) to \(interval.upper) by \(interval.method)"
    }
  }
}
