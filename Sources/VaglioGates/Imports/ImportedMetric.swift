internal import VaglioFindings

/// A metric of another tool as this one names it.
struct ImportedMetric: Hashable {
  /// The name without options.
  let name: String
  var options: [String: String] = [:]
  /// How it differs from what the other tool computes; `nil` where it doesn't.
  var difference: String? = nil

  enum Sense { case higher, lower, neither }

  /// Which way the metric is better.
  var sense: Sense {
    if Self.lowerIsBetter.contains(name) { return .lower }
    return Self.directionless.contains(name) ? .neither : .higher
  }

  /// The name with its options, as a policy has it.
  var spelling: String { MeasureName(base: name, options: options).description }

  /// The same metric with further options.
  func with(_ further: [String: String]) -> ImportedMetric {
    var metric = self
    metric.options.merge(further) { $1 }
    return metric
  }

  /// Those that have the options `class` and `average` for several classes.
  static let ofClasses: Set = [
    "average_precision", "f1", "f_beta", "jaccard", "precision", "recall", "roc_auc", "specificity",
  ]

  static let lowerIsBetter: Set = [
    "brier_score", "false_discovery_rate", "false_negative_rate", "false_omission_rate",
    "false_positive_rate", "log_loss", "mean_absolute_error", "mean_squared_error",
    "mean_squared_log_error", "negative_likelihood_ratio", "root_mean_squared_error",
  ]

  static let directionless: Set = [
    "bias", "mean_prediction", "observed_expected_ratio", "prevalence", "selection_rate",
  ]

  /// The option `class=LABEL`; `nil` where a label can't stand in a metric's name.
  static func option(class label: String) -> [String: String]? {
    guard QuotedWord.isWritable(label) else { return nil }
    return ["class": OptionText.escaped(label)]
  }
}
