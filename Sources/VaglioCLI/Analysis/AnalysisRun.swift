internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting
internal import VaglioTables

/// From files to a dossier: reads, checks, measures, judges.
struct AnalysisRun {
  let plan: AnalysisPlan
  let output: OutputPlan

  /// How many steps the work has, drawing the last.
  static let steps = 5

  /// Does the work.
  func dossier() throws -> Dossier {
    try dossier { run, outcomes, slicings, _ in try run.part(&outcomes, slicings) }
  }

  /// Does the work, measuring by `measure`.
  func dossier(
    measuring measure: (TaskRun, inout OutcomeTable, Slicings, Provenance) throws ->
      AnalysisPart
  ) throws -> Dossier {
    let progress = ProgressBar(steps: Self.steps, isWanted: output.showsProgress)
    defer { progress.end() }
    progress.begin(
      0, "reading \(plan.data.map { PathName($0).lastComponent }.joined(separator: ", "))")
    let data = try InputData(plan)
    let slices = try SliceChoice(
      plan.slices, fairness: plan.fairness, searched: plan.searchedColumns,
      neededBy: plan.policy?.policy.sliceColumns ?? [],
      known: (plan.slices + plan.fairness).contains { $0.contains(":") || $0.contains("*") }
        ? data.glimpseOfColumnNames() : [])
    let predictions = try ModelPredictions(
      plan, header: data.glimpseOfColumnNames, sample: data.sample)
    let wanted = predictions.columns.keyedRequests + slices.columns
    let (table, modelNotes) = try predictions.scored(
      data.table(predictions.requests(beside: wanted)),
      keeping: Set(wanted.map(\.name)), threads: plan.threads)
    progress.begin(1, "checking \(table.rowCount) rows")
    var outcomes = try OutcomeTable(
      table, columns: predictions.columns(for: table), missing: plan.missing,
      unlabelled: plan.unlabelled)
    try predictions.refuseOtherPositive(outcomes.labels.positive)
    let unused = predictions.notes(
      onColumns: data.glimpseOfColumnNames(), named: Set(wanted.map(\.name)))
    let notes = modelNotes + unused + notes(outcomes)
    if !output.isQuiet { notes.forEach(StandardStream.error.say) }
    let slicings = try slices.slices(of: outcomes.table)
    progress.begin(2, "taking digests")
    let provenance = Provenance(
      vaglio: Version.current, seed: plan.seed,
      data: try data.sources(
        table, kept: outcomes.table, reasons: outcomes.reasonsByFile),
      policy: plan.policy?.source,
      options: plan.options(task: outcomes.labels.task, positive: outcomes.labels.positive))
    let task = outcomes.labels.task
    progress.begin(3, "measuring")
    let run = TaskRun(
      plan: plan, predictions: predictions, data: data, rowCount: table.rowCount,
      progress: progress)
    let part = try measure(run, &outcomes, slicings, provenance)
    return Dossier(
      task: task.rawValue,
      models: part.models.isEmpty ? predictions.models.map(\.named) : part.models,
      findings: part.findings, measures: part.measures, exhibits: part.exhibits,
      verdict: part.verdict, provenance: provenance,
      notes: notes + part.notes
        + plan.models.compactMap { $0.recalibrator?.note(on: provenance.data) })
  }
}

extension AnalysisRun {
  /// What a reader of the record must know about the rows.
  private func notes(_ outcomes: OutcomeTable) -> [String] {
    var notes: [String] = []
    if plan.columns.task == nil { notes.append(inference(outcomes)) }
    if outcomes.dropped > 0 {
      notes.append("\(count(outcomes.dropped)) left out because a value is missing")
      let reasons = outcomes.droppedFor.map { "\($0.part): \($0.rows)" }
      notes.append("left out for want of \(reasons.joined(separator: ", "))")
    }
    if let isLabelled = outcomes.isLabelled {
      let known = isLabelled.count { $0 }
      notes.append(
        "\(count(known)) with a label, \(count(isLabelled.count - known)) without used by "
          + "prediction-powered inference: this is right only if the labelled rows are a random "
          + "sample of all, and if no guess was fitted to these labels")
    }
    if outcomes.weightless > 0 {
      notes.append("\(count(outcomes.weightless)) left out because the weight is 0")
    }
    if outcomes.singleUnitStrata > 0 {
      notes.append(
        "\(outcomes.singleUnitStrata) strata hold a single unit, whose variance resampling can't see"
      )
    }
    return notes
  }

  private func inference(_ outcomes: OutcomeTable) -> String {
    switch outcomes.labels {
    case .binary(_, let positive, let negative):
      "task: binary (labels \(negative) and \(positive); \(positive) is positive)"
    case .classes(_, let names):
      "task: multiclass (\(names.count) classes: \(names.prefix(5).joined(separator: ", "))"
        + (names.count > 5 ? ", …)" : ")")
    case .numbers: "task: regression (labels are numbers)"
    }
  }

  private func count(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }
}

extension OutcomeTable.Columns {
  /// What a reader must be asked for, apart from slices: ids by their hashes, which take less
  /// memory than their texts.
  fileprivate var keyedRequests: [ColumnRequest] {
    requests.filter { $0.name != id || isUsedBesideID($0.name) }
      + (id.map { [ColumnRequest($0, as: .key)] } ?? [])
  }

  private func isUsedBesideID(_ name: String) -> Bool {
    ([label] + scores + decisions + [weight, cluster, proxy, stratum].compactMap { $0 })
      .contains(name)
  }
}

extension ModelPredictions.Model {
  /// The model as the record names it.
  fileprivate var named: Dossier.Model {
    Dossier.Model(
      role: role, name: recalibrator.map { "\(title) recalibrated by \($0.source.name)" } ?? title,
      sha256: opened?.sha256)
  }
}

extension Labels {
  /// The label that counts as positive; `nil` for numbers.
  var positive: String? {
    guard case .binary(_, let positive, _) = self else { return nil }
    return positive
  }
}
