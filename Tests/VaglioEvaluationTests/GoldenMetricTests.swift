import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// Agreement with scikit-learn, scipy and pROC on the cases of `fixtures/golden`.
struct GoldenMetricTests {
  /// Where we mean something else than the other implementation, on purpose.
  private static let ours: [String: [String: String]] = [
    "mcc": [
      "thr_all_pred_pos": "undefined", "thr_all_pred_neg": "undefined",
      "thr_single_class_pos": "undefined", "thr_single_class_neg": "undefined",
      "thr_all_true_negatives": "undefined", "thr_one_row_pos": "undefined",
      "thr_one_row_fn": "undefined",
    ],
    "precision": ["thr_zero_division_0": "undefined"],
    "jaccard": ["thr_all_true_negatives": "undefined"],
    "youden_j": [
      "thr_single_class_pos": "undefined", "thr_single_class_neg": "undefined",
      "thr_all_true_negatives": "undefined", "thr_one_row_pos": "undefined",
      "thr_one_row_fn": "undefined",
    ],
    "average_precision": ["rank_single_class_neg": "undefined"],
    "roc_auc": ["rank_inf_score": "infinite scores can be ranked"],
    "r2": [
      "reg_constant_target": "undefined",
      "reg_huge_scale": "squares are scaled and do not overflow",
    ],
    "explained_variance": [
      "reg_constant_target": "undefined",
      "reg_huge_scale": "squares are scaled and do not overflow",
    ],
    "ccc": ["reg_huge_scale": "squares are scaled and do not overflow"],
    "d2_absolute": ["reg_constant_target": "undefined"],
    "d2_pinball_0_9": ["reg_constant_target": "undefined"],
    "mse": ["reg_huge_scale": "undefined"],
    "rmse": ["reg_huge_scale": "undefined"],
    "mape": ["reg_zero_targets": "rows with label 0 are left out"],
  ]

