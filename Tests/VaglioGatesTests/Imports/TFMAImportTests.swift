import Testing
import VaglioFindings
import VaglioGates

struct TFMAImportTests {
  private func config(_ name: String) throws -> ImportedPolicy {
    try ImportFixture(format: .tfma, path: "tfma/\(name)").imported()
  }

  /// A config of one metric, with a threshold that is written as a text proto.
  private func threshold(
    _ metric: String, _ text: String, slices: String = ""
  ) throws -> ImportedPolicy {
    try ImportedPolicy(
      .tfma, "\(slices) metrics_specs { metrics { class_name: '\(metric)' threshold { \(text) } } }"
    )
  }

  @Test func `thresholds become gates on all rows and on every slice`() throws {
    #expect(
      try config("eval_config.pbtxt").gates == [
        #"at-least: {metric: "roc_auc", value: 0.75}"#,
        #"at-least: {metric: "roc_auc", value: 0.75, slices: ["sex", "sex*region"]}"#,
        #"no-worse: {metric: "roc_auc", margin: 0.005}"#,
        #"no-worse: {metric: "roc_auc", margin: 0.005, slices: ["sex", "sex*region"]}"#,
        #"at-most: {metric: "log_loss", value: 0.45}"#,
        #"at-most: {metric: "log_loss", value: 0.45, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "precision", value: 0.6, slices: ["sex"]}"#,
        #"at-most: {metric: "precision", value: 0.99, slices: ["sex"]}"#,
        #"mlflow-threshold: {metric: "specificity_at_sensitivity[sensitivity=0.8]", min_absolute_change: 0.01, greater_is_better: true}"#,
        #"mlflow-threshold: {metric: "specificity_at_sensitivity[sensitivity=0.8]", min_relative_change: 0.1, greater_is_better: true}"#,
        #"at-most: {metric: "observed_expected_ratio", value: 1.25}"#,
        #"at-most: {metric: "observed_expected_ratio", value: 1.25, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "observed_expected_ratio", value: 0.8}"#,
        #"at-least: {metric: "observed_expected_ratio", value: 0.8, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "accuracy", value: 0}"#,
        #"at-least: {metric: "accuracy", value: 0, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "f1[class=0]", value: 0.3}"#,
        #"at-least: {metric: "f1[class=0]", value: 0.3, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "f1[class=2]", value: 0.3}"#,
        #"at-least: {metric: "f1[class=2]", value: 0.3, slices: ["sex", "sex*region"]}"#,
        #"at-least: {metric: "f1[average=macro]", value: 0.3}"#,
        #"at-least: {metric: "f1[average=macro]", value: 0.3, slices: ["sex", "sex*region"]}"#,
      ])
  }

  @Test func `text proto and JSON in both spellings are the same config`() throws {
    let proto = try config("eval_config.pbtxt")
    let snake = try config("eval_config.json")
    let camel = try config("eval_config_camel.json")
    #expect(proto.gates == snake.gates)
    #expect(camel.gates == snake.gates)
    #expect(camel.left.map(\.reason) == snake.left.map(\.reason))
    #expect(Set(proto.left.map(\.reason)) == Set(snake.left.map(\.reason)))
  }

  @Test func `what has no rule is left behind`() throws {
    let left = try config("eval_config.json").left
    func reason(_ path: String) -> String? { left.first { $0.path == path }?.reason }
    let metrics = "metrics_specs[0].metrics"
    #expect(
      reason("\(metrics)[2].threshold.change_threshold.relative")?.contains("tolerated loss")
        == true)
    #expect(reason("\(metrics)[4].threshold")?.contains("0.5") == true)
    #expect(
      reason("\(metrics)[7].threshold.change_threshold")?.contains("direction") == true)
    #expect(reason("\(metrics)[7].cross_slice_thresholds[0]") != nil)
    #expect(reason("\(metrics)[3].per_slice_thresholds[1].threshold") != nil)
    #expect(reason("slicing_specs[3]")?.contains("one value") == true)
    #expect(reason("slicing_specs[4]")?.contains("SQL") == true)
    #expect(reason("model_specs[0].label_key") != nil)
    #expect(reason("metrics_specs[0].thresholds.loss") != nil)
    #expect(reason("options.min_slice_size") != nil)
  }

  @Test func `bounds are judged on both sides as TFMA does`() throws {
    let both = try threshold(
      "Recall", "value_threshold { lower_bound { value: 0.6 } upper_bound { value: 0.9 } }")
    func rulings(_ value: Double) throws -> [Ruling] {
      try both.rulings(
        of: [Sample.finding("recall", .candidate, value, value - 0.01, value + 0.01)])
    }
    #expect(try rulings(0.7) == [.pass, .pass])
    #expect(try rulings(0.5) == [.fail, .pass])
    #expect(try rulings(0.95) == [.pass, .fail])
    // Both ends of TFMA's region belong to it.
    #expect(
      try both.rulings(of: [Sample.finding("recall", .candidate, 0.6, 0.6, 0.6)]) == [.pass, .pass])
  }

  /// diff ≥ a for HIGHER_IS_BETTER, diff ≤ a for LOWER_IS_BETTER, diff = candidate − baseline.
  @Test(arguments: [
    ("AUC", "roc_auc", "HIGHER_IS_BETTER", -0.01, [-0.02: false, 0: true, 0.02: true]),
    ("AUC", "roc_auc", "HIGHER_IS_BETTER", 0.01, [-0.02: false, 0: false, 0.02: true]),
    (
      "BinaryCrossEntropy", "log_loss", "LOWER_IS_BETTER", 0.01,
      [-0.02: true, 0: true, 0.02: false]
    ),
    (
      "BinaryCrossEntropy", "log_loss", "LOWER_IS_BETTER", -0.01,
      [-0.02: true, 0: false, 0.02: false]
    ),
  ])
  func `changes are judged in the direction that TFMA means`(
    name: String, metric: String, direction: String, change: Double, passes: [Double: Bool]
  ) throws {
    let imported = try threshold(
      name, "change_threshold { direction: \(direction) absolute { value: \(change) } }")
    for (difference, isPass) in passes {
      let findings = [
        Sample.finding(
          metric, .difference, difference, difference - 0.001, difference + 0.001)
      ]
      #expect(try imported.rulings(of: findings) == [isPass ? .pass : .fail], "\(difference)")
    }
  }

  @Test func `an improvement by a share is of production's value`() throws {
    let imported = try threshold(
      "AUC", "change_threshold { direction: HIGHER_IS_BETTER relative { value: 0.1 } }")
    func rulings(_ difference: Double) throws -> [Ruling] {
      try imported.rulings(of: [
        Sample.finding("roc_auc", .production, 0.7, 0.69, 0.71),
        Sample.finding("roc_auc", .difference, difference, difference - 0.001, difference + 0.001),
      ])
    }
    // A tenth of 0.7 is 0.07.
    #expect(try rulings(0.072) == [.pass])
    #expect(try rulings(0.068) == [.fail])
  }

  @Test(arguments: [
    "direction: UNKNOWN absolute { value: 0 }", "absolute { value: 0 }",
    "direction: LOWER_IS_BETTER absolute { value: 0.1 }",
    "direction: HIGHER_IS_BETTER absolute { value: nan }",
    "direction: HIGHER_IS_BETTER relative { value: 1.01 }",
    "direction: HIGHER_IS_BETTER relative { value: -0.05 }",
  ])
  func `changes that no rule has are left behind`(change: String) throws {
    let imported = try threshold("AUC", "change_threshold { \(change) }")
    #expect(imported.policyText == nil)
    #expect(imported.left.count == (change.contains("HIGHER") ? 2 : 1))
  }

  @Test func `each class of metric turns the way that it does here`() throws {
    let page = try ImportFixture.text("docs/metrics.md").split(separator: "\n### ")
    let classes = [
      "AUC", "AUCPrecisionRecall", "Accuracy", "BalancedAccuracy", "BinaryAccuracy",
      "BinaryCrossentropy", "CategoricalAccuracy", "DiagnosticOddsRatio", "F1Score", "FNR", "FPR",
      "FallOut", "FalseDiscoveryRate", "FalseOmissionRate", "Informedness", "Markedness",
      "MatthewsCorrelationCoefficient", "MeanAbsoluteError", "MeanSquaredError",
      "MeanSquaredLogarithmicError", "MissRate", "NPV", "NegativeLikelihoodRatio", "PPV",
      "PositiveLikelihoodRatio", "Precision", "Recall", "RootMeanSquaredError", "Specificity",
      "TNR", "TPR", "ThreatScore", "MeanLabel", "MeanPrediction", "PredictedPositiveRate",
      "Prevalence",
    ]
    for name in classes {
      for (direction, word) in [("HIGHER_IS_BETTER", "higher"), ("LOWER_IS_BETTER", "lower")] {
        let imported = try threshold(
          name,
          "change_threshold { direction: \(direction) absolute { value: 0 } } "
            + "value_threshold { lower_bound { value: 0 } }")
        let metric = try #require(imported.gates.first?.split(separator: "\"").dropFirst().first)
        let section = try #require(page.first { $0.contains("\n`\(metric)`:") }, "\(metric)")
        #expect(
          (imported.gates.count == 2) == section.contains("; \(word) is better"), "\(name) \(word)")
      }
    }
  }

  @Test func `metrics of several outputs, ranks and queries are left behind`() throws {
    for setting in [
      "output_names: 'a'", "query_key: 'q'", "binarize { class_ids { values: [1, ' x'] } }",
      "binarize { top_k_list { values: 3 } }",
      "aggregate { macro_average: true top_k_list { values: 3 } }",
      "aggregate { macro_average: true class_weights { key: 0 value: 1 } class_weights { key: 1 value: 2 } }",
      "binarize { }  aggregate { class_weights { key: 1 value: 2 } }",
    ] {
      let imported = try ImportedPolicy(
        .tfma,
        """
        metrics_specs { \(setting)
          metrics { class_name: "F1Score" threshold { value_threshold { lower_bound { value: 0.3 } } } } }
        """)
      #expect(imported.policyText == nil, "\(setting)")
      #expect(imported.left.map(\.path) == ["metrics_specs.metrics.threshold"], "\(setting)")
    }
  }

  @Test func `thresholds without slices are on all rows, and without the overall slice on none`()
    throws
  {
    let bound = "value_threshold { lower_bound { value: 0.3 } }"
    #expect(
      try threshold("Recall", bound, slices: "slicing_specs { feature_keys: 'a' }").gates
        == [#"at-least: {metric: "recall", value: 0.3, slices: ["a"]}"#])
    let odd = try threshold("Recall", bound, slices: "slicing_specs { feature_keys: 'a*b' }")
    #expect(odd.policyText == nil)
  }
}
