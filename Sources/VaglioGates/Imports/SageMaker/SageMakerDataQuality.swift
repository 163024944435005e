internal import VaglioFindings

/// Constraints on the data: types, completeness, domains, and distances from the baseline.
struct SageMakerDataQuality {
  private let settings: SageMakerMonitoring

  init(_ root: ImportNode) {
    settings = SageMakerMonitoring(root.member("monitoring_config"))
  }

  func read(_ features: [ImportNode], into ledger: inout ImportLedger) {
    for feature in features {
      let override =
        feature.member("monitoring_config_overrides")
      let own = override.map { settings.overridden(by: $0) } ?? settings
      if own.isEvaluated {
        read(feature, own, into: &ledger)
      } else {
        leaveUnjudged(feature, &ledger)
      }
      if let override { SageMakerMonitoring(override).leaveUnused(&ledger) }
    }
    settings.leaveUnused(&ledger)
  }

  private func leaveUnjudged(_ feature: ImportNode, _ ledger: inout ImportLedger) {
    ledger.leave(
      feature, "evaluate_constraints is Disabled, so Model Monitor doesn't judge it",
      instead: "set it to Enabled and import again, if it is to be judged")
  }

  private func read(
    _ feature: ImportNode, _ settings: SageMakerMonitoring, into ledger: inout ImportLedger
  ) {
    guard let name = feature.member("name"), let column = name.text, QuotedWord.isWritable(column)
    else {
      return ledger.leave(
        feature, "a feature without a name that a policy can hold", instead: "name the column")
    }
    readSchema(feature, name, settings, &ledger)
    if let completeness = feature.member("completeness") {
      readCompleteness(completeness, column, &ledger)
    }
    readSign(feature.member("num_constraints")?.member("is_non_negative"), &ledger)
    readDomain(feature.member("string_constraints")?.member("domains"), column, settings, &ledger)
    switch feature.member("inferred_type")?.text {
    case "Integral", "Fractional": settings.compareNumbers(column, &ledger)
    case "String": settings.compareLevels(column, &ledger)
    default: break
    }
  }

  private func readSchema(
    _ feature: ImportNode, _ name: ImportNode, _ settings: SageMakerMonitoring,
    _ ledger: inout ImportLedger
  ) {
    let gate = ImportedGate("schema", [("added-at-most", .number(0))])
    ledger.carry([name], as: gate)
    guard let type = feature.member("inferred_type"), let text = type.text else { return }
    guard ["Integral", "Fractional", "String", "Boolean"].contains(text) else {
      return ledger.leave(
        type, "asks for no type that Model Monitor documents", instead: "nothing is needed")
    }
    ledger.carry(
      [type], as: gate,
      difference: "columns and types are those of the reference's rows, not of a list")
    settings.carryTypeShare(as: gate, &ledger)
  }

  private func readCompleteness(
    _ node: ImportNode, _ column: String, _ ledger: inout ImportLedger
  ) {
    guard let share = node.finite, share >= 0, share <= 1 else {
      return ledger.leave(
        node, "completeness is a share from 0 to 1", instead: "correct the file and import again")
    }
    guard share > 0 else {
      return ledger.leave(
        node, "a completeness of 0 asks for nothing", instead: "nothing is needed")
    }
    ledger.carry(
      [node], asQuality: "missing-rate-at-most", atMost: ShareText.complement(of: share),
      column: column)
  }

  private func readSign(_ node: ImportNode?, _ ledger: inout ImportLedger) {
    guard let node else { return }
    guard node.boolean == true else {
      return ledger.leave(
        node, "asks for nothing unless it is true", instead: "nothing is needed")
    }
    ledger.leave(
      node, "no rule has a fixed range of values",
      instead: "quality: {out-of-range-rate-at-most: 0.001}, which holds values against the "
        + "reference's least and greatest")
  }

  private func readDomain(
    _ domain: ImportNode?, _ column: String, _ settings: SageMakerMonitoring,
    _ ledger: inout ImportLedger
  ) {
    guard let domain, !domain.isEmpty else { return }
    guard settings.wantsWholeDomain else {
      return ledger.leave(
        domain,
        "domain_content_threshold is not 1, and Model Monitor's documentation doesn't say "
          + "whether it is a share of known or of unknown values",
        instead:
          "quality: {new-level-rate-at-most: SHARE} with the share of unknown values that is "
          + "tolerated")
    }
    let gate = ImportedGate.quality("new-levels-at-most", 0, column: column)
    ledger.carry(
      [domain], as: gate,
      difference: "the levels of the reference's rows stand for the listed values")
    settings.carryDomainShare(as: gate, &ledger)
  }
}
