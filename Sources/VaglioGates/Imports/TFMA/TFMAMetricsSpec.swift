internal import VaglioFindings

/// One `MetricsSpec`: metrics with thresholds, and thresholds by a metric's name.
struct TFMAMetricsSpec {
  private let spec: ImportNode
  private let slices: TFMASlices

  init(_ spec: ImportNode, _ slices: TFMASlices) { (self.spec, self.slices) = (spec, slices) }

  func read(into ledger: inout ImportLedger) {
    let variants = TFMAVariants(spec)
    for metric in spec.member("metrics")?.elements ?? [] {
      read(metric, variants, into: &ledger)
    }
    for entry in spec.member("thresholds")?.entries ?? [] {
      read(entry.value, of: TFMAMetric.named(entry.name), variants, into: &ledger)
    }
    for entry in spec.member("per_slice_thresholds")?.entries ?? [] {
      for threshold in entry.value.member("thresholds")?.elements ?? [] {
        readSliced(threshold, of: TFMAMetric.named(entry.name), variants, into: &ledger)
      }
    }
    for entry in spec.member("cross_slice_thresholds")?.entries ?? [] {
      leaveCrossed(entry.value, &ledger)
    }
    leaveWeights(&ledger)
  }

  private func read(
    _ config: ImportNode, _ variants: TFMAVariants, into ledger: inout ImportLedger
  ) {
    let metric = TFMAMetric.of(config)
    if let threshold = config.member("threshold"), !threshold.isEmpty {
      read(threshold, of: metric, variants, into: &ledger)
    }
    for threshold in config.member("per_slice_thresholds")?.elements ?? [] {
      readSliced(threshold, of: metric, variants, into: &ledger)
    }
    for threshold in config.member("cross_slice_thresholds")?.elements ?? [] {
      leaveCrossed(threshold, &ledger)
    }
  }

  /// A threshold for all slices.
  private func read(
    _ threshold: ImportNode, of metric: TFMAMetric, _ variants: TFMAVariants,
    into ledger: inout ImportLedger
  ) {
    TFMAThreshold(
      threshold, metric, variants, isOverall: slices.isOverall, columns: slices.columns
    ).read(into: &ledger)
  }

  /// A threshold for some slices.
  private func readSliced(
    _ node: ImportNode, of metric: TFMAMetric, _ variants: TFMAVariants,
    into ledger: inout ImportLedger
  ) {
    guard let threshold = node.member("threshold") else {
      return ledger.leave(node, "a threshold without bounds", instead: "nothing is needed")
    }
    let specs = node.member("slicing_specs")?.elements ?? []
    let choices = specs.map(TFMASlices.choice)
    for (spec, choice) in zip(specs, choices) {
      guard case .none(let reason) = choice else { continue }
      ledger.leave(
        spec, reason,
        instead: "slices: [COLUMN] in a gate, which holds every value of the column against the "
          + "threshold")
    }
    let columns = TFMASlices.columns(of: choices)
    guard choices.contains(.overall) || !columns.isEmpty else {
      return ledger.leave(
        threshold, "no gate can be about its slices",
        instead: "slices: [COLUMN] in a gate, which holds every value of the column against the "
          + "threshold")
    }
    TFMAThreshold(
      threshold, metric, variants, isOverall: choices.contains(.overall), columns: columns
    ).read(into: &ledger)
  }

  private func leaveCrossed(_ node: ImportNode, _ ledger: inout ImportLedger) {
    ledger.leave(
      node, "slices are compared with each other by one rule only",
      instead: "parity: {metric: METRIC, slice: COLUMN, difference-at-most: 0.05}")
  }

  private func leaveWeights(_ ledger: inout ImportLedger) {
    if let node = spec.member("example_weights"), !node.isEmpty {
      ledger.leave(
        node, "whether rows are weighted is told to the command, not to the policy",
        instead: "vaglio compare --weight COLUMN")
    }
    if let node = spec.member("model_names"), !node.isEmpty {
      ledger.leave(
        node, "a gate judges the candidate, whatever its name",
        instead: "subject: production in the gate, if the baseline is meant")
    }
  }
}
