internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// The models of an analysis with the columns that hold their predictions, or will hold them.
struct ModelPredictions {
  /// A model and its columns.
  struct Model {
    let role: Subject
    let columns: ModelColumns
    /// The name for people.
    let title: String
    /// What is applied to its scores before anything is measured.
    let recalibrator: RecalibratorFile?
    /// The model itself, where its predictions are still to be made.
    let opened: OpenedModel?
  }

  let models: [Model]
  /// All columns that the analysis needs, but for slices.
  let columns: OutcomeTable.Columns

  /// The models of a plan; the data's header is looked at only if something hangs on it.
  ///
  /// A server or a function is asked for predictions of the `sample`.
  init(_ plan: AnalysisPlan, header: () -> Set<String>, sample: () throws -> Table) throws {
    var models: [Model] = []
    var known: [String: OpenedModel] = [:]
    for model in plan.models {
      var opened: OpenedModel?
      if let location = model.reference.location {
        opened =
          try known[location]
          ?? OpenedModel(
            location, plan.opening, task: plan.columns.task, leavingOut: plan.columns.named,
            sample: sample)
        known[location] = opened
      }
      let columns =
        try opened?.columns ?? model.reference.columns(in: header, task: plan.columns.task)
      models.append(
        Model(
          role: model.role, columns: columns,
          title: opened?.title ?? model.reference.title(columns), recalibrator: model.recalibrator,
          opened: opened))
    }
    self.models = models
    var wanted = plan.columns
    wanted.task = wanted.task ?? models.lazy.compactMap { $0.opened?.task }.first
    columns = try Self.columns(wanted, models.map(\.columns))
  }

  private static func columns(
    _ columns: OutcomeTable.Columns, _ models: [ModelColumns]
  ) throws(Trouble) -> OutcomeTable.Columns {
    guard Set(models.map(\.kind)).count == 1, let first = models.first else {
      throw Trouble(
        "--candidate and --production: both models' predictions are of one kind: one column, one "
          + "per class, one per quantile, or an ensemble's")
    }
    if let needed = first.task, let task = columns.task, needed != task {
      throw Trouble(
        "--task \(task.rawValue) takes one column of scores"
          + (task == .binary ? ", that of the positive class" : ""))
    }
    var columns = columns
    columns.task = columns.task ?? first.task
    let names = models.flatMap(\.names)
    if columns.task == .multiclass, first.task == nil {
      columns.decisions = names
    } else {
      columns.scores = names
    }
    columns.scoredClasses = first.classes
    for model in models.dropFirst() where Set(model.classes) != Set(first.classes) {
      throw Trouble("--candidate and --production: both models need scores of the same classes")
    }
    return columns
  }
}

extension ModelPredictions {
  /// The columns with the label that counts as positive.
  func columns(for table: Table) -> OutcomeTable.Columns {
    columns.counting(positiveOf: models.compactMap(\.opened), in: table)
  }

  /// Refuses scores of one class where the other counts as positive.
  func refuseOtherPositive(_ positive: String?) throws(Trouble) {
    for opened in models.compactMap(\.opened) { try opened.refuseOtherPositive(positive) }
  }

  /// What to say of columns that no part of the analysis takes, model by model.
  func notes(onColumns columns: Set<String>, named: Set<String>) -> [String] {
    var told: Set<String> = []
    let opened = models.compactMap(\.opened).filter { told.insert($0.location).inserted }
    let taken = opened.reduce(into: named) { $0.formUnion(($1.model.features ?? []).map(\.name)) }
    return opened.compactMap { $0.note(onColumns: columns, named: taken) }
  }

  /// What a reader must be asked for beside what else an analysis needs.
  func requests(beside requests: [ColumnRequest]) -> [ColumnRequest] {
    let made = Set(models.filter { $0.opened != nil }.flatMap(\.columns.names))
    return requests.filter { !made.contains($0.name) }
      + models.compactMap(\.opened).flatMap { $0.requests }
  }

  /// The table with the predictions of the models that were opened, without columns that served
  /// only as features, and what was odd about the rows.
  func scored(
    _ table: Table, keeping names: Set<String>, threads: Int
  ) throws -> (table: Table, notes: [String]) {
    var (columns, notes) = ([Column](), [String]())
    var made: Set<ModelColumns> = []
    for model in models {
      guard let opened = model.opened, made.insert(model.columns).inserted else { continue }
      let scored = try opened.scored(table, into: model.columns, threads: threads)
      columns += scored.columns
      notes += scored.notes
    }
    guard !columns.isEmpty else { return (table, notes) }
    return (table.adding(columns, keeping: names), notes)
  }
}

extension ModelColumns {
  fileprivate var kind: Int {
    switch self {
    case .single: 0
    case .classes: 1
    case .quantiles: 2
    case .members: 3
    }
  }
}

extension OutcomeTable.Columns {
  /// The columns with a part of their own, which are no features of a model that takes any.
  fileprivate var named: Set<String> {
    Set([label] + [weight, id, cluster, proxy, stratum].compactMap { $0 })
  }
}

extension OutcomeTable.Columns {
  /// These with the label that counts as positive: where nobody named it, and it is among a table's
  /// labels, the class that the models' probabilities are of.
  func counting(positiveOf models: [OpenedModel], in table: Table) -> OutcomeTable.Columns {
    var columns = self
    guard columns.positive == nil, columns.task == .binary,
      let positive = models.lazy.compactMap(\.positiveClass).first,
      table[columns.label]?.categorized.code(of: positive) != nil
    else { return columns }
    columns.positive = positive
    return columns
  }
}
