internal import VaglioFindings

/// A `GenericChangeThreshold`: how far the candidate may, or must, differ from the baseline.
struct TFMAChange {
  private let node: ImportNode
  private let isOverall: Bool
  private let columns: [String]

  init(_ node: ImportNode, isOverall: Bool, columns: [String]) {
    (self.node, self.isOverall, self.columns) = (node, isOverall, columns)
  }

  func read(
    _ metrics: [ImportedMetric], isReciprocal: Bool, into ledger: inout ImportLedger
  ) {
    let direction = node.member("direction")
    guard let isHigher = direction.flatMap(Self.isHigher) else {
      return ledger.leave(
        node, "a change without a direction, which TFMA refuses",
        instead: "direction: HIGHER_IS_BETTER or LOWER_IS_BETTER, and import again")
    }
    guard let sense = metrics.first?.sense, !isReciprocal,
      sense == (isHigher ? .higher : .lower)
    else {
      return ledger.leave(
        node,
        "its direction is not the metric's: it limits an improvement, or a change of a metric "
          + "that has no better side",
        instead: "equivalent: {metric: METRIC, margin: MARGIN}, which limits changes to both sides")
    }
    for metric in metrics {
      readAbsolute(metric, direction, isHigher, into: &ledger)
      readRelative(metric, direction, isHigher, into: &ledger)
    }
    if let direction, !ledger.isSettled(direction) {
      ledger.leave(
        direction, "the change that it belongs to is left behind", instead: "nothing is needed")
    }
  }

  private static func isHigher(_ node: ImportNode) -> Bool? {
    switch node.word {
    case "HIGHER_IS_BETTER", "2": true
    case "LOWER_IS_BETTER", "1": false
    default: nil
    }
  }

  /// The change turned so that more is better; `nil`, and left behind, where it is no number.
  private func gain(
    _ name: String, _ isHigher: Bool, _ ledger: inout ImportLedger
  ) -> (node: ImportNode, value: Double)? {
    guard let node = node.member(name), !node.isEmpty else { return nil }
    guard let value = node.finite else {
      ledger.leave(
        node, "a change is a finite number", instead: "correct the file and import again")
      return nil
    }
    return (node, isHigher ? value : 0 - value)
  }

  private func readAbsolute(
    _ metric: ImportedMetric, _ direction: ImportNode?, _ isHigher: Bool,
    into ledger: inout ImportLedger
  ) {
    guard let (node, gain) = gain("absolute", isHigher, &ledger) else { return }
    let nodes = [node] + [direction].compactMap { $0 }
    guard gain > 0 else {
      return carryNoWorse(metric, margin: 0 - gain, nodes, metric.difference, into: &ledger)
    }
    carryImprovement(metric, "min_absolute_change", gain, isHigher, nodes, into: &ledger)
  }

  private func readRelative(
    _ metric: ImportedMetric, _ direction: ImportNode?, _ isHigher: Bool,
    into ledger: inout ImportLedger
  ) {
    guard let (node, gain) = gain("relative", isHigher, &ledger) else { return }
    let nodes = [node] + [direction].compactMap { $0 }
    guard gain >= 0, gain <= 1 else {
      return ledger.leave(
        node,
        gain < 0
          ? "no rule has a tolerated loss as a share of the baseline's value"
          : "an improvement of more than the baseline's value itself",
        instead: "no-worse: {metric: \(QuotedWord.text(metric.spelling)), margin: MARGIN} with "
          + "\(NumberText.shortest(gain.magnitude)) of the baseline's value as a number")
    }
    let sign = "TFMA's share is of the baseline's signed value; here it is of its magnitude"
    guard gain > 0 else {
      return carryNoWorse(metric, margin: 0, nodes, sign, into: &ledger)
    }
    carryImprovement(metric, "min_relative_change", gain, isHigher, nodes, into: &ledger)
  }

  private func carryNoWorse(
    _ metric: ImportedMetric, margin: Double, _ nodes: [ImportNode], _ difference: String?,
    into ledger: inout ImportLedger
  ) {
    for slices in (isOverall ? [[]] : []) + (columns.isEmpty ? [] : [columns]) {
      ledger.carry(
        nodes,
        as: ImportedGate(
          "no-worse",
          [("metric", .word(metric.spelling)), ("margin", .number(margin))]
            + (slices.isEmpty ? [] : [("slices", .words(slices))])), difference: difference)
    }
  }

  private func carryImprovement(
    _ metric: ImportedMetric, _ option: String, _ gain: Double, _ isHigher: Bool,
    _ nodes: [ImportNode], into ledger: inout ImportLedger
  ) {
    if isOverall {
      ledger.carry(
        nodes,
        as: ImportedGate(
          "mlflow-threshold",
          [
            ("metric", .word(metric.spelling)), (option, .number(gain)),
            ("greater_is_better", .truth(isHigher)),
          ]), difference: metric.difference)
    }
    guard !columns.isEmpty else { return }
    ledger.leave(
      nodes[0],
      "on slices by \(columns.joined(separator: ", ")): an improvement in every slice is "
        + "asked for by better alone, in the metric's unit and strictly",
      instead: "better: {metric: \(QuotedWord.text(metric.spelling)), by: AMOUNT, slices: [COLUMN]}"
    )
  }
}
