internal import VaglioEvaluation
internal import VaglioFindings

/// The models of an analysis with the columns that hold their predictions.
struct ModelPredictions {
  /// A model and its columns.
  struct Model {
    let role: Subject
    let columns: ModelColumns
    /// The name for people.
    let title: String
    /// What is applied to its scores before anything is measured.
    let recalibrator: RecalibratorFile?
  }

  let models: [Model]
  /// All columns that the analysis needs, but for slices.
  let columns: OutcomeTable.Columns

  /// The models of a plan; the data's header is looked at only if something hangs on it.
  init(_ plan: AnalysisPlan, header: () -> Set<String>) throws(Trouble) {
    var models: [Model] = []
    for model in plan.models {
      let columns = try model.reference.columns(in: header, task: plan.columns.task)
      models.append(
        Model(
          role: model.role, columns: columns, title: model.reference.title(columns),
          recalibrator: model.recalibrator))
    }
    self.models = models
    columns = try Self.columns(plan.columns, models.map(\.columns))
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
