internal import VaglioFindings

/// Reads Evidently's JSON: the configuration of `evidently report`, runs that it or `Run.json()`
/// wrote, and test suites of the interface before 0.7.
///
/// Shapes: evidently 0.7.23, `cli/report.py`, `core/metric_types.py`, `tests/numerical_tests.py`,
/// `legacy/tests`, `legacy/calculations/stattests`.
enum EvidentlyReader {
  static let neutralKeys: [String] = {
    var keys: [String] = [
      "id", "include_tests", "links", "metadata", "metrics_ids", "name", "options", "report",
      "summary", "tags", "test_ids", "tests_widgets", "timestamp", "top_level_metrics", "version",
      "widgets", "tests.parameters",
    ]
    keys += ImportFormat.keys(below: ["metrics"], settings)
    keys += ImportFormat.keys(below: ["metrics"], drawing)
    keys += ImportFormat.keys(below: ["metric_results.*"], results)
    let lists: [String] = ["tests", "share_tests", "mean_tests", "std_tests", "tests.*"]
    keys += ImportFormat.keys(below: lists.map { "metrics." + $0 }, manner)
    let runs: [String] = ["tests", "metric_results.*.tests"]
    keys += ImportFormat.keys(below: runs, outcome)
    keys += ImportFormat.keys(below: runs.map { $0 + ".test_config" }, manner)
    keys += ImportFormat.keys(below: ["suite"], ran)
    keys += ImportFormat.keys(below: ["suite.tests"], suite)
    return keys
  }()

  /// How a test is called and counted.
  private static let manner: [String] = ["alias", "is_critical", "label_filters", "type"]

  /// What a test has found.
  private static let outcome: [String] = [
    "bound_test", "description", "group", "id", "metric_config", "name", "status",
  ]

  /// What a suite keeps beside its tests.
  private static let ran: [String] = [
    "data_definition", "metric_results", "metrics", "options", "run_metadata", "test_results",
  ]

  /// What a test of a suite is about.
  private static let suite: [String] = [
    "column_name", "feature_importance", "is_critical", "label", "replace", "type",
  ]

  /// What a value is computed of; the tests that are bound to it decide.
  private static let settings: [String] = [
    "categories", "category", "classification_name", "config", "id", "metric_name", "type", "value",
    "column", "column_name", "column_type",
    "columns", "epsilon", "k", "kind", "left", "nbinsx", "probas_threshold", "quantile",
    "regression_name", "replace_value", "right", "values", "zero_handling",
  ]

  /// What is drawn.
  private static let drawing: [String] = [
    "conf_matrix", "error_distr", "error_normality", "error_plot", "include_tests",
    "perc_error_plot", "pr_curve", "pr_table", "roc_curve",
  ]

  /// What a run has found.
  private static let results: [String] = [
    "count", "counts", "display_name", "mean", "metric_value_location", "share", "shares", "std",
    "type", "value", "values", "widget",
  ]

  static func read(_ root: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    if let suite = root.member("suite") {
      for test in suite.member("tests")?.elements ?? [] {
        EvidentlySuite.read(test, into: &ledger)
      }
    } else if let results = root.member("metric_results") {
      for result in results.members {
        for test in result.value.member("tests")?.elements ?? [] {
          EvidentlyRun.read(test, into: &ledger)
        }
      }
    } else if let tests = root.member("tests"), root.member("metrics") != nil {
      for test in tests.elements { EvidentlyRun.read(test, into: &ledger) }
    } else if let tests = root.member("tests") {
      for test in tests.elements { EvidentlySuite.readResult(test, into: &ledger) }
    } else if let metrics = root.member("metrics"), case .array = metrics.value {
      for metric in metrics.elements { EvidentlyMetric(metric).read(into: &ledger) }
      leaveDescriptors(root, &ledger)
    } else {
      throw root.failure("expected Evidently's metrics, metric_results, tests or suite")
    }
  }

  private static func leaveDescriptors(_ root: ImportNode, _ ledger: inout ImportLedger) {
    guard let node = root.member("descriptors"), !node.isEmpty else { return }
    ledger.leave(
      node, "columns that are computed from texts are not known here",
      instead: "compute them before, and give the table with them")
  }
}
