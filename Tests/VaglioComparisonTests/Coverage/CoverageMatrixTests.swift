import Foundation
import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// How often intervals hold the truth, by seeded simulation: methods × situations × metrics. Slow: set
/// VAGLIO_SLOW=1.
///
/// Observed coverage must lie within three standard errors of 95 %, or of what ``StatedCoverage``
/// says. Metrics come from the catalogues, so that new ones are held to the same.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct CoverageMatrixTests {
  private static let binary: [Situation<BinaryOutcomes>] = [
    .graded("400 rows", rows: 400), .graded("50 rows", rows: 50), .graded("20 rows", rows: 20),
    .rare(rows: 2000), .sharp(rows: 200), .graded("ties", rows: 400, round: true),
    .clustered(clusters: 40), .weighted(rows: 400), .stratified(rows: 400),
  ]
  private static let regression: [Situation<RegressionOutcomes>] = [
    .numbers("400 rows", rows: 400), .numbers("50 rows", rows: 50), .numbers("20 rows", rows: 20),
  ]

  @Test(arguments: 0..<8)
  func `best intervals of binary metrics`(situation: Int) {
    check(Self.binary[situation], Self.binaryMetrics, .best, situation == 0 ? 1000 : 500, 200)
  }

  @Test(arguments: 0..<3)
  func `best intervals of regression metrics`(situation: Int) {
    check(Self.regression[situation], Self.regressionMetrics, .best, 1000, 300)
  }

  @Test(arguments: [400, 60])
  func `best intervals of multiclass metrics`(rows: Int) {
    check(.classes("\(rows) rows", rows: rows), Self.multiclassMetrics, .best, 500, 150)
  }

  @Test(arguments: [400, 50])
  func `best intervals of quantile metrics`(rows: Int) {
    check(.quantiles("\(rows) rows", rows: rows), Self.quantileMetrics, .best, 1000, 300)
  }

  @Test(arguments: [400, 50])
  func `best intervals of ensemble metrics`(rows: Int) {
    check(.ensemble("\(rows) rows", rows: rows), Self.ensembleMetrics, .best, 600, 200)
  }

  @Test(arguments: [0, 4, 6, 7, 8], [IntervalChoice.percentile, .basic, .bca])
  func `the bootstrap of binary metrics`(situation: Int, choice: IntervalChoice) {
    check(Self.binary[situation], Self.resampledMetrics, choice, 300, 150)
  }

  @Test(arguments: [IntervalChoice.percentile, .basic, .bca])
  func `the bootstrap of regression metrics`(choice: IntervalChoice) {
    check(Self.regression[1], Self.regressionMetrics, choice, 300, 150)
  }

  @Test(arguments: [0, 4, 6])
  func `linearisation of binary metrics`(situation: Int) {
    check(Self.binary[situation], Self.resampledMetrics, .linearization, 500, 200)
  }

  private func check<Observed>(
    _ situation: Situation<Observed>, _ metrics: [any Metric<Observed>], _ choice: IntervalChoice,
    _ trials: Int, _ comparisons: Int
  ) {
    let study = CoverageStudy(
      situation: situation, metrics: metrics, choice: choice, trials: trials,
      comparisons: comparisons)
    for row in study.rows() {
      for (share, quantity) in [(row.model, .model), (row.difference, .difference)]
        as [(CoverageShare, CoverageCase.Quantity)]
      {
        check(
          share,
          CoverageCase(
            situation: situation.name, method: choice.rawValue, metric: row.metric,
            quantity: quantity))
      }
    }
  }

  private func check(_ share: CoverageShare, _ place: CoverageCase) {
    guard share.intervals > 0 else { return }
    let allowed = StatedCoverage.range(of: place)
    let text = String(format: "%.1f", 100 * share.coverage)
    print("coverage | \(place) | \(share.method) | \(share.intervals) | \(share.bare) | \(text)")
    let (least, most) = (allowed.lowerBound, allowed.upperBound)
    #expect(share.coverage >= least - error(least, share), "\(place): \(text)")
    #expect(share.coverage <= most + error(most, share), "\(place): \(text)")
  }

  /// Three standard errors of a share near `expected`.
  private func error(_ expected: Double, _ share: CoverageShare) -> Double {
    let expected = min(expected, 0.995)
    return 3 * (expected * (1 - expected) / Double(share.intervals)).squareRoot()
  }
}

extension CoverageMatrixTests {
  /// The precision at k of 400 rows is another quantity than that of the population's.
  private static let binaryMetrics =
    MetricCatalogue.binary.filter { $0.name != "precision_at_k" }
    + named(
      [
        "balanced_accuracy[adjusted=true]", "expected_cost[fn=10]", "expected_cost[fn=10,tp=-5]",
        "f_beta[beta=0.5]", "gain[fraction=0.3]", "minimum_cost[fn=5]",
        "precision_at_top[fraction=0.03]", "precision_at_top[fraction=0.3]",
        "recall_at_precision[precision=0.7]", "roc_auc[max_fpr=0.05]", "roc_auc[max_fpr=0.1]",
        "roc_auc[max_fpr=0.3]", "sensitivity_at_specificity[specificity=0.98]",
        "sensitivity_at_specificity[specificity=0.7]",
        "specificity_at_sensitivity[sensitivity=0.7]",
        "specificity_at_sensitivity[sensitivity=0.97]",
      ], MetricCatalogue.binary)

  /// One metric of each kind, where a method treats all alike.
  private static let resampledMetrics = named(
    [
      "accuracy", "average_precision", "brier_score", "calibration_slope", "d2_log_loss", "f1",
      "ks", "log_loss", "matthews_corrcoef", "precision", "recall", "roc_auc",
    ], MetricCatalogue.binary)

  private static let regressionMetrics = MetricCatalogue.regression.filter {
    $0.name != "max_error"
  }

  private static let multiclassMetrics = named(
    MetricCatalogue.multiclass.map { $0.name.replacing("class=NAME", with: "class=a") }
      + [
        "average_precision[average=weighted]", "average_precision[class=a]",
        "brier_score[scale_by_half=true]", "cohen_kappa[weights=linear]",
        "cohen_kappa[weights=quadratic]", "f1[average=micro]", "f1[average=weighted]",
        "f1[class=a]", "f_beta[average=weighted,beta=0.5]", "jaccard[average=micro]",
        "precision[average=weighted]", "precision[class=a]", "recall[average=weighted]",
        "recall[class=a]", "roc_auc[average=macro,multiclass=ovo]",
        "roc_auc[average=weighted,multiclass=ovr]", "roc_auc[class=a]",
        "specificity[average=weighted]", "top_k_accuracy[k=1]", "top_k_accuracy[k=3]",
      ], MetricCatalogue.multiclass)

  private static let quantileMetrics =
    MetricCatalogue.quantile
    + named(
      [
        "interval_coverage[level=0.5]", "interval_score[level=0.5]",
        "mean_interval_width[level=0.5]", "quantile_coverage[alpha=0.05]",
      ], MetricCatalogue.quantile)

  private static let ensembleMetrics =
    MetricCatalogue.ensemble
    + named(
      ["crps[estimator=fair]", "interval_coverage[level=0.5]"], MetricCatalogue.ensemble)

  private static func named<Observed>(
    _ names: [String], _ catalogue: [any Metric<Observed>]
  ) -> [any Metric<Observed>] {
    names.map { name in
      guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
        preconditionFailure("there is no metric \(name)")
      }
      return metric
    }
  }
}
