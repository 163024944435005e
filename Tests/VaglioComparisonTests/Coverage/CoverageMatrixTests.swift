import Foundation
import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// How often intervals hold the truth, by seeded simulation: methods × situations × metrics. Slow: set
/// VAGLIO_SLOW=1.
///
/// Observed coverage must lie within four standard errors of 95 %, or of what ``StatedCoverage``
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
  func `best intervals of binary metrics`(situation: Int) throws {
    let (trials, comparisons) = situation == 0 ? (600, 300) : (300, 150)
    try check(
      "binary", Self.binary[situation], Self.binaryMetrics, .best, trials, comparisons)
  }

  @Test(arguments: 0..<3)
  func `best intervals of regression metrics`(situation: Int) throws {
    try check("regression", Self.regression[situation], Self.regressionMetrics, .best, 1000, 300)
  }

  @Test(arguments: [400, 60])
  func `best intervals of multiclass metrics`(rows: Int) throws {
    try check(
      "multiclass", .classes("\(rows) rows", rows: rows), Self.multiclassMetrics, .best, 500, 150)
  }

  @Test(arguments: [400, 50])
  func `best intervals of quantile metrics`(rows: Int) throws {
    try check(
      "quantiles", .quantiles("\(rows) rows", rows: rows), Self.quantileMetrics, .best, 1000, 300)
  }

  @Test(arguments: [400, 50])
  func `best intervals of ensemble metrics`(rows: Int) throws {
    try check(
      "ensembles", .ensemble("\(rows) rows", rows: rows), Self.ensembleMetrics, .best, 600, 200)
  }

  @Test(arguments: [0, 6, 7, 8], [IntervalChoice.percentile, .basic, .bca])
  func `the bootstrap of binary metrics`(situation: Int, choice: IntervalChoice) throws {
    try check("binary", Self.binary[situation], Self.resampledMetrics, choice, 200, 100)
  }

  @Test(arguments: [IntervalChoice.percentile, .basic, .bca])
  func `the bootstrap of regression metrics`(choice: IntervalChoice) throws {
    try check("regression", Self.regression[1], Self.regressionMetrics, choice, 200, 100)
  }

  @Test(arguments: [0, 4, 6])
  func `linearisation of binary metrics`(situation: Int) throws {
    try check("binary", Self.binary[situation], Self.resampledMetrics, .linearization, 300, 150)
  }

  private func check<Observed>(
    _ kind: String, _ situation: Situation<Observed>, _ metrics: [any Metric<Observed>],
    _ choice: IntervalChoice, _ trials: Int, _ comparisons: Int
  ) throws {
    let study = CoverageStudy(
      situation: situation, metrics: metrics, choice: choice, trials: trials,
      comparisons: comparisons)
    let lines = study.rows().flatMap { row in
      [
        line(kind, situation.name, choice, row.metric, .model, row.model),
        line(kind, situation.name, choice, row.metric, .difference, row.difference),
      ]
    }.filter { $0.intervals > 0 }
    for line in lines {
      let text = String(format: "%.1f", 100 * line.coverage)
      print(
        "coverage | \(line.place) | \(line.method) | \(line.intervals) | \(line.bare) | \(text)")
      #expect(line.isAsStated, "\(line.place): \(text)")
    }
    var measured = MeasuredCoverage()
    if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
      measured.replace(kind, situation.name, choice.rawValue, by: lines)
      try measured.write()
    } else {
      let recorded = measured.lines(of: kind, situation.name, choice.rawValue)
      #expect(
        Set(lines) == Set(recorded),
        "the recorded coverage is another one: measure anew with UPDATE_DOCS=1")
    }
  }

  private func line(
    _ kind: String, _ situation: String, _ choice: IntervalChoice, _ metric: String,
    _ quantity: CoverageCase.Quantity, _ share: CoverageShare
  ) -> MeasuredCoverage.Line {
    MeasuredCoverage.Line(
      kind: kind,
      place: CoverageCase(
        situation: situation, method: choice.rawValue, metric: metric, quantity: quantity),
      method: share.method, held: share.held, intervals: share.intervals, bare: share.bare)
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
    Set(names).sorted().map { name in
      guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
        preconditionFailure("there is no metric \(name)")
      }
      return metric
    }
  }
}
