internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// From rows without labels to those that are to be labelled.
struct LabelPlanRun {
  private enum Loss: String, CaseIterable {
    case brierScore = "brier_score"
    case logLoss = "log_loss"
  }

  let data: InputData
  private let reference: ModelReference?
  private let opening: ModelOpening
  private let uncertaintyColumn: String?
  private let loss: Loss
  private let budget: Int
  private let uniformShare: Double
  let id: String?
  private let seed: Int
  let threads: Int
  private let out: String?
  private let isQuiet: Bool

  /// The plan of a command line, checked.
  init(_ command: LabelPlanCommand) throws {
    guard !command.data.data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    guard command.data.unlabelled == nil, command.data.proxy == nil else {
      throw Trouble("--unlabelled and --proxy: rows to plan for have no labels; leave them out")
    }
    threads =
      try AnalysisPlan.count(command.threads, "threads", 1...1024)
      ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    data = try InputData(
      command.data.data, format: command.data.inputFormat,
      options: ReadingOptions(separator: command.data.separator?.scalar), threads: threads)
    uncertaintyColumn = command.uncertainty
    guard uncertaintyColumn == nil || command.score.isEmpty && command.model == nil else {
      throw Trouble("--uncertainty: it stands in place of --score and --model")
    }
    reference =
      uncertaintyColumn == nil
      ? try ModelReference(scores: command.score, model: command.model) : nil
    opening = try command.opening.opening()
    let budget = try AnalysisPlan.count(command.budget, "budget", 2...100_000_000)
    guard let budget = budget ?? (command.returned == nil ? nil : 2) else {
      throw Trouble("no --budget: say how many rows can be labelled")
    }
    self.budget = budget
    loss = try Self.loss(command.metric)
    uniformShare = command.uniformShare ?? 0.2
    guard (0.01...1).contains(uniformShare) else {
      throw Trouble("--uniform-share \(uniformShare): give a number from 0.01 to 1")
    }
    seed = try AnalysisPlan.count(command.seed, "seed", 0...1 << 53) ?? 7
    (id, out, isQuiet) = (command.id, command.out, command.quiet)
    if let out, command.returned == nil { try OutputFiles.check(out, option: "out") }
  }

  private static func loss(_ name: String?) throws(Trouble) -> Loss {
    guard let name else { return .brierScore }
    guard let loss = Loss(rawValue: name) else {
      throw Trouble(
        "--metric \(name): rows are drawn for a mean loss, "
          + Loss.allCases.map(\.rawValue).joined(separator: " or "))
    }
    return loss
  }

  /// The plan as a table.
  func bytes() throws -> [UInt8] {
    let (table, columns) = try scored()
    let keys = try table.rowKeys(id: id)
    let uncertainty =
      try columns.map { columns in
        let scores = try columns.names.map { try numbers($0, in: table) }
        return try deviations(UnlabelledScores(classes: scores), scores)
      } ?? numbers(uncertaintyColumn ?? "", in: table)
    let plan = try LabelPlan(
      keys: keys, uncertainty: uncertainty, budget: budget, uniformShare: uniformShare,
      seed: UInt64(seed))
    if !isQuiet {
      StandardStream.error.say(
        "\(plan.entries.count) of \(plan.population) rows to label; weights up to "
          + CanonicalJSON.number((plan.entries.map { 1 / $0.inclusion }.max() ?? 1).rounded()))
    }
    return try written(plan, table, uncertainty)
  }

  private var ids: [ColumnRequest] {
    [id].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
  }

  /// Where uncertainty comes from.
  private struct Source {
    var requests: [ColumnRequest] = []
    var model: OpenedModel?
    var columns: ModelColumns?
  }

  private func predictionColumns() throws -> Source {
    guard let reference else {
      return Source(requests: [ColumnRequest(uncertaintyColumn ?? "", as: .number)])
    }
    if let location = reference.location {
      let opened = try OpenedModel(
        location, opening, leavingOut: Set([id].compactMap { $0 }), sample: data.sample)
      return Source(requests: opened.requests, model: opened, columns: opened.columns)
    }
    let columns = try reference.columns(in: data.glimpseOfColumnNames, task: nil)
    return Source(
      requests: columns.names.map { ColumnRequest($0, as: .number) }, columns: columns)
  }

