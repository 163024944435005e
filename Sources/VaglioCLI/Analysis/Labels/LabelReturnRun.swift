internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioReporting
internal import VaglioTables

/// From labels that came back for a plan to what they say of all rows that were planned for.
struct LabelReturnRun {
  private let planned: LabelPlanRun
  private let plan: String
  private let returned: String
  private let label: String
  private let positive: String?
  private let level: ConfidenceLevel
  private let output: OutputPlan

  /// The run of a command line, checked.
  init(_ command: LabelPlanCommand, output: OutputPlan) throws {
    guard let plan = command.plan, let returned = command.returned else {
      throw Trouble(
        command.plan == nil
          ? "--returned: name the plan that was written by --plan"
          : "--plan: name the labels that came back by --returned")
    }
    guard let label = command.label else {
      throw Trouble("no --label: name the column of \(returned) that holds the labels")
    }
    guard command.uncertainty == nil else {
      throw Trouble("--uncertainty: with --returned name predictions by --score or --model")
    }
    guard command.budget == nil, command.uniformShare == nil, command.seed == nil,
      command.metric == nil
    else {
      throw Trouble("--budget, --metric, --uniform-share and --seed: the plan is drawn already")
    }
    planned = try LabelPlanRun(command)
    (self.plan, self.returned, self.label, positive) = (plan, returned, label, command.positive)
    level = try AnalysisPlan.level(command.confidence)
    self.output = output
  }

  /// What came of it.
  func dossier() throws -> Dossier {
    let (table, found) = try planned.scored()
    guard let columns = found else { throw Trouble("no --score: name the predictions") }
    let rows = try planned.rowNames(table)
    let id = planned.id ?? "row"
    let files = try (plan: input(plan), returned: input(returned))
    let written = try files.plan.table(
      [ColumnRequest(id, as: .category)]
        + WrittenLabelPlan.columns.map { ColumnRequest($0, as: .number) })
    let labels = try files.returned.table(
      [ColumnRequest(id, as: .category), ColumnRequest(label, as: .category)])
    let back: (plan: LabelPlan, labels: ReturnedLabels)
    do throws(LabelReturnError) {
      back.plan = try WrittenLabelPlan(written, id: id).plan(ofRowsNamed: rows)
    } catch {
      throw Trouble("\(plan): \(error)")
    }
    let (names, values) = try (texts(id, labels), texts(label, labels))
    do throws(LabelReturnError) {
      back.labels = try ReturnedLabels(back.plan, rows: rows, names: names, values: values)
    } catch {
      throw Trouble("\(returned): \(error)")
    }
    let part = try estimates(table, columns, back.plan, back.labels)
    let notes = part.notes + back.labels.notes
    if !output.isQuiet { notes.forEach(StandardStream.error.say) }
    return Dossier(
      task: part.task.rawValue,
      models: [Dossier.Model(role: .model, name: columns.names.joined(separator: ", "))],
      findings: Findings(part.estimates.map { Self.finding($0) }), measures: part.measures,
      exhibits: [Self.exhibit(part.estimates)], verdict: nil,
      provenance: Provenance(
        vaglio: Version.current, seed: 0,
        data: try planned.data.sources(table, kept: table)
          + files.plan.sources(written, kept: written)
          + files.returned.sources(labels, kept: labels), policy: nil, options: recorded(columns)),
      notes: notes)
  }

  /// The estimates with what a reader must know besides.
  private struct Part {
    let task: PredictionTask
    let estimates: [PlannedEstimate]
    let measures: [Measure]
    let notes: [String]
  }

