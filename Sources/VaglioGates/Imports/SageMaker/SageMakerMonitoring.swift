internal import VaglioFindings

/// The object `monitoring_config`, with what a feature overrides.
struct SageMakerMonitoring {
  /// The objects that may hold a setting, the more particular first.
  private let scopes: [ImportNode]

  init(_ node: ImportNode?) { scopes = node.map { [$0] } ?? [] }

  private init(scopes: [ImportNode]) { self.scopes = scopes }

  func overridden(by node: ImportNode) -> SageMakerMonitoring {
    SageMakerMonitoring(scopes: [node] + scopes)
  }

  private func setting(_ name: String) -> ImportNode? {
    scopes.lazy.compactMap { $0.member(name) }.first
  }

  private func distribution(_ name: String) -> ImportNode? {
    scopes.lazy.compactMap { $0.member("distribution_constraints")?.member(name) }.first
  }

  /// Whether the constraints are evaluated at all.
  var isEvaluated: Bool { setting("evaluate_constraints")?.text != "Disabled" }

  /// Whether distributions are compared: there are settings for it, and they aren't switched off.
  private var isCompared: Bool {
    setting("distribution_constraints") != nil
      && distribution("perform_comparison")?.text != "Disabled"
  }

  /// Whether every value has to lie in its domain, as in the files that the container suggests.
  var wantsWholeDomain: Bool {
    setting("domain_content_threshold").map { $0.finite == 1 } ?? true
  }

  func carryDomainShare(as gate: ImportedGate, _ ledger: inout ImportLedger) {
    ledger.carry([setting("domain_content_threshold")].compactMap { $0 }, as: gate)
  }

  /// Lets the gate about the schema stand for the share of values that must be of the type, if that
  /// is all of them.
  func carryTypeShare(as gate: ImportedGate, _ ledger: inout ImportLedger) {
    guard let node = setting("datatype_check_threshold"), !ledger.isSettled(node) else { return }
    guard node.finite == 1 else {
      return ledger.leave(
        node, "a column has one type here, so that no share of its values can have another",
        instead: "schema: {type-changes-at-most: N} with the columns that may change")
    }
    ledger.carry([node], as: gate)
  }

  /// Leaves behind the settings that no feature has used.
  func leaveUnused(_ ledger: inout ImportLedger) {
    let distances = [
      "comparison_threshold", "comparison_method", "categorical_comparison_threshold",
      "categorical_drift_method",
    ]
    let nodes =
      ["datatype_check_threshold", "domain_content_threshold"].map(setting)
      + distances.map(distribution)
    for case let node? in nodes where !ledger.isSettled(node) {
      ledger.leave(
        node, "no feature that is judged makes use of it", instead: "nothing is needed")
    }
  }
}

extension SageMakerMonitoring {
  /// Documented as the default of `comparison_threshold`.
  private static let usualThreshold = 0.1

  private static let robust =
    "Robust takes 1.8·√((n + m)/(n·m)) off the distance, to let pass what few rows may show by "
    + "chance; here the interval does that, with on-inconclusive: pass"

  /// The distance of a numeric column: the greatest difference of the distribution functions.
  func compareNumbers(_ column: String, _ ledger: inout ImportLedger) {
    guard isCompared else { return }
    let node = distribution("comparison_threshold")
    guard let threshold = threshold(node, &ledger) else { return }
    let method = distribution("comparison_method")
    let name = method?.text?.lowercased()
    guard [nil, "simple", "linf_simple", "robust", "linf_robust"].contains(name) else {
      if let method, !ledger.isSettled(method) {
        ledger.leave(
          method, "no method that Model Monitor documents", instead: "Simple or Robust")
      }
      return
    }
    ledger.carry(
      [node, method].compactMap { $0 }, as: .noDrift("drift.ks", threshold, columns: [column]),
      difference: name?.hasSuffix("robust") == true ? Self.robust : nil)
  }

  /// The distance of a column of strings: the greatest difference of shares.
  func compareLevels(_ column: String, _ ledger: inout ImportLedger) {
    guard isCompared else { return }
    let own = distribution("categorical_comparison_threshold")
    let node = own ?? distribution("comparison_threshold")
    let method = distribution("categorical_drift_method")
    guard [nil, "LInfinity"].contains(method?.text) else {
      for case let node? in [method, own] where !ledger.isSettled(node) {
        ledger.leave(
          node,
          "a test of whether there is any difference, which enough rows always show; no rule "
            + "judges its p-value",
          instead: "no-drift: {measure: drift.cramers_v, at-most: 0.1}, the same statistic as a "
            + "distance, with a limit of your choice")
      }
      return
    }
    guard let threshold = threshold(node, &ledger) else { return }
    let isRobust = distribution("comparison_method")?.text?.lowercased().hasSuffix("robust") == true
    ledger.carry(
      [node, method].compactMap { $0 },
      as: .noDrift("drift.l_infinity", threshold, columns: [column]),
      difference: isRobust ? Self.robust : nil)
  }

  private func threshold(_ node: ImportNode?, _ ledger: inout ImportLedger) -> Double? {
    guard let node else { return Self.usualThreshold }
    guard let threshold = node.finite, threshold >= 0 else {
      if !ledger.isSettled(node) {
        ledger.leave(
          node, "a distance is a number, zero or more",
          instead: "correct the file and import again")
      }
      return nil
    }
    return threshold
  }
}