  /// The rows with the columns of their predictions; `nil` where a column tells uncertainty.
  func scored() throws -> (table: Table, columns: ModelColumns?) {
    let source = try predictionColumns()
    let table = try data.table(source.requests + ids)
    guard table.rowCount > 0 else { throw Trouble("the data hold no rows to label") }
    guard let model = source.model, let columns = source.columns else {
      return (table, source.columns)
    }
    guard !model.tellsClassesAlone, model.task != .regression else {
      throw Trouble(
        "\(model.title): it gives no probabilities; name a column by --uncertainty instead")
    }
    let found = try model.scored(table, into: columns, threads: threads)
    if !isQuiet { found.notes.forEach(StandardStream.error.say) }
    return (table.adding(found.columns, keeping: Set(table.columnNames)), columns)
  }

  /// How far a label may move each row's loss, as the model's own probabilities have it.
  private func deviations(
    _ current: UnlabelledScores, _ scores: [[Double]]
  ) throws -> [Double] {
    guard scores.count > 1 else {
      let like = BinaryOutcomes(labels: [0, 1], scores: [0, 1])
      switch loss {
      case .brierScore:
        return try ExpectedLoss(of: BrierScore(), on: current, probabilities: scores, like: like)
          .deviations
      case .logLoss:
        return try ExpectedLoss(of: LogLoss(), on: current, probabilities: scores, like: like)
          .deviations
      }
    }
    let names = scores.indices.map { "\($0)" }
    let like = MulticlassOutcomes(
      classes: names, labels: scores.indices.map { Int32($0) },
      scores: scores.indices.map { column in
        scores.indices.map { $0 == column ? 1 : 0 }
      })
    switch loss {
    case .brierScore:
      return try ExpectedLoss(
        of: MulticlassBrierScore(), on: current, probabilities: scores, like: like
      ).deviations
    case .logLoss:
      return try ExpectedLoss(
        of: MulticlassLogLoss(), on: current, probabilities: scores, like: like
      ).deviations
    }
  }

  private func numbers(_ name: String, in table: Table) throws -> [Double] {
    let column = try table.column(name)
    guard let numbers = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds \(column.typeName) values, but numbers are needed",
        remedy: "name another column")
    }
    if let row = numbers.firstIndex(where: { !$0.isFinite }) {
      let source = table.source(ofRow: row)
      throw TableError(
        .badValue, file: source.file, row: source.row, line: source.line, column: name,
        value: numbers[row].isNaN ? nil : "\(numbers[row])",
        problem: numbers[row].isNaN ? "a value is missing" : "is infinite",
        remedy: "rows without a prediction can't be planned for; leave them out")
    }
    return numbers
  }

  /// The name of each row: its id, else its number, counted over all files.
  func rowNames(_ table: Table) throws -> [String] {
    guard let id else { return (1...table.rowCount).map(String.init) }
    let ids = try table.column(id).categorized
    return ids.codes.map { $0 < 0 ? "" : ids.levels[Int($0)] }
  }

  private func written(
    _ plan: LabelPlan, _ table: Table, _ uncertainty: [Double]
  ) throws -> [UInt8] {
    let rows = try rowNames(table)
    let names = plan.entries.map { rows[$0.row] }
    func numbers(_ value: (LabelPlan.Entry) -> Double) -> FeatureMatrix.Column {
      .numbers(plan.entries.map(value))
    }
    let columns: [(name: String, values: FeatureMatrix.Column)] = [
      (id ?? "row", .texts(Categories(names))),
      ("order", .numbers(plan.entries.indices.map { Double($0 + 1) })),
      ("uncertainty", numbers { uncertainty[$0.row] }), ("inclusion", numbers(\.inclusion)),
      ("weight", numbers { 1 / $0.inclusion }), ("share", numbers(\.share)),
      ("rank", numbers(\.rank)), ("threshold", numbers { _ in plan.threshold }),
      ("population", numbers { _ in Double(plan.population) }),
    ]
    var seen: Set<String> = []
    if let twice = columns.first(where: { !seen.insert($0.name).inserted }) {
      throw Trouble("--id \(twice.name): a column of the plan is called so too; rename the id")
    }
    return try ColumnFile(id: nil, columns: columns)
      .bytes(out.flatMap(TableWriter.Format.init(fileName:)), threads: threads)
  }
}
