internal import VaglioFindings

/// Constraints on the model's metrics: `{"recall": {"threshold": 0.8, "comparison_operator":
/// "LessThanThreshold"}}`, where the operator says what is a violation.
enum SageMakerModelQuality {
  static func read(_ node: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    guard case .object = node.value else { throw node.failure("expected constraints by metric") }
    for member in node.members { read(member.value, named: member.name, into: &ledger) }
  }

  private static func read(
    _ node: ImportNode, named name: String, into ledger: inout ImportLedger
  ) {
    guard let metric = metrics[name] else {
      let isBaseline = name.hasSuffix("_best_constant_classifier")
      return ledger.leave(
        node,
        isBaseline
          ? "a metric of the best constant prediction, not of the model"
          : "no metric of this name is known",
        instead: isBaseline
          ? "judge the model: d2_log_loss or cohen_kappa with at-least hold it against chance"
          : "vaglio list metrics, then at-least or at-most")
    }
    guard let bound = node.member("threshold"), let value = bound.finite,
      let comparison = node.member("comparison_operator"), let word = comparison.text,
      let gate = gate(word, value, metric)
    else {
      return ledger.leave(
        node, "expected a number as threshold and a comparison_operator such as LessThanThreshold",
        instead: "correct the file and import again")
    }
    ledger.carry(
      [bound, comparison], as: gate,
      difference: word.contains("OrEqual")
        ? "Model Monitor counts a value of exactly the threshold as a violation" : nil)
  }

  private static func gate(_ word: String, _ value: Double, _ metric: String) -> ImportedGate? {
    switch word {
    case "LessThanThreshold", "LessThanOrEqualToThreshold": .atLeast(value, metric)
    case "GreaterThanThreshold", "GreaterThanOrEqualToThreshold": .atMost(value, metric)
    default: nil
    }
  }

  /// The metrics of model-monitor-model-quality-metrics by their names here.
  static let metrics: [String: String] = [
    "accuracy": "accuracy", "auc": "roc_auc", "f0_5": "f_beta[beta=0.5]", "f1": "f1",
    "f2": "f_beta[beta=2]", "false_negative_rate": "false_negative_rate",
    "false_positive_rate": "false_positive_rate", "mae": "mean_absolute_error",
    "mse": "mean_squared_error", "precision": "precision", "r2": "r2", "recall": "recall",
    "rmse": "root_mean_squared_error", "true_negative_rate": "specificity",
    "true_positive_rate": "recall", "weighted_f0_5": "f_beta[average=weighted,beta=0.5]",
    "weighted_f1": "f1[average=weighted]", "weighted_f2": "f_beta[average=weighted,beta=2]",
    "weighted_precision": "precision[average=weighted]",
    "weighted_recall": "recall[average=weighted]",
  ]
}
