internal import VaglioFindings

/// A `MetricThreshold`: bounds on the candidate's value, and on its change from the baseline.
///
/// TFMA passes a value v with lower ≤ v ≤ upper, and a change d = candidate − baseline with d ≥ a, and
/// d/baseline ≥ r, for HIGHER_IS_BETTER; ≤ for LOWER_IS_BETTER.
struct TFMAThreshold {
  private let node: ImportNode
  private let metric: TFMAMetric
  private let variants: TFMAVariants
  /// Whether it is about all rows.
  private let isOverall: Bool
  /// The columns whose slices it is about.
  private let columns: [String]

  init(
    _ node: ImportNode, _ metric: TFMAMetric, _ variants: TFMAVariants, isOverall: Bool,
    columns: [String]
  ) {
    (self.node, self.metric, self.variants) = (node, metric, variants)
    (self.isOverall, self.columns) = (isOverall, columns)
  }

  func read(into ledger: inout ImportLedger) {
    if let obstacle = variants.obstacle {
      return ledger.leave(
        node, obstacle, instead: "judge it with a record of your own and vaglio gate")
    }
    switch metric {
    case .unknown(let reason, let instead): ledger.leave(node, reason, instead: instead)
    case .known(let metric), .reciprocal(let metric):
      guard let metrics = forms(of: metric) else {
        return ledger.leave(
          node, "\(metric.name) has no such form for several classes",
          instead: "judge precision, recall or f1 of the class")
      }
      if let bounds = node.member("value_threshold") { readBounds(bounds, metrics, into: &ledger) }
      if let change = node.member("change_threshold"), !change.isEmpty {
        TFMAChange(change, isOverall: isOverall, columns: columns).read(
          metrics, isReciprocal: isReciprocal, into: &ledger)
      }
    }
  }

  private var isReciprocal: Bool {
    if case .reciprocal = metric { return true }
    return false
  }

  /// The metric in each form of the spec; `nil` where it has no such form.
  private func forms(of metric: ImportedMetric) -> [ImportedMetric]? {
    guard variants.options != [[:]] else { return [metric] }
    let isMicro = variants.options.contains { $0["average"] == "micro" }
    let hasNoMicro: Set = ["average_precision", "roc_auc", "specificity"]
    guard ImportedMetric.ofClasses.contains(metric.name),
      !isMicro || !hasNoMicro.contains(metric.name)
    else { return nil }
    return variants.options.map { options in
      var form = metric.with(options)
      form.difference = [metric.difference, variants.difference].compactMap { $0 }
        .joined(separator: "; ")
      return form
    }
  }

  private func readBounds(
    _ bounds: ImportNode, _ metrics: [ImportedMetric], into ledger: inout ImportLedger
  ) {
    for (name, isLower) in [("lower_bound", true), ("upper_bound", false)] {
      guard let bound = bounds.member(name), !bound.isEmpty else { continue }
      guard let value = bound.number, !value.isNaN else {
        ledger.leave(
          bound, "a bound is a number", instead: "correct the file and import again")
        continue
      }
      guard value.isFinite, !isReciprocal || value > 0 else {
        ledger.leave(
          bound,
          value == (isLower ? -.infinity : .infinity)
            ? "an infinite bound asks for nothing" : "a bound that no value can meet, or every one",
          instead: "nothing is needed")
        continue
      }
      for metric in metrics { carry(bound, value, isLower, metric, into: &ledger) }
    }
  }

  private func carry(
    _ node: ImportNode, _ value: Double, _ isLower: Bool, _ metric: ImportedMetric,
    into ledger: inout ImportLedger
  ) {
    let bound = isReciprocal ? 1 / value : value
    for slices in (isOverall ? [[]] : []) + (columns.isEmpty ? [] : [columns]) {
      let gate: ImportedGate =
        isLower != isReciprocal
        ? .atLeast(bound, metric.spelling, slices: slices)
        : .atMost(bound, metric.spelling, slices: slices)
      ledger.carry([node], as: gate, difference: metric.difference)
    }
  }
}
