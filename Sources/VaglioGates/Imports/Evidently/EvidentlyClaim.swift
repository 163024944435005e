internal import VaglioFindings

/// What a test of Evidently is about, and the gates that can stand for it.
enum EvidentlyClaim {
  /// A metric of the model.
  case metric(ImportedMetric)
  /// A share that the rule `quality` limits, of a column or of all rows.
  case share(option: String, column: String?)
  /// The number of rows that the share of a `quality` limit counts.
  case number(option: String, column: String?)
  /// A drift score by a method, in a column.
  case drift(method: String, column: String)
  case unknown(reason: String, instead: String)

  /// Carries a condition over as gates, or leaves it behind.
  func judge(
    _ condition: EvidentlyCondition, at node: ImportNode, into ledger: inout ImportLedger
  ) {
    if case .unknown(let reason, let instead) = condition {
      return ledger.leave(node, reason, instead: instead)
    }
    switch self {
    case .unknown(let reason, let instead): ledger.leave(node, reason, instead: instead)
    case .metric(let metric): judge(metric, condition, at: node, into: &ledger)
    case .share(let option, let column):
      judge(option, column, condition, at: node, into: &ledger)
    case .number(let option, let column):
      judgeNumber(option, column, condition, at: node, into: &ledger)
    case .drift(let method, let column):
      judge(method, of: column, condition, at: node, into: &ledger)
    }
  }

  private func judge(
    _ metric: ImportedMetric, _ condition: EvidentlyCondition, at node: ImportNode,
    into ledger: inout ImportLedger
  ) {
    func carry(_ gate: ImportedGate, isStrict: Bool = false) {
      let remarks = [metric.difference, EvidentlyCondition.remark(isStrict: isStrict)]
      let text = remarks.compactMap { $0 }.joined(separator: "; ")
      ledger.carry([node], as: gate, difference: text.isEmpty ? nil : text)
    }
    switch condition {
    case .atLeast(let bound, let isStrict):
      carry(.atLeast(bound, metric.spelling), isStrict: isStrict)
    case .atMost(let bound, let isStrict):
      carry(.atMost(bound, metric.spelling), isStrict: isStrict)
    case .within(let lower, let upper):
      carry(.atLeast(lower, metric.spelling))
      carry(.atMost(upper, metric.spelling))
    case .equal, .unknown:
      ledger.leave(
        node, "no interval shows that a metric is exactly a number",
        instead: "at-least and at-most around it")
    }
  }

  private func judge(
    _ option: String, _ column: String?, _ condition: EvidentlyCondition, at node: ImportNode,
    into ledger: inout ImportLedger
  ) {
    switch condition {
    case .atMost(let limit, let isStrict) where limit >= 0:
      ledger.carry(
        [node], asQuality: option, atMost: limit, column: column,
        difference: EvidentlyCondition.remark(isStrict: isStrict))
    case .equal(0):
      judge(option, column, .atMost(0, isStrict: false), at: node, into: &ledger)
    case .within(let lower, let upper) where lower <= 0 && upper >= 0:
      judge(option, column, .atMost(upper, isStrict: false), at: node, into: &ledger)
    default:
      ledger.leave(
        node, "the rule quality limits rates from above only",
        instead: "quality: {\(option): LIMIT}")
    }
  }

  private func judgeNumber(
    _ option: String, _ column: String?, _ condition: EvidentlyCondition, at node: ImportNode,
    into ledger: inout ImportLedger
  ) {
    let isNone =
      switch condition {
      case .equal(let number): number == 0
      case .atMost(let number, let isStrict): number == 0 && !isStrict || number == 1 && isStrict
      case .within(let lower, let upper): lower <= 0 && upper >= 0 && upper < 1
      default: false
      }
    guard isNone else {
      return ledger.leave(
        node,
        "a number of rows, which depends on how many there are; the rule quality limits shares",
        instead: "quality: {\(option): SHARE}")
    }
    judge(option, column, .atMost(0, isStrict: false), at: node, into: &ledger)
  }

  private func judge(
    _ method: String, of column: String, _ condition: EvidentlyCondition, at node: ImportNode,
    into ledger: inout ImportLedger
  ) {
    guard case .atMost(let limit, let isStrict) = condition, limit >= 0 else {
      return ledger.leave(
        node, "no-drift limits distances from above only",
        instead: "no-drift: {measure: drift.psi, at-most: LIMIT}")
    }
    EvidentlyDrift(method).carry(
      [node], limit, columns: [column], isStrict: isStrict, into: &ledger)
  }
}
