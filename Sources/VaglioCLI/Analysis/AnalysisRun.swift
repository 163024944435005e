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

  private static let steps = 5

  /// Does the work.
  func dossier() throws -> Dossier {
    let progress = ProgressBar(steps: Self.steps, isWanted: output.showsProgress)
    defer { progress.end() }
    progress.begin(
      0, "reading \(plan.data.map { PathName($0).lastComponent }.joined(separator: ", "))")
    let data = try InputData(plan)
    let slices = try SliceChoice(
      plan.slices, neededBy: plan.policy?.policy.sliceColumns ?? [],
      known: plan.slices.contains { $0.contains(":") || $0.contains("*") }
        ? data.glimpseOfColumnNames() : [])
    let table = try data.table(plan.columnRequests + slices.columns)
    progress.begin(1, "checking \(table.rowCount) rows")
    var outcomes = try OutcomeTable(table, columns: plan.columns, missing: plan.missing)
    say(outcomes)
    let slicings = try slices.slices(of: outcomes.table)
    progress.begin(2, "taking digests")
    let provenance = Provenance(
      vaglio: Version.current, seed: plan.seed,
      data: try data.sources(table, kept: outcomes.table),
      policy: plan.policy?.source,
      options: plan.options(task: outcomes.labels.task, positive: outcomes.labels.positive))
    let (task, notes, rowCount) = (outcomes.labels.task, notes(outcomes), table.rowCount)
    progress.begin(3, "measuring")
    let part = try measured(&outcomes, slicings, data, rowCount, progress)
    return Dossier(
      task: task.rawValue,
      models: plan.models.map { Dossier.Model(role: $0.role, name: $0.column) },
      findings: part.findings, measures: part.measures, exhibits: part.exhibits,
      verdict: plan.policy.map { $0.policy.judge(part.findings, measures: part.measures) },
      provenance: provenance, notes: notes)
  }

  /// What an analysis of one task gives.
  private struct Part {
    let findings: Findings
    let measures: [Measure]
    let exhibits: [Exhibit]
  }

  /// The columns of the file are let go as soon as the models have theirs: at ten million rows they
  /// are a good part of the memory.
  private func measured(
    _ outcomes: inout OutcomeTable, _ slicings: [[SliceRows]], _ data: InputData,
    _ rowCount: Int, _ progress: ProgressBar
  ) throws -> Part {
    switch outcomes.labels {
    case .binary(let labels, _, _):
      let choice = try choice(of: MetricCatalogue.binary, task: .binary)
      let models = try plan.models.map { model in
        BinaryOutcomes(
          labels: labels,
          scores: try outcomes.scores(model.column, areProbabilities: choice.needsProbabilities),
          threshold: plan.threshold, rows: outcomes.rows)
      }
      outcomes = outcomes.withoutColumns
      let part = part(models, choice, slicings)
      progress.begin(4, "drawing")
      return Part(
        findings: part.findings, measures: part.measures,
        exhibits: try BinaryExhibits(plan: plan, data: data)
          .exhibits(of: models, outcomes, rowCount: rowCount))
    case .numbers(let actual):
      let choice = try choice(of: MetricCatalogue.regression, task: .regression)
      let models = try plan.models.map { model in
        RegressionOutcomes(
          actual: actual, predicted: try outcomes.predictions(model.column), rows: outcomes.rows)
      }
      outcomes = outcomes.withoutColumns
      let part = part(models, choice, slicings)
      progress.begin(4, "drawing")
      return Part(
        findings: part.findings, measures: part.measures,
        exhibits: RegressionExhibits(plan: plan).exhibits(of: models))
    }
  }

  private func choice<Observed: Outcomes>(
    of catalogue: [any Metric<Observed>], task: PredictionTask
  ) throws -> MetricChoice<Observed> {
    try plan.policy?.policy.check(measures: catalogue.map { $0.measure })
    return try MetricChoice(
      named: plan.metrics, neededBy: plan.policy?.policy.metrics ?? [], in: catalogue, task: task)
  }

  private func part<Observed: Outcomes>(
    _ models: [Observed], _ choice: MetricChoice<Observed>, _ slicings: [[SliceRows]]
  ) -> Part {
    let contrasted = choice.contrasted(plan.policy?.contrasted ?? [])
    let analysis = Analysis(
      metrics: choice.metrics, level: plan.level, resamples: plan.resamples,
      seed: UInt64(plan.seed), contrasted: contrasted, threads: plan.threads)
    let findings =
      models.count == 2
      ? analysis.findings(
        on: Paired(candidate: models[0], production: models[1]), slicings: slicings)
      : analysis.findings(on: models[0], slicings: slicings)
    return Part(
      findings: Findings(findings),
      measures: choice.measures(contrasted: slicings.isEmpty ? [] : contrasted), exhibits: [])
  }
}

extension AnalysisRun {
  /// What a reader of the record must know about the rows.
  private func notes(_ outcomes: OutcomeTable) -> [String] {
    var notes: [String] = []
    if plan.columns.task == nil { notes.append(inference(outcomes)) }
    if outcomes.dropped > 0 {
      notes.append("\(count(outcomes.dropped)) left out because a value is missing")
    }
    if outcomes.weightless > 0 {
      notes.append("\(count(outcomes.weightless)) left out because the weight is 0")
    }
    return notes
  }

  private func say(_ outcomes: OutcomeTable) {
    guard !output.isQuiet else { return }
    for note in notes(outcomes) { StandardStream.error.say(note) }
  }

  private func inference(_ outcomes: OutcomeTable) -> String {
    switch outcomes.labels {
    case .binary(_, let positive, let negative):
      "task: binary (labels \(negative) and \(positive); \(positive) is positive)"
    case .numbers: "task: regression (labels are numbers)"
    }
  }

  private func count(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }
}

extension AnalysisPlan {
  /// What a reader must be asked for, apart from slices: ids by their hashes, which take less
  /// memory than their texts.
  fileprivate var columnRequests: [ColumnRequest] {
    columns.requests.filter { $0.name != columns.id || columns.isUsedBesideID($0.name) }
      + (columns.id.map { [ColumnRequest($0, as: .key)] } ?? [])
  }
}

extension OutcomeTable.Columns {
  fileprivate func isUsedBesideID(_ name: String) -> Bool {
    ([label] + scores + [weight, cluster].compactMap { $0 }).contains(name)
  }
}

extension Labels {
  /// The label that counts as positive; `nil` for numbers.
  var positive: String? {
    guard case .binary(_, let positive, _) = self else { return nil }
    return positive
  }
}
