internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// Takes the models' predictions out of a checked table, and measures them as their task asks.
///
/// The columns of the file are let go as soon as the models have theirs: at ten million rows they
/// are a good part of the memory.
struct TaskRun {
  let plan: AnalysisPlan
  let predictions: ModelPredictions
  let data: InputData
  let rowCount: Int
  let progress: ProgressBar

  /// Measures the models on all rows and on every slice.
  func part(
    _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> AnalysisPart {
    if outcomes.isLabelled != nil, outcomes.labels.task == .multiclass || !isOfOneColumn {
      throw Trouble(
        "--unlabelled use: serves one column of scores of two classes, or one of predicted numbers; "
          + "pass --unlabelled drop")
    }
    return switch outcomes.labels {
    case .binary(let labels, _, _): try binary(labels, &outcomes, slicings)
    case .classes(let labels, let names): try multiclass(labels, names, &outcomes, slicings)
    case .numbers(let actual): try regression(actual, &outcomes, slicings)
    }
  }

  private func binary(
    _ labels: [UInt8], _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> AnalysisPart {
    let analysis = try TaskAnalysis(
      plan, task: .binary, catalogue: MetricCatalogue.binary,
      standard: MetricCatalogue.binary.filter { $0.isStandard && (!areLabels || $0.readsDecisions) }
    )
    try refuseScoreMetrics(analysis.choice.metrics)
    let models = try predictions.models.map { model in
      try binaryOutcomes(
        of: model, labels, outcomes,
        areProbabilities: analysis.choice.needsProbabilities || needsOwnProxies(outcomes))
    }
    let partly = try partlyLabelled(models, outcomes)
    outcomes = outcomes.withoutColumns
    let rowNames = self.rowNames(outcomes)
    let labelled = partly.isEmpty ? models : partly.map(\.labelled)
    return try analysis.part(labelled, partly: partly, slicings, progress: progress) {
      try BinaryExhibits(plan: plan, areLabels: areLabels).exhibits(of: labelled, rowNames)
    }
  }

  private func multiclass(
    _ labels: [Int32], _ names: [String], _ outcomes: inout OutcomeTable,
    _ slicings: Slicings
  ) throws -> AnalysisPart {
    let analysis = try TaskAnalysis(
      plan, task: .multiclass, catalogue: MetricCatalogue.multiclass,
      standard: MetricCatalogue.multiclassStandard(classes: names, haveScores: haveScores))
    let models = try predictions.models.map { model in
      try multiclassOutcomes(
        of: model, labels, names, outcomes, areProbabilities: analysis.choice.needsProbabilities)
    }
    outcomes = outcomes.withoutColumns
    let rowNames = self.rowNames(outcomes)
    return try analysis.part(models, slicings, progress: progress) {
      try MulticlassExhibits(plan: plan).exhibits(of: models, rowNames)
    }
  }

  private func regression(
    _ actual: [Double], _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> AnalysisPart {
    for model in predictions.models { try model.recalibrator?.refusePredictedNumbers() }
    switch predictions.models[0].columns {
    case .quantiles: return try quantiles(actual, &outcomes, slicings)
    case .members: return try ensembles(actual, &outcomes, slicings)
    case .single, .classes: break
    }
    let analysis = try TaskAnalysis(
      plan, task: .regression, catalogue: MetricCatalogue.regression,
      standard: MetricCatalogue.regression.filter { $0.isStandard })
    let models = try predictions.models.map { model in
      RegressionOutcomes(
        actual: actual, predicted: try outcomes.predictions(model.columns.names[0]),
        rows: outcomes.rows)
    }
    let partly = try partlyLabelled(models, outcomes)
    outcomes = outcomes.withoutColumns
    let labelled = partly.isEmpty ? models : partly.map(\.labelled)
    return try analysis.part(labelled, partly: partly, slicings, progress: progress) {
      RegressionExhibits(plan: plan).exhibits(of: labelled)
    }
  }
}

extension TaskRun {
  /// What single rows are called, by outcomes that have given their columns away.
  func rowNames(_ outcomes: OutcomeTable) -> RowNames {
    RowNames(plan: plan, data: data, outcomes: outcomes, rowCount: rowCount)
  }

  /// One model's labels and scores, recalibrated where the plan says so.
  func binaryOutcomes(
    of model: ModelPredictions.Model, _ labels: [UInt8], _ table: OutcomeTable,
    areProbabilities: Bool
  ) throws -> BinaryOutcomes {
    let needsProbabilities = model.recalibrator?.saved.needsProbabilities ?? false
    let outcomes = BinaryOutcomes(
      labels: labels,
      scores: try table.scores(
        model.columns.names[0],
        areProbabilities: needsProbabilities || areProbabilities && model.recalibrator == nil),
      threshold: plan.threshold, rows: table.rows)
    return try model.recalibrator?.recalibrated(outcomes) ?? outcomes
  }

  /// One model's labels and scores of several classes, recalibrated where the plan says so.
  func multiclassOutcomes(
    of model: ModelPredictions.Model, _ labels: [Int32], _ names: [String], _ table: OutcomeTable,
    areProbabilities: Bool
  ) throws -> MulticlassOutcomes {
    guard case .classes(let columns) = model.columns else {
      let outcomes = MulticlassOutcomes(
        classes: names, labels: labels,
        predicted: try table.decisions(model.columns.names[0], names: names), rows: table.rows)
      return try model.recalibrator?.recalibrated(outcomes) ?? outcomes
    }
    let outcomes = MulticlassOutcomes(
      classes: names, labels: labels,
      scores: try table.scores(
        byClass: Dictionary(columns.map { ($0.key, $0.column) }) { first, _ in first },
        names: names, areProbabilities: areProbabilities || model.recalibrator != nil),
      rows: table.rows)
    return try model.recalibrator?.recalibrated(outcomes) ?? outcomes
  }
}

extension TaskRun {
  private func quantiles(
    _ actual: [Double], _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> AnalysisPart {
    var models: [QuantileOutcomes] = []
    for model in predictions.models {
      guard case .quantiles(let columns) = model.columns else { continue }
      models.append(
        QuantileOutcomes(
          actual: actual, levels: columns.map(\.level),
          quantiles: try columns.map { try outcomes.predictions($0.column) }, rows: outcomes.rows))
    }
    guard Set(models.map(\.levels)).count == 1 else {
      throw Trouble("--candidate and --production: both models need quantiles of the same levels")
    }
    let analysis = try TaskAnalysis(
      plan, task: .regression, catalogue: MetricCatalogue.quantile,
      standard: MetricCatalogue.quantileStandard(levels: models[0].levels))
    outcomes = outcomes.withoutColumns
    return try analysis.part(models, slicings, progress: progress) {
      QuantileExhibits(plan: plan).exhibits(of: models)
    }
  }

  private func ensembles(
    _ actual: [Double], _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> AnalysisPart {
    let analysis = try TaskAnalysis(
      plan, task: .regression, catalogue: MetricCatalogue.ensemble,
      standard: MetricCatalogue.ensembleStandard(
        members: predictions.models.map(\.columns.names.count).min() ?? 0))
    let models = try predictions.models.map { model in
      EnsembleOutcomes(
        actual: actual, members: try model.columns.names.map { try outcomes.predictions($0) },
        rows: outcomes.rows)
    }
    outcomes = outcomes.withoutColumns
    return try analysis.part(models, slicings, progress: progress) {
      EnsembleExhibits(plan: plan).exhibits(of: models)
    }
  }
}

extension TaskRun {
  /// Whether each model's predictions stand in one column.
  private var isOfOneColumn: Bool {
    predictions.models.allSatisfy {
      guard case .single = $0.columns else { return false }
      return true
    }
  }

  /// Whether every model gives a score to each class, not just the class that it decides for.
  private var haveScores: Bool {
    predictions.models.allSatisfy {
      guard case .classes = $0.columns else { return false }
      return true
    }
  }

  /// Whether a model of two classes tells its decisions alone.
  private var areLabels: Bool {
    predictions.models.contains { $0.opened?.tellsClassesAlone == true }
  }

  private func refuseScoreMetrics(_ metrics: [any Metric<BinaryOutcomes>]) throws(Trouble) {
    guard let model = predictions.models.first(where: { $0.opened?.tellsClassesAlone == true }),
      let metric = metrics.first(where: { !$0.readsDecisions })
    else { return }
    throw Trouble(
      "--metric \(metric.name): needs scores, and \(model.title) gives predicted classes only")
  }

  /// Whether the models' own scores are to guess labels.
  private func needsOwnProxies(_ outcomes: OutcomeTable) -> Bool {
    outcomes.isLabelled != nil && plan.columns.proxy == nil
  }

  /// The models on all rows, labelled or not, positive with the probability that the proxy says, or
  /// the mean of the models' scores; none where every row has a label.
  private func partlyLabelled(
    _ models: [BinaryOutcomes], _ outcomes: OutcomeTable
  ) throws -> [PartlyLabelled<BinaryOutcomes>] {
    guard let isLabelled = outcomes.isLabelled else { return [] }
    let proxies: [Double]
    if let name = plan.columns.proxy {
      proxies = try outcomes.scores(name, areProbabilities: true)
    } else {
      let share = 1 / Double(models.count)
      proxies = (0..<isLabelled.count).map { row in
        min(1, models.reduce(0) { $0 + share * $1.scores[row] })
      }
    }
    return models.map { PartlyLabelled($0, isLabelled: isLabelled, proxies: proxies) }
  }

  private func partlyLabelled(
    _ models: [RegressionOutcomes], _ outcomes: OutcomeTable
  ) throws -> [PartlyLabelled<RegressionOutcomes>] {
    guard let isLabelled = outcomes.isLabelled else { return [] }
    guard let name = plan.columns.proxy else {
      throw Trouble(
        "--unlabelled use: name the column that guesses the labels by --proxy; a model can't guess "
          + "its own errors")
    }
    let proxies = try outcomes.predictions(name)
    return models.map { PartlyLabelled($0, isLabelled: isLabelled, proxies: proxies) }
  }
}

extension Metric where Observed == BinaryOutcomes {
  /// Whether the metric looks at decisions alone, not at the scores behind them.
  fileprivate var readsDecisions: Bool { Statistic.self == ConfusionMatrix.self }
}
