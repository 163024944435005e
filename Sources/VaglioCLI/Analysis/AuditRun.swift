internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting
internal import VaglioTables

/// From a table of applicants to the dossier of a bias audit.
struct AuditRun {
  let plan: AuditPlan

  /// Does the work.
  func dossier() throws -> Dossier {
    let data = try InputData(
      plan.data, format: plan.format,
      options: ReadingOptions(
        separator: plan.separator?.scalar,
        unreadableNumbers: plan.missing == .drop ? .countAsMissing : .refuse),
      threads: plan.threads)
    let table = try data.table(plan.requests)
    let audit = try AuditTable(
      table, outcome: plan.outcome, demographics: plan.demographics, unknown: plan.unknown,
      missing: plan.missing)
    let law = LocalLaw144(audit, level: plan.level, leavingOutSmall: plan.excludesSmall)
    let measures = [law.measure] + law.measure.contrasts
    try plan.policy?.policy.check(measures: measures)
    let findings = Findings(SliceMultiplicity.adjusted(law.findings))
    return Dossier(
      task: "audit", models: [.init(role: .model, name: plan.outcome.column)],
      findings: findings, measures: measures, exhibits: law.exhibits,
      verdict: plan.policy.map { $0.policy.judge(findings, measures: measures) },
      provenance: Provenance(
        vaglio: Version.current, seed: 0, data: try data.sources(table, kept: audit.table),
        policy: plan.policy?.source, options: plan.options),
      notes: law.notes)
  }
}
