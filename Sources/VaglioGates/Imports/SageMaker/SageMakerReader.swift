internal import VaglioFindings

/// Reads the files of SageMaker Model Monitor.
///
/// Shapes: docs.aws.amazon.com/sagemaker/latest/dg, pages model-monitor-byoc-constraints,
/// model-monitor-byoc-statistics, model-monitor-model-quality-metrics and
/// clarify-model-monitor-bias-drift-violations. Distances: awslabs/deequ, `Distance.scala`, which the
/// prebuilt container is built on.
enum SageMakerReader {
  static let neutralKeys: [String] =
    ["version"]
    + ImportFormat.keys(
      below: ["pre_training_bias_metrics", "post_training_bias_metrics"],
      ["label", "label_value_or_threshold", "facets.*.value_or_threshold"])
    + ImportFormat.keys(
      below: ["monitoring_config", "features.monitoring_config_overrides"],
      ["emit_metrics", "evaluate_constraints", "distribution_constraints.perform_comparison"])

  static func read(_ root: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    guard !root.members.isEmpty else {
      throw root.failure("expected constraints.json, statistics.json or analysis.json")
    }
    for member in root.members {
      switch member.name {
      case "features": try readFeatures(member.value, of: root, into: &ledger)
      case "dataset": leaveStatistics(member.value, &ledger)
      case "explanations": leaveExplanations(member.value, &ledger)
      case let name
      where name.hasSuffix("_training_bias_metrics") || name.contains("_bias_constraints"):
        SageMakerBias.read(member.value, into: &ledger)
      case let name where isAboutQuality(name) && name.hasSuffix("_constraints"):
        try SageMakerModelQuality.read(member.value, into: &ledger)
      case let name where isAboutQuality(name): leaveStatistics(member.value, &ledger)
      default: break
      }
    }
  }

  /// Whether a key at the top begins what Model Monitor says of a model's quality.
  static func isAboutQuality(_ name: String) -> Bool {
    ["binary_classification_", "multiclass_classification_", "regression_"].contains {
      name == $0 + "constraints" || name == $0 + "metrics"
    }
  }

  private static func readFeatures(
    _ features: ImportNode, of root: ImportNode, into ledger: inout ImportLedger
  ) throws(PolicyError) {
    guard case .array = features.value else {
      throw features.failure("expected a list of features")
    }
    let elements = features.elements
    let isStatistics = elements.contains {
      $0.member("numerical_statistics") != nil || $0.member("string_statistics") != nil
    }
    guard !isStatistics else { return leaveStatistics(features, &ledger) }
    SageMakerDataQuality(root).read(elements, into: &ledger)
  }

  private static func leaveStatistics(_ node: ImportNode, _ ledger: inout ImportLedger) {
    ledger.leave(
      node, "statistics of the baseline, which are no rules",
      instead: "give vaglio drift the baseline's rows as REFERENCE; it compares with them directly")
  }

  private static func leaveExplanations(_ node: ImportNode, _ ledger: inout ImportLedger) {
    ledger.leave(
      node,
      "global attributions of the baseline; Model Monitor holds the nDCG of their order against "
        + "a fixed 0.9, which no rule here does",
      instead: "judge the attributions themselves: attribution-shift or top-reasons-stable, on a "
        + "record of vaglio explain")
  }
}
