internal import VaglioFindings

/// Measures of bias that a baseline had, facet by facet. They are values and no bounds: Model Monitor
/// calls out a live value that is further from balance than the baseline's.
enum SageMakerBias {
  static func read(_ node: ImportNode, into ledger: inout ImportLedger) {
    var found = false
    for facet in node.member("facets")?.members ?? [] {
      for group in facet.value.elements {
        for metric in group.member("metrics")?.elements ?? [] {
          found = true
          leave(metric, of: facet.name, &ledger)
        }
      }
    }
    if !found {
      ledger.leave(
        node, "no measures of bias by facet stand here",
        instead: "parity: {metric: selection_rate, slice: FACET, ratio-at-least: 0.8}")
    }
  }

  private static func leave(
    _ metric: ImportNode, of facet: String, _ ledger: inout ImportLedger
  ) {
    let name = metric.member("name")?.text ?? ""
    let advice = advice[name].map {
      $0.split(separator: "FACET").joined(separator: QuotedWord.text(facet))
        + ", with a bound of your choice"
    }
    ledger.leave(
      metric,
      "the value that \(name.isEmpty ? "a measure" : name.legible()) had on the baseline, "
        + "which is no bound",
      instead: advice ?? "no rule judges this measure; parity judges metrics between groups")
  }

  private static func parity(_ metric: String, _ bound: String) -> String {
    "parity: {metric: \(metric), slice: FACET, \(bound)}"
  }

  /// The rules next to measures after training (clarify-measure-post-training-bias).
  private static let advice: [String: String] = [
    "AD": parity("accuracy", "difference-at-most: 0.05"),
    "DAR": parity("precision", "difference-at-most: 0.05"),
    "DI": parity("selection_rate", "ratio-at-least: 0.8"),
    "DPPL": parity("selection_rate", "difference-at-most: 0.1"),
    "DRR": parity("npv", "difference-at-most: 0.05"),
    "RD": parity("recall", "difference-at-most: 0.05"),
    "SD": parity("specificity", "difference-at-most: 0.05"),
  ]
}
