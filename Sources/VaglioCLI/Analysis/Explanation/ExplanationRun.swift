internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioModels
internal import VaglioReporting
internal import VaglioTables

/// From files to the dossier of an explanation.
struct ExplanationRun {
  let plan: ExplanationPlan
  let output: OutputPlan

  private static let steps = 5

  /// The dossier, and the tables that were asked for beside it.
  struct Result {
    let dossier: Dossier
    let tables: [(path: String, bytes: [UInt8])]
  }

  /// Does the work.
  func result() throws -> Result {
    let progress = ProgressBar(steps: Self.steps, isWanted: output.showsProgress)
    defer { progress.end() }
    progress.begin(
      0, "reading \(plan.data.map { PathName($0).lastComponent }.joined(separator: ", "))")
    let data = try InputData(plan.data, plan)
    let models = try plan.models.map { model in
      try ExplainedModel(model.role, opened(model.location, data), plan.explainers)
    }
    try check(models)
    let refits = try plan.refits.map { location in
      try ExplainedModel(refit: opened(location, data), of: models[0], plan.explainers)
    }
    let header = data.glimpseOfColumnNames()
    try checkShares(models, header)
    let table = try data.table(requests(models + refits))
    let rows = try ExplainedRows(table, plan: plan, models: models)
    progress.begin(1, "explaining \(rows.chosen.count) rows")
    let background = try BackgroundTable(plan, models: models + refits)
    let explained = try models.map {
      try ModelExplanation($0, refits: refits, rows: rows, background: background, plan: plan)
    }
    try StabilityPart.check(explained, plan)
    progress.begin(2, "comparing")
    let shift = try ShiftAnalysis(explained, rows: rows, plan: plan)
    progress.begin(3, "looking at effects")
    let parts = try explained.map {
      try ExplanationParts($0, rows: rows, columns: header, plan: plan)
    }
    progress.begin(4, "drawing")
    let notes =
      explained.flatMap(\.notes) + parts.flatMap(\.notes) + (shift?.notes ?? [])
    if !output.isQuiet { notes.forEach(StandardStream.error.say) }
    let findings = Findings(parts.flatMap(\.findings) + (shift?.findings ?? []))
    let shuffled = parts.first?.measures ?? []
    let measures = shuffled + ShiftMeasures.all + TrustMeasures.all
    let names = Set(findings.all.map(\.measure) + shuffled.map(\.name))
    let provenance = try provenance(data, table, rows, explained, background)
    let dossier = Dossier(
      task: task(rows, models), models: models.map(\.named), findings: findings,
      measures: measures.filter { names.contains($0.name) },
      exhibits: parts.flatMap(\.exhibits) + (shift?.exhibits ?? []),
      attributions: explained.map(\.account),
      verdict: plan.policy.map { $0.policy.judge(findings, measures: measures) },
      provenance: provenance, notes: notes)
    return Result(dossier: dossier, tables: try tables(explained, rows))
  }

  private func opened(_ location: String, _ data: InputData) throws -> OpenedModel {
    try OpenedModel(
      location, plan.opening, task: plan.task, leavingOut: named, sample: data.sample)
  }

  private func tables(
    _ explained: [ModelExplanation], _ rows: ExplainedRows
  ) throws -> [(path: String, bytes: [UInt8])] {
    var tables: [(path: String, bytes: [UInt8])] = []
    if let path = plan.table {
      tables.append(
        (path, try AttributionTable(explained, rows: rows, plan: plan).bytes(for: path)))
    }
    if let path = plan.pairTable {
      tables.append(
        (path, try InteractionTable(explained, rows: rows, plan: plan).bytes(for: path)))
    }
    return tables
  }

  /// Refuses options that none of the explainers heeds.
  private func check(_ models: [ExplainedModel]) throws(Trouble) {
    let names = models.map(\.explainer.rawValue).joined(separator: ", ")
    if let option = plan.samplingOption, !models.contains(where: \.explainer.isSampled) {
      throw Trouble(
        "--\(option): \(names) draws no coalitions; leave it out, or pass another --method")
    }
    if plan.pairTable != nil, let model = models.first(where: { !$0.explainer.tellsInteractions }) {
      throw Trouble(
        "--interaction-values: \(model.explainer.rawValue) tells no interactions of single rows; trees do, "
          + "and --method exact up to 16 features")
    }
    if let option = plan.backgroundOption, !models.contains(where: \.needsBackground) {
      throw Trouble(
        "--\(option): \(names) has no background; leave it out, or pass another --method")
    }
  }

  /// The columns with a part of their own, which are no features.
  private var named: Set<String> {
    Set(
      [plan.id, plan.columns?.label, plan.columns?.weight, plan.columns?.cluster].compactMap { $0 })
  }

  /// Refuses names in shares that nothing in models or data bears.
  private func checkShares(_ models: [ExplainedModel], _ header: Set<String>) throws(Trouble) {
    let features = models.flatMap { $0.model.features?.map(\.name) ?? [] }
    let known = header.union(features).union(plan.groups.map(\.name))
    for name in plan.shares.flatMap({ $0 }) where !known.contains(name) {
      let nearest = NearestWord(to: name, among: known.sorted())
      throw Trouble(
        "\"\(name)\" is neither a feature nor a column of the data, so that it has no share"
          + (nearest.map { " (did you mean \"\($0.word)\"?)" } ?? ""))
    }
  }

  /// What a reader must be asked for: every column once.
  private func requests(_ models: [ExplainedModel]) -> [ColumnRequest] {
    let own = plan.columns?.requests ?? []
    let all =
      models.flatMap(\.opened.requests) + own
      + [plan.id].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
    var seen: Set<String> = []
    return all.filter { seen.insert($0.name).inserted }
  }

  private func task(_ rows: ExplainedRows, _ models: [ExplainedModel]) -> String {
    let told = models.lazy.compactMap(\.opened.task).first
    return (rows.outcomes?.labels.task ?? plan.task ?? told ?? .regression).rawValue
  }

  private func provenance(
    _ data: InputData, _ table: Table, _ rows: ExplainedRows, _ explained: [ModelExplanation],
    _ background: BackgroundTable
  ) throws -> Provenance {
    let scale = explained[0].attributions.scale.rawValue
    let methods = explained.map(\.model.explainer.rawValue)
    return Provenance(
      vaglio: Version.current, seed: plan.seed,
      data: try data.sources(
        table, kept: rows.table, reasons: rows.outcomes?.reasonsByFile ?? [:])
        + background.sources,
      policy: plan.policy?.source,
      options: plan.options(
        method: Set(methods).count == 1 ? methods[0] : methods.joined(separator: ", "),
        scale: scale, background: explained.compactMap(\.account.background).first))
  }
}

extension ExplainedModel {
  /// The model as the record names it.
  var named: Dossier.Model {
    Dossier.Model(role: role, name: opened.title, sha256: opened.sha256)
  }
}

extension InputData {
  /// The data in `paths`, read as a plan of explanations says.
  init(_ paths: [String], _ plan: ExplanationPlan) throws(Trouble) {
    try self.init(
      paths, format: plan.format,
      options: ReadingOptions(
        separator: plan.separator?.scalar,
        unreadableNumbers: plan.missing == .drop ? .countAsMissing : .refuse),
      threads: plan.threads)
  }
}