  /// Every standard metric of the task that the labels make.
  private func estimates(
    _ table: Table, _ columns: ModelColumns, _ plan: LabelPlan, _ back: ReturnedLabels
  ) throws -> Part {
    let labelled = table.adding(
      [labelColumn(back, table.rowCount)],
      keeping: Set(table.columnNames).subtracting([label]))
    var wanted = OutcomeTable.Columns(
      label: label, positive: positive, scores: columns.names, id: planned.id, task: columns.task)
    wanted.scoredClasses = columns.classes
    let outcomes = try OutcomeTable(labelled, columns: wanted, unlabelled: .use)
    let isLabelled =
      outcomes.isLabelled ?? [Bool](repeating: true, count: table.rowCount)
    switch outcomes.labels {
    case .binary(let labels, _, _):
      let scores = try outcomes.scores(columns.names[0], areProbabilities: true)
      let model = PartlyLabelled(
        BinaryOutcomes(labels: labels, scores: scores, rows: outcomes.rows),
        isLabelled: isLabelled, proxies: scores)
      return try part(model, plan, .binary, MetricCatalogue.binary.filter { $0.isStandard })
    case .classes(let labels, let names):
      let scores = try outcomes.scores(
        byClass: Dictionary(zip(columns.classes, columns.names)) { first, _ in first },
        names: names, areProbabilities: true)
      let model = PartlyLabelled(
        MulticlassOutcomes(classes: names, labels: labels, scores: scores, rows: outcomes.rows),
        isLabelled: isLabelled, proxies: scores)
      return try part(
        model, plan, .multiclass,
        MetricCatalogue.multiclassStandard(classes: names, haveScores: true))
    case .numbers(let actual):
      let model = PartlyLabelled(
        RegressionOutcomes(
          actual: actual, predicted: try outcomes.predictions(columns.names[0]),
          rows: outcomes.rows), isLabelled: isLabelled)
      return try part(
        model, plan, .regression, MetricCatalogue.regression.filter { $0.isStandard })
    }
  }

  private func part<Observed: Outcomes>(
    _ model: PartlyLabelled<Observed>, _ plan: LabelPlan, _ task: PredictionTask,
    _ metrics: [any Metric<Observed>]
  ) throws -> Part {
    let results = try LabelPlanResults(model, plan: plan)
    let order = results.isInOrder ? "the first of the plan" : "not the first of the plan"
    return Part(
      task: task, estimates: results.estimates(of: metrics, level: level),
      measures: metrics.map(\.measure),
      notes: [
        "\(results.count) labels, \(order), stand for \(results.population) rows; weights up to "
          + CanonicalJSON.number(results.largestWeight.rounded())
      ])
  }

  /// The labels as a column of all rows: numbers where all are, else texts.
  private func labelColumn(_ back: ReturnedLabels, _ count: Int) -> Column {
    let numbers = back.labels.compactMapValues(Double.init)
    if positive == nil, numbers.count == back.labels.count {
      return Column(name: label, numbers: (0..<count).map { numbers[$0] ?? .nan })
    }
    return Column(name: label, texts: (0..<count).map { back.labels[$0] })
  }

  private static func finding(_ estimate: PlannedEstimate) -> Finding {
    estimate.finding(subject: .model)
  }

  /// What the plan was worth for each metric.
  private static func exhibit(_ estimates: [PlannedEstimate]) -> Exhibit {
    Exhibit(
      kind: "label_plan", subject: .model,
      series: [
        "metric": .words(estimates.map(\.metric)),
        "labels": .numbers(estimates.map { Double($0.count) }),
        "design_effect": .numbers(estimates.map(\.designEffect)),
        "effective_count": .numbers(estimates.map(\.effectiveCount)),
        "tuning": .numbers(estimates.map(\.tuning)),
      ])
  }

  private func recorded(_ columns: ModelColumns) -> [String: String] {
    var recorded = [
      "score": columns.names.joined(separator: ", "), "label": label,
      "plan": PathName(plan).lastComponent, "returned": PathName(returned).lastComponent,
      "confidence": CanonicalJSON.number(level.fraction),
    ]
    recorded["id"] = planned.id
    recorded["positive"] = positive
    return recorded
  }

  private func input(_ path: String) throws(Trouble) -> InputData {
    try InputData([path], format: nil, options: ReadingOptions(), threads: planned.threads)
  }

  private func texts(_ name: String, _ table: Table) throws -> [String?] {
    let categories = try table.column(name).categorized
    return categories.codes.map { $0 < 0 ? nil : categories.levels[Int($0)] }
  }
}
