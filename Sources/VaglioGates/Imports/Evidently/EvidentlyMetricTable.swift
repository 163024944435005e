internal import VaglioFindings

/// What the values of Evidently's metrics are called here.
struct EvidentlyMetricTable {
  private let node: ImportNode
  private let type: String
  private let column: String?

  init(_ node: ImportNode, _ type: String, _ column: String?) {
    (self.node, self.type, self.column) = (node, type, column)
  }

  /// What the tests in `tests`, `share_tests` or `mean_tests` are about.
  func claim(by list: String) -> EvidentlyClaim {
    if let name = Self.metrics[type] { return metric(name) }
    switch (type, list) {
    case ("MAE", "mean_tests"): return metric("mean_absolute_error")
    case ("MeanError", "mean_tests"): return metric("bias")
    case ("MissingValueCount", _) where column != nil:
      return list == "share_tests"
        ? .share(option: "missing-rate-at-most", column: column)
        : .number(option: "missing-rate-at-most", column: column)
    case ("DuplicatedRowCount", _):
      return .number(option: "duplicate-row-rate-at-most", column: nil)
    case ("ValueDrift", _):
      return column.map {
        .drift(method: node.member("method")?.text ?? "", column: $0)
      } ?? Self.nothing
    default: return refusal
    }
  }

  /// What the tests of one label are about.
  func claim(ofLabel label: String) -> EvidentlyClaim {
    guard let name = Self.byLabel[type] else { return refusal }
    guard let option = ImportedMetric.option(class: label) else {
      return .unknown(reason: "the label can't stand in a metric's name", instead: "rename it")
    }
    return metric(name, option)
  }

  private func metric(_ name: String, _ options: [String: String] = [:]) -> EvidentlyClaim {
    if let threshold = node.member("probas_threshold"), !threshold.isEmpty, threshold.finite != 0.5
    {
      return .unknown(
        reason: "it is taken at another threshold than 0.5, which is told to the command",
        instead: "vaglio evaluate --threshold \(threshold.word ?? "0.5"), and the gate by hand")
    }
    if let k = node.member("k"), !k.isEmpty {
      return .unknown(
        reason: "the k highest scores are taken", instead: "precision_at_k, with its option k")
    }
    return .metric(ImportedMetric(name: name, options: options))
  }

  /// Metrics with one value.
  static let metrics: [String: String] = [
    "Accuracy": "accuracy", "F1Score": "f1", "FNR": "false_negative_rate",
    "FPR": "false_positive_rate", "LogLoss": "log_loss", "Precision": "precision",
    "R2Score": "r2", "RMSE": "root_mean_squared_error", "Recall": "recall", "RocAuc": "roc_auc",
    "TNR": "specificity", "TPR": "recall",
  ]

  /// Metrics with a value for each label.
  static let byLabel: [String: String] = [
    "F1ByLabel": "f1", "PrecisionByLabel": "precision", "RecallByLabel": "recall",
    "RocAucByLabel": "roc_auc",
  ]

  private static let nothing = EvidentlyClaim.unknown(
    reason: "no rule is about this value", instead: "vaglio list rules")

  private var refusal: EvidentlyClaim {
    if let (reason, instead) = Self.refusals[type] {
      return .unknown(reason: reason, instead: instead)
    }
    if type.hasPrefix("Dummy") {
      return .unknown(
        reason: "a value of the dummy model, not of the model",
        instead: "judge the model; cohen_kappa, d2_log_loss and r2 hold it against chance")
    }
    return .unknown(
      reason: "no rule is about the value of \(type.isEmpty ? "this metric" : type.legible())",
      instead: "vaglio list rules")
  }

  private static let fixedRange = (
    "no rule has a fixed range of values",
    "quality: {out-of-range-rate-at-most: 0.001}, which holds values against the reference's least "
      + "and greatest"
  )
  private static let fixedList = (
    "no rule has a fixed list of values",
    "quality: {new-levels-at-most: 0}, which holds values against the reference's levels"
  )
  private static let statistic = (
    "no rule is about a column's statistics",
    "no-drift: {measure: drift.wasserstein_scaled, at-most: 0.1}, which sees the column move"
  )
  private static let size = (
    "no rule is about how many rows or columns there are", "schema: {added-at-most: 0} for columns"
  )
  private static let share = (
    "the share of columns that drift is judged by no rule; each column is judged by itself",
    "no-drift: {measure: drift.psi, at-most: 0.1} and multiplicity: benjamini-yekutieli"
  )

  private static let refusals: [String: (String, String)] = [
    "AbsMaxError": (
      "the largest error has no interval, and is never judged",
      "at-most: {metric: \"quantile_error[q=0.99]\", value: VALUE}"
    ),
    "ColumnCount": size, "RowCount": size, "DriftedColumnsCount": share, "DataDriftPreset": share,
    "DatasetMissingValueCount": (
      "the share over all cells is judged by no rule; each column is judged by itself",
      "quality: {missing-rate-at-most: SHARE}"
    ),
    "InListValueCount": fixedList, "OutListValueCount": fixedList, "CategoryCount": fixedList,
    "InRangeValueCount": fixedRange, "OutRangeValueCount": fixedRange,
    "MAPE": (
      "Evidently's is in percent",
      "at-most: {metric: mean_absolute_percentage_error, value: VALUE}, "
        + "which is a fraction, and leaves out labels of 0"
    ),
    "MaxValue": fixedRange, "MinValue": fixedRange, "MeanValue": statistic,
    "MedianValue": statistic, "QuantileValue": statistic, "StdValue": statistic,
    "SumValue": statistic,
  ]
}