  private func check<Observed>(
    _ golden: GoldenCase, _ names: [String: any Metric<Observed>], _ outcomes: Observed
  ) {
    for (name, metric) in names {
      guard let expectation = golden.expectation(name) else { continue }
      let finding = finding(metric, outcomes)
      let comment = Comment("\(golden.id) \(name): \(finding.estimate)")
      switch (Self.ours[name]?[golden.id], expectation.status) {
      case ("undefined"?, _), (nil, "undefined"), (nil, "error"):
        #expect(finding.estimate.undefined != nil, comment)
      case (nil, "ok"):
        let (got, want) = (finding.estimate.value ?? .nan, expectation.value ?? .nan)
        #expect(expectation.isMet(by: got, want: want), comment)
      case (nil, "known_bug"):
        #expect(
          !expectation.isMet(by: finding.estimate.value ?? .nan, want: expectation.value ?? .nan),
          comment)
      default:
        #expect(finding.estimate.value?.isFinite == true, comment)
      }
    }
  }

  private func finding<Observed>(
    _ metric: some Metric<Observed>, _ outcomes: Observed
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  private func rows(_ golden: GoldenCase, _ count: Int) -> Rows {
    Rows(
      count: count,
      weights: golden.numbers("sample_weight").map { Weights($0, kind: .importance) })
  }

  @Test func `decisions at a threshold agree with scikit-learn`() throws {
    let names: [String: any Metric<BinaryOutcomes>] = [
      "accuracy": .accuracy, "balanced_accuracy": .balancedAccuracy, "precision": .precision,
      "recall": .recall, "specificity": .specificity, "npv": .negativePredictiveValue,
      "f1": .f1, "mcc": .matthewsCorrelation, "cohen_kappa": .cohenKappa,
      "f2": .fBeta(2), "f0_5": .fBeta(0.5), "jaccard": .jaccard, "youden_j": .youdenJ,
      "zero_one_loss": .zeroOneLoss, "hamming_loss": .zeroOneLoss,
    ]
    var count = 0
    for golden in try GoldenFile("binary_threshold").cases {
      guard let labels = golden.numbers("y_true"), let decisions = golden.numbers("y_pred") else {
        continue
      }
      let outcomes = BinaryOutcomes(
        labels: labels.map { UInt8($0) }, scores: decisions, rows: rows(golden, labels.count))
      check(golden, names, outcomes)
      count += 1
    }
    #expect(count > 10)
  }

  @Test func `rankings agree with scikit-learn and pROC`() throws {
    let names: [String: any Metric<BinaryOutcomes>] = [
      "roc_auc": .rocAUC, "average_precision": .averagePrecision, "gini": .gini,
      "ks": .kolmogorovSmirnov,
      "partial_auc_mcclish_fpr0.05": .rocAUC(maximumFalsePositiveRate: 0.05),
      "partial_auc_mcclish_fpr0.1": .rocAUC(maximumFalsePositiveRate: 0.1),
      "partial_auc_mcclish_fpr0.2": .rocAUC(maximumFalsePositiveRate: 0.2),
    ]
    for golden in try GoldenFile("binary_ranking").cases {
      let (labels, scores) = (golden.numbers("y_true") ?? [], golden.numbers("y_score") ?? [])
      let outcomes = BinaryOutcomes(
        labels: labels.map { UInt8($0) }, scores: scores, rows: rows(golden, labels.count))
      check(golden, names, outcomes)
      if let expectation = golden.expectation("delong_logit_ci95"), expectation.status == "ok",
        expectation.values.count == 2
      {
        let interval = finding(.rocAUC, outcomes).estimate.interval
        #expect(expectation.isMet(by: interval?.lower ?? .nan, want: expectation.values[0]))
        #expect(expectation.isMet(by: interval?.upper ?? .nan, want: expectation.values[1]))
      }
    }
  }

  @Test func `probabilities are scored as scikit-learn scores them`() throws {
    let names: [String: any Metric<BinaryOutcomes>] = [
      "log_loss": .logLoss, "brier": .brierScore, "d2_log_loss": .d2LogLoss,
      "d2_brier": .d2BrierScore,
    ]
    for golden in try GoldenFile("probabilistic").cases where golden.id != "prob_out_of_range" {
      let (labels, scores) = (golden.numbers("y_true") ?? [], golden.numbers("y_prob") ?? [])
      let outcomes = BinaryOutcomes(
        labels: labels.map { UInt8($0) }, scores: scores, rows: rows(golden, labels.count))
      check(golden, names, outcomes)
      if let expectation = golden.expectation("brier_ci95_t") {
        // Ours ends where Brier's score does.
        let interval = finding(.brierScore, outcomes).estimate.interval
        let (lower, upper) = (max(0, expectation.values[0]), min(1, expectation.values[1]))
        if lower == upper {
          #expect(interval == nil)
        } else {
          #expect(expectation.isMet(by: interval?.lower ?? .nan, want: lower))
          #expect(expectation.isMet(by: interval?.upper ?? .nan, want: upper))
        }
      }
    }
  }

  @Test func `numbers are scored as scikit-learn and scipy score them`() throws {
    let names: [String: any Metric<RegressionOutcomes>] = [
      "mae": .meanAbsoluteError, "mse": .meanSquaredError, "rmse": .rootMeanSquaredError,
      "r2": .r2, "explained_variance": .explainedVariance,
      "median_absolute_error": .medianAbsoluteError, "mape": .meanAbsolutePercentageError,
      "poisson_deviance": .meanPoissonDeviance, "pinball_0_9": .meanPinballLoss(alpha: 0.9),
      "max_error": .maxError, "mean_error_bias": .bias, "pearson": .pearson,
      "spearman": .spearman, "msle": .meanSquaredLogError, "rmsle": .rootMeanSquaredLogError,
      "gamma_deviance": .meanGammaDeviance, "tweedie_1_5": .meanTweedieDeviance(power: 1.5),
      "d2_absolute": .d2AbsoluteErrorScore, "d2_pinball_0_9": .d2PinballScore(alpha: 0.9),
      "d2_poisson": .d2TweedieScore(power: 1),
      "smape_0_2": .symmetricMeanAbsolutePercentageError,
      "wape": .weightedAbsolutePercentageError, "huber_1": .meanHuberLoss(),
      "log_cosh": .logCoshLoss, "kendall_tau_b": .kendallTau, "ccc": .concordanceCorrelation,
    ]
    // A row with NaN is refused at the door; several outputs are tested one by one below.
    for golden in try GoldenFile("regression").cases
    where !["reg_nan", "reg_multioutput"].contains(golden.id) {
      let (actual, predicted) = (golden.numbers("y_true") ?? [], golden.numbers("y_pred") ?? [])
      let outcomes = RegressionOutcomes(
        actual: actual, predicted: predicted, rows: rows(golden, actual.count))
      check(golden, names, outcomes)
      // Fisher's z with error 1/√(n − 3), which ours is not: the library's closed form alone.
      if let expectation = golden.expectation("pearson_fisher_ci95"), actual.count > 3 {
        let fisher = CorrelationInterval.pearson(
          finding(.pearson, outcomes).estimate.value ?? .nan, count: Double(actual.count),
          level: .ninetyFivePercent)
        #expect(expectation.isMet(by: fisher?.lower ?? .nan, want: expectation.values[0]))
        #expect(expectation.isMet(by: fisher?.upper ?? .nan, want: expectation.values[1]))
      }
      if let expectation = golden.expectation("mae_ci95_t"), golden.id != "reg_huge_scale" {
        let interval = finding(.meanAbsoluteError, outcomes).estimate.interval
        #expect(expectation.isMet(by: interval?.lower ?? .nan, want: max(0, expectation.values[0])))
        #expect(expectation.isMet(by: interval?.upper ?? .nan, want: expectation.values[1]))
      }
    }
  }

  /// Each output of a model is scored by itself; means over outputs are not ours to choose.
  @Test func `the outputs of a model of several are scored one by one`() throws {
    let golden = try #require(
      try GoldenFile("regression").cases.first { $0.id == "reg_multioutput" })
    let expectation = try #require(golden.expectation("r2_raw_values"))
    func column(_ name: String, _ output: Int) -> [Double] {
      (golden.document["inputs"]?[name]?.array ?? []).compactMap { $0.array?[output].number }
    }
    for output in 0..<2 {
      let outcomes = RegressionOutcomes(
        actual: column("y_true", output), predicted: column("y_pred", output))
      let value = try #require(finding(.r2, outcomes).estimate.value)
      #expect(expectation.isMet(by: value, want: expectation.values[output]))
    }
  }

  /// Labels 1e155, −1e155, 1e155… are 1, −1, 1… in another unit: ratios of squares are the same.
  @Test func `ratios do not depend on the unit, however large or small`() throws {
    let (actual, predicted) = ([1.0, 2, 3, 5], [1.5, 1.5, 3.5, 4])
    let metrics: [any Metric<RegressionOutcomes>] = [
      .r2, .explainedVariance, .pearson, .concordanceCorrelation, .d2AbsoluteErrorScore,
      .weightedAbsolutePercentageError, .kendallTau,
    ]
    let plain = RegressionOutcomes(actual: actual, predicted: predicted)
    for unit in [0x1p520, 0x1p-300] {
      let scaled = RegressionOutcomes(
        actual: actual.map { $0 * unit }, predicted: predicted.map { $0 * unit })
      for metric in metrics {
        #expect(
          finding(metric, scaled).estimate == finding(metric, plain).estimate, "\(metric.name)")
      }
    }
  }

  @Test func `what overflows has no value, or no interval, and never a false one`() {
    let outcomes = RegressionOutcomes(
      actual: [1e200, -3e200, 2], predicted: [1, 5, 3])
    #expect(
      finding(.r2, outcomes).estimate.undefined?.reason
        == "the value is beyond the range of a double")
    let error = finding(.meanAbsoluteError, outcomes).estimate
    #expect(error.value?.isFinite == true && error.interval == nil)
  }

  @Test func `the counts of a billion rows do not lose their digits`() throws {
    let golden = try #require(
      try GoldenFile("binary_threshold").cases.first { $0.id == "thr_cm_large" })
    let counts = ["tn", "fp", "fn", "tp"].map { golden.number($0) ?? .nan }
    let outcomes = BinaryOutcomes(
      labels: [0, 0, 1, 1], scores: [0, 1, 0, 1],
      rows: Rows(count: 4, weights: Weights(counts, kind: .frequency)))
    check(golden, ["mcc": .matthewsCorrelation, "f1": .f1, "accuracy": .accuracy], outcomes)
  }
}
