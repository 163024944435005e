internal import VaglioFindings

/// What a `MetricConfig` computes, as this library names it, or why it has no name here.
enum TFMAMetric {
  case known(ImportedMetric)
  /// Mean prediction over mean label: the reciprocal of a metric here.
  case reciprocal(ImportedMetric)
  case unknown(reason: String, instead: String)

  /// The metric of a class with its settings.
  static func of(_ config: ImportNode) -> TFMAMetric {
    guard let name = config.member("class_name")?.text else {
      return .unknown(reason: "a metric without class_name", instead: "name its class")
    }
    guard let settings = TFMASettings(config.member("config")) else {
      return .unknown(
        reason: "its config is not JSON", instead: "correct the file and import again")
    }
    return resolve(name, settings)
  }

  /// The metric that `thresholds` calls by its name in Keras or TFMA: `auc`.
  static func named(_ name: String) -> TFMAMetric {
    let wanted = name.filter { $0 != "_" }.lowercased()
    let known = (Array(table.keys) + Array(parametric.keys)).sorted()
    guard let match = known.first(where: { $0.lowercased() == wanted }) else {
      return unknown(name)
    }
    return resolve(match, TFMASettings.none)
  }

  private static func unknown(_ name: String) -> TFMAMetric {
    if let instead = replacements[name] {
      return .unknown(reason: "\(name) is not a metric here", instead: instead)
    }
    return .unknown(
      reason: "no metric \(name.legible()) is known", instead: "vaglio list metrics, then at-least")
  }

  private static func resolve(_ name: String, _ settings: TFMASettings) -> TFMAMetric {
    if let obstacle = settings.obstacle(for: name) {
      return .unknown(
        reason: obstacle, instead: "give the command --threshold, and write the gate by hand")
    }
    if name == "Calibration" {
      return .reciprocal(
        ImportedMetric(
          name: "observed_expected_ratio",
          difference: "TFMA has predictions over labels, here it is labels over predictions, with "
            + "reciprocal bounds"))
    }
    if name == "AUC", settings.text("curve")?.uppercased() == "PR" {
      return resolve("AUCPrecisionRecall", settings.without("curve"))
    }
    if let (metric, option) = parametric[name] {
      guard let number = settings.number(option), (0...1).contains(number) else {
        return .unknown(
          reason: "the \(option) at which it is taken is not told",
          instead: "at-least: {metric: \"\(metric)[\(option)=0.9]\", value: VALUE}")
      }
      return .known(
        ImportedMetric(name: metric, options: [option: CanonicalJSON.number(number)]))
    }
    return table[name].map { .known($0) } ?? unknown(name)
  }

  private static func plain(_ name: String, _ difference: String? = nil) -> ImportedMetric {
    ImportedMetric(name: name, difference: difference)
  }

  /// Metrics at a given value of another one: the name here, and the option on both sides.
  static let parametric: [String: (String, String)] = [
    "PrecisionAtRecall": ("precision_at_recall", "recall"),
    "RecallAtPrecision": ("recall_at_precision", "precision"),
    "SensitivityAtSpecificity": ("sensitivity_at_specificity", "specificity"),
    "SpecificityAtSensitivity": ("specificity_at_sensitivity", "sensitivity"),
  ]

  /// Classes of tfma.metrics and tf.keras.metrics.
  static let table: [String: ImportedMetric] = [
    "AUC": plain("roc_auc", "TFMA takes the area over 10,000 thresholds; here it is exact"),
    "AUCPrecisionRecall": plain(
      "average_precision", "TFMA interpolates the area under the curve; here it is summed in steps"),
    "Accuracy": plain("accuracy"), "BalancedAccuracy": plain("balanced_accuracy"),
    "BinaryAccuracy": plain("accuracy"), "BinaryCrossEntropy": plain("log_loss"),
    "BinaryCrossentropy": plain("log_loss"), "CategoricalAccuracy": plain("accuracy"),
    "CategoricalCrossEntropy": plain("log_loss"), "CategoricalCrossentropy": plain("log_loss"),
    "DiagnosticOddsRatio": plain("diagnostic_odds_ratio"), "F1Score": plain("f1"),
    "FNR": plain("false_negative_rate"), "FPR": plain("false_positive_rate"),
    "FallOut": plain("false_positive_rate"), "FalseDiscoveryRate": plain("false_discovery_rate"),
    "FalseOmissionRate": plain("false_omission_rate"), "Informedness": plain("youden_j"),
    "Markedness": plain("markedness"),
    "MatthewsCorrelationCoefficient": plain("matthews_corrcoef"),
    "MeanAbsoluteError": plain("mean_absolute_error"),
    "MeanLabel": plain("prevalence", "the mean label is the prevalence of labels 0 and 1 only"),
    "MeanPrediction": plain("mean_prediction"), "MeanSquaredError": plain("mean_squared_error"),
    "MeanSquaredLogarithmicError": plain("mean_squared_log_error"),
    "MissRate": plain("false_negative_rate"), "NPV": plain("npv"),
    "NegativeLikelihoodRatio": plain("negative_likelihood_ratio"),
    "NegativePredictiveValue": plain("npv"), "PPV": plain("precision"),
    "PositiveLikelihoodRatio": plain("positive_likelihood_ratio"), "Precision": plain("precision"),
    "PredictedPositiveRate": plain("selection_rate"), "Prevalence": plain("prevalence"),
    "Recall": plain("recall"), "RootMeanSquaredError": plain("root_mean_squared_error"),
    "SparseCategoricalAccuracy": plain("accuracy"),
    "SparseCategoricalCrossentropy": plain("log_loss"), "Specificity": plain("specificity"),
    "TNR": plain("specificity"), "TPR": plain("recall"), "ThreatScore": plain("jaccard"),
  ]

  private static let replacements: [String: String] = [
    "ExampleCount": "nothing is needed: with few rows intervals are wide, and gates inconclusive",
    "MeanAbsolutePercentageError":
      "mean_absolute_percentage_error, which is a fraction (TFMA's is in percent) and leaves out "
      + "labels of 0",
    "SquaredPearsonCorrelation": "pearson, with the root of the bound",
    "WeightedExampleCount":
      "nothing is needed: with few rows intervals are wide, and gates inconclusive",
  ]
}
