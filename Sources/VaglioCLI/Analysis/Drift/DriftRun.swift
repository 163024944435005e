internal import VaglioAttribution
internal import VaglioDrift
internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting
internal import VaglioTables

/// From two tables to the dossier of their comparison.
struct DriftRun {
  let plan: DriftPlan
  let output: OutputPlan

  private static let steps = 4

  /// Does the work.
  func dossier() throws -> Dossier {
    let progress = ProgressBar(steps: Self.steps, isWanted: output.showsProgress)
    defer { progress.end() }
    progress.begin(0, "reading \(PathName(plan.reference).lastComponent)")
    let sides = try (reference: side(plan.reference), current: side(plan.current))
    progress.begin(1, "comparing columns")
    let reliance = try plan.model.map { location in
      try ModelReliance(location, sides.reference.data, plan)
    }
    let tables = try (
      reference: sides.reference.table(of: reliance), current: sides.current.table(of: reliance)
    )
    let analysis = try DriftAnalysis(
      reference: tables.reference, current: tables.current,
      roles: reliance?.roles(plan.roles) ?? plan.roles, options: plan.options)
    progress.begin(2, "comparing rows")
    let joint =
      plan.isMultivariate
      ? try JointDrift(
        reference: tables.reference, current: tables.current, analysis: analysis) : nil
    let weighted = try reliance?.weighted(analysis, tables.reference)
    let estimated = try estimates(analysis, tables.reference, tables.current, reliance)
    progress.begin(3, "writing")
    let findings = Findings(
      analysis.findings + (weighted?.drift.findings ?? []) + (joint?.findings ?? [])
        + (estimated?.findings ?? []))
    let measures =
      DriftAnalysis.measures + JointDrift.measures + (estimated?.measures ?? [])
    let notes =
      analysis.notes + (weighted?.notes ?? []) + (estimated?.notes ?? [])
    if !output.isQuiet { notes.forEach(StandardStream.error.say) }
    return Dossier(
      task: "drift", models: reliance.map { [$0.named] } ?? [], findings: findings,
      measures: Self.used(measures, by: findings),
      exhibits: analysis.exhibits + (joint?.exhibits ?? []) + (estimated?.exhibits ?? []),
      attributions: weighted.map { [$0.account] } ?? [],
      verdict: plan.policy.map { $0.policy.judge(findings, measures: measures) },
      provenance: try provenance(sides.reference, sides.current), notes: notes)
  }

  /// One of the two tables.
  private struct Side {
    let data: InputData
    let read: Table

    /// The table with a model's predictions of its rows.
    func table(of reliance: ModelReliance?) throws -> Table {
      try reliance?.predicting(read) ?? read
    }
  }

  private func side(_ path: String) throws -> Side {
    let data = try InputData(
      [path], format: plan.format,
      options: ReadingOptions(separator: plan.separator?.scalar), threads: plan.threads)
    let table = try data.table()
    guard table.rowCount > 0 else { throw Trouble("\(path): the table has no rows") }
    return Side(data: data, read: table)
  }

  /// What the model is likely to be worth on current rows; `nil` where nobody asked.
  private func estimates(
    _ analysis: DriftAnalysis, _ reference: Table, _ current: Table, _ reliance: ModelReliance?
  ) throws -> EstimatedPerformance? {
    guard plan.estimates else { return nil }
    let single = plan.roles.predictions.count == 1 ? plan.roles.predictions.first : nil
    guard let columns = reliance?.columns ?? single.map(ModelColumns.single) else {
      throw Trouble(
        "--estimate: name the model by --model, or the one column of its predictions by --prediction"
      )
    }
    return try EstimatedPerformance(
      analysis, reference: reference, current: current, predictions: columns,
      task: reliance?.opened.task, positiveClass: reliance?.opened.positiveClass, plan)
  }

  /// The contracts of the measures that findings are about, whatever their columns.
  private static func used(_ measures: [Measure], by findings: Findings) -> [Measure] {
    let names = Set(
      findings.all.map { String($0.measure.prefix { $0 != "[" }) })
    return measures.filter { names.contains($0.name) }
  }

  private func provenance(_ reference: Side, _ current: Side) throws -> Provenance {
    Provenance(
      vaglio: Version.current, seed: Int(plan.options.seed),
      data: try reference.data.sources(reference.read, kept: reference.read)
        + current.data.sources(current.read, kept: current.read),
      policy: plan.policy?.source, options: plan.recorded)
  }
}
