internal import VaglioFindings

/// The tools whose rules can be read into a policy.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
  /// Amazon SageMaker Model Monitor: `constraints.json`, `statistics.json`, `analysis.json`.
  case sagemaker
  /// TensorFlow Model Analysis: `EvalConfig` as JSON or in protobuf's text format.
  case tfma
  /// Evidently 0.7: report configurations, saved runs, and test suites of its earlier interface.
  case evidently
  /// whylogs 0.x: `DatasetConstraints.to_json()`. whylogs 1.x writes no constraints to files.
  case whylogs

  /// The tool's name in a sentence.
  public var title: String {
    switch self {
    case .sagemaker: "SageMaker Model Monitor"
    case .tfma: "TensorFlow Model Analysis"
    case .evidently: "Evidently"
    case .whylogs: "whylogs"
    }
  }

  /// The keys that decide nothing in a file of this format, with all below them: names, versions,
  /// results of runs, drawing. They are neither carried over nor listed as left behind.
  ///
  /// A key stands for every element of a list; `*` stands for any key. Spelling with underscores
  /// and in camel case is the same key. Empty values and `null` decide nothing anywhere.
  public var neutralKeys: [String] {
    switch self {
    case .sagemaker: SageMakerReader.neutralKeys
    case .tfma: TFMAReader.neutralKeys
    case .evidently: EvidentlyReader.neutralKeys
    case .whylogs: WhylogsReader.neutralKeys
    }
  }
}

extension ImportFormat {
  /// The format that a file's content looks like; `nil` where it looks like none, or can't be read.
  public static func guess(_ bytes: [UInt8]) -> ImportFormat? {
    guard let root = try? ImportNode.reading(bytes, file: "", textProto: true) else { return nil }
    return allCases.first { $0.isSpoken(by: root) }
  }

  /// Whether a document has the keys of this format at its top.
  private func isSpoken(by root: ImportNode) -> Bool {
    func has(_ names: String...) -> Bool { names.contains { root.member($0) != nil } }
    switch self {
    case .sagemaker:
      return has("monitoring_config", "post_training_bias_metrics", "pre_training_bias_metrics")
        || has("explanations") || has("features") && has("version", "dataset")
        || root.members.contains { SageMakerReader.isAboutQuality($0.name) }
    case .tfma:
      return has("eval_config", "metrics_specs", "model_specs", "slicing_specs")
    case .evidently:
      let types = (root.member("metrics")?.elements ?? []).compactMap { $0.member("type")?.text }
      return types.contains { $0.hasPrefix("evidently:") } || has("suite", "metric_results")
        || has("tests") && has("summary", "metrics")
    case .whylogs:
      return has("value_constraints", "summary_constraints", "table_shape_constraints")
    }
  }
}

extension ImportFormat {
  /// Every one of `names` below every one of `roots`.
  static func keys(below roots: [String], _ names: [String]) -> [String] {
    roots.flatMap { root in names.map { "\(root).\($0)" } }
  }
}
