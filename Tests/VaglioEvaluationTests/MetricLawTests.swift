import Testing
import VaglioEvaluation
import VaglioTesting

/// The laws, over every metric of the catalogues and several seeds.
struct MetricLawTests {
  @Test(arguments: MetricCatalogue.binary.map(\.name), [1, 2, 3] as [UInt64])
  func `a binary metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    #expect(violations(metric, seed) == [])
  }

  @Test(arguments: MetricCatalogue.regression.map(\.name), [1, 2, 3] as [UInt64])
  func `a regression metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.regression))
    #expect(violations(metric, seed) == [])
  }

  @Test(arguments: MulticlassForms.names, [1, 2, 3] as [UInt64])
  func `a multiclass metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  @Test(
    arguments: [
      "d2_pinball_score[alpha=0.9]", "d2_tweedie_score[power=1.5]", "d2_tweedie_score[power=1]",
      "d2_tweedie_score[power=-1]", "mean_huber_loss[delta=0.5]",
      "mean_tweedie_deviance[power=-0.5]",
      "mean_tweedie_deviance[power=1]", "mean_tweedie_deviance[power=1.5]",
      "mean_tweedie_deviance[power=2]", "mean_tweedie_deviance[power=3]", "quantile_error[q=0.25]",
    ], [1, 2] as [UInt64])
  func `a regression metric with options keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.regression))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  private static let quantile =
    MetricCatalogue.quantile.map(\.name) + [
      "interval_coverage[level=0.5]", "lower_miss_rate[level=0.8]", "mean_pinball_loss[alpha=0.9]",
      "quantile_coverage[alpha=0.05]", "interval_score[level=0.8]",
    ]

  @Test(arguments: quantile, [1, 2, 3] as [UInt64])
  func `a metric of predicted quantiles keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.quantile))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  private static let ensemble =
    MetricCatalogue.ensemble.map(\.name) + ["crps[estimator=fair]", "interval_coverage[level=0.8]"]

  @Test(arguments: ensemble, [1, 2, 3] as [UInt64])
  func `a metric of an ensemble keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.ensemble))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  @Test(
    arguments: [
      "expected_calibration_error[bins=10]", "expected_calibration_error[form=classwise]",
      "expected_calibration_error[bins=7,form=top_label]",
    ], [1, 2, 3] as [UInt64])
  func `a metric of several classes' calibration keeps the laws`(name: String, seed: UInt64) throws
  {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  private func violations<Observed: LawfulOutcomes>(
    _ metric: some Metric<Observed>, _ seed: UInt64
  ) -> [String] {
    MetricLaws(metric).violations(seed: seed)
  }

  @Test func `the catalogues are in alphabetical order and name nothing twice`() {
    for names in [
      MetricCatalogue.binary.map(\.name), MetricCatalogue.multiclass.map(\.name),
      MetricCatalogue.regression.map(\.name), MetricCatalogue.quantile.map(\.name),
      MetricCatalogue.ensemble.map(\.name),
    ] {
      #expect(names == Set(names).sorted())
    }
  }
}
