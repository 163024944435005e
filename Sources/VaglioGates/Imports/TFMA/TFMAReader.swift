internal import VaglioFindings

/// Reads TensorFlow Model Analysis' `EvalConfig`, as JSON or as a text proto.
///
/// Shape and meaning: tensorflow/model-analysis, `proto/config.proto` and
/// `evaluators/metrics_validator.py`.
enum TFMAReader {
  static let neutralKeys: [String] = {
    let inner: [String] = own + own.map { "eval_config." + $0 }
    return inner + ["version", "data_location", "file_format", "model_locations"]
  }()

  private static let own: [String] =
    ImportFormat.keys(
      below: ["model_specs"],
      [
        "inference_batch_size", "is_baseline", "model_type", "name", "padding_options",
        "preprocessing_function_names", "signature_name",
      ])
    + ImportFormat.keys(
      below: ["metrics_specs"],
      [
        "aggregate", "binarize", "cross_slice_thresholds.key", "metrics.class_name",
        "metrics.config", "metrics.module", "metrics.per_slice_thresholds.slicing_specs",
        "output_names", "output_weights", "per_slice_thresholds.*.thresholds.slicing_specs",
        "per_slice_thresholds.key", "query_key", "thresholds.key",
      ]) + ImportFormat.keys(below: ["options"], ["disabled_outputs", "include_default_metrics"])

  static func read(_ root: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    let config = root.member("eval_config") ?? root
    guard case .object = config.value,
      ["metrics_specs", "model_specs", "slicing_specs", "options"].contains(where: {
        config.member($0) != nil
      })
    else { throw root.failure("expected an EvalConfig, with metrics_specs") }
    let slices = TFMASlices(config.member("slicing_specs"))
    for spec in config.member("metrics_specs")?.elements ?? [] {
      TFMAMetricsSpec(spec, slices).read(into: &ledger)
    }
    slices.account(in: &ledger)
    for spec in config.member("model_specs")?.elements ?? [] { leaveKeys(of: spec, &ledger) }
    leaveOptions(config, &ledger)
  }

  private static func leaveKeys(of spec: ImportNode, _ ledger: inout ImportLedger) {
    let options = [
      "label_key": "--label", "label_keys": "--label", "prediction_key": "--score",
      "prediction_keys": "--score", "example_weight_key": "--weight",
      "example_weight_keys": "--weight",
    ]
    for (name, option) in options.sorted(by: { $0.key < $1.key }) {
      guard let node = spec.member(name), !node.isEmpty else { continue }
      ledger.leave(
        node, "which columns are read is told to the command, not to the policy",
        instead: "vaglio compare \(option) \(node.word ?? "COLUMN")")
    }
  }

  private static func leaveOptions(_ config: ImportNode, _ ledger: inout ImportLedger) {
    let options = config.member("options")
    for name in ["compute_confidence_intervals", "confidence_intervals"] {
      guard let node = options?.member(name), !node.isEmpty else { continue }
      ledger.leave(
        node, "the validator of TFMA doesn't look at its intervals; a gate always does",
        instead: "confidence: 0.95 in the policy sets the level")
    }
    if let node = options?.member("min_slice_size"), !node.isEmpty {
      ledger.leave(
        node,
        "no slice is left out for its size; the interval of a small one is wide, and its gate "
          + "stays inconclusive",
        instead: "nothing is needed")
    }
    for node in config.member("cross_slicing_specs")?.elements ?? [] {
      ledger.leave(
        node, "slices are compared with each other by one rule only",
        instead: "parity: {metric: METRIC, slice: COLUMN, difference-at-most: 0.05}")
    }
  }
}
