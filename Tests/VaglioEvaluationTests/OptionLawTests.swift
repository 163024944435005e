import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// The laws, over binary metrics with options.
struct OptionLawTests {
  private static let names = [
    "balanced_accuracy[adjusted=true]", "expected_cost[fn=5,fp=2]",
    "expected_cost[fn=10,fp=1.5,tn=0.25,tp=-3]", "f_beta[beta=0.5]", "f_beta[beta=2]",
    "gain[fraction=0.5]", "gain[fraction=1]", "lift[fraction=0.3]", "minimum_cost[fn=5]",
    "minimum_cost[fp=10]", "optimal_threshold[fn=5]", "precision_at_k[k=100]",
    "precision_at_recall[recall=0.5]", "precision_at_top[fraction=0.25]",
    "recall_at_precision[precision=0.6]", "roc_auc[max_fpr=0.05]", "roc_auc[max_fpr=0.1]",
    "roc_auc[max_fpr=0.3]", "sensitivity_at_specificity[specificity=0.8]",
    "specificity_at_sensitivity[sensitivity=0.95]",
  ]

  @Test(arguments: Self.names, [1, 2, 3] as [UInt64])
  func `a binary metric with options keeps the laws, and its name`(
    name: String, seed: UInt64
  ) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  @Test(arguments: Self.names)
  func `a perfect prediction of few rows is not certain`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    let outcomes = BinaryOutcomes(
      labels: [0, 0, 0, 1, 1, 0, 1, 0], scores: [0, 0, 0, 1, 1, 0, 1, 0])
    let estimate = Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate
    if let interval = estimate.interval { #expect(interval.width > 0.05, "\(name): \(interval)") }
  }

  @Test(arguments: [
    "balanced_accuracy[adjusted=1]", "expected_cost[fn=inf]", "expected_cost[fn=nan]",
    "expected_cost[fn=]", "expected_cost[cost=1]", "f_beta[beta=0]", "f_beta[beta=-1]",
    "f_beta[beta=1e200]", "gain[fraction=0]", "gain[fraction=1.5]", "gain[fraction=10%]",
    "lift[fraction=nan]", "precision_at_k[k=0]", "precision_at_k[k=2.5]",
    "precision_at_k[k=99999999999999999999]", "precision_at_recall[recall=1.1]",
    "precision_at_top[k=3]", "roc_auc[max_fpr=0]", "roc_auc[max_fpr=2]",
    "roc_auc[max_fpr=0.1,partial=true]", "sensitivity_at_specificity[specificity=-0.1]",
  ])
  func `an option out of range is refused`(name: String) {
    #expect(MetricCatalogue.metric(name, in: MetricCatalogue.binary) == nil)
  }

  @Test(arguments: [
    ("f_beta[beta=1]", "f_beta"), ("f_beta[beta=2.0]", "f_beta[beta=2]"),
    ("expected_cost[tp=-1,fn=5]", "expected_cost[fn=5,tp=-1]"),
    ("roc_auc[max_fpr=1]", "roc_auc"), ("balanced_accuracy[adjusted=false]", "balanced_accuracy"),
    ("gain[fraction=0.10]", "gain"),
  ])
  func `a name is written in one way only`(given: String, written: String) {
    #expect(MetricCatalogue.metric(given, in: MetricCatalogue.binary)?.name == written)
  }

  private func violations<Observed: LawfulOutcomes>(
    _ metric: some Metric<Observed>, _ seed: UInt64
  ) -> [String] {
    MetricLaws(metric).violations(seed: seed)
  }
}
