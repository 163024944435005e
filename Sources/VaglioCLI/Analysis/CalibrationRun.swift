internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioReporting

/// Measures how far probabilities can be trusted, before and after recalibration.
///
/// With recalibrators the candidate is the model with cross-fitted probabilities, and production the
/// model as it is: what is compared are rows that no map was fitted to.
struct CalibrationRun {
  let plan: CalibrationPlan
  let run: TaskRun
  /// What the data of the analysis are, for the file of the fitted map.
  let provenance: Provenance

  /// What the analysis found, and the recalibrator to save where one is wanted.
  struct Result {
    var part: AnalysisPart
    var saved: SavedRecalibrator?
  }

  /// Does the work.
  func result(
    _ outcomes: inout OutcomeTable, _ slicings: Slicings
  ) throws -> Result {
    switch outcomes.labels {
    case .numbers:
      throw Trouble(
        "vaglio calibrate: the labels are numbers, and only probabilities of classes can be "
          + "calibrated; vaglio evaluate measures predicted numbers")
    case .binary(let labels, let positive, _):
      let analysis = try TaskAnalysis(
        run.plan, task: .binary, catalogue: MetricCatalogue.binary,
        standard: CalibrationMetrics.binary)
      let model = try run.binaryOutcomes(
        of: run.predictions.models[0], labels, outcomes, areProbabilities: true)
      outcomes = outcomes.withoutColumns
      let rowNames = run.rowNames(outcomes)
      return try result(
        of: model, analysis, CalibrationMetrics.binary, slicings, positive: positive, classes: nil
      ) {
        try BinaryExhibits(plan: run.plan).exhibits(of: $0, rowNames)
      }
    case .classes(let labels, let names):
      let analysis = try TaskAnalysis(
        run.plan, task: .multiclass, catalogue: MetricCatalogue.multiclass,
        standard: CalibrationMetrics.multiclass)
      let model = try run.multiclassOutcomes(
        of: run.predictions.models[0], labels, names, outcomes, areProbabilities: true)
      outcomes = outcomes.withoutColumns
      guard !model.scores.isEmpty else {
        throw Trouble(
          "vaglio calibrate: predicted classes have no calibration; give scores of each class, as "
            + "--score CLASS=COLUMN")
      }
      let rowNames = run.rowNames(outcomes)
      return try result(
        of: model, analysis, CalibrationMetrics.multiclass, slicings, positive: nil, classes: names
      ) {
        try MulticlassExhibits(plan: run.plan).exhibits(of: $0, rowNames)
      }
    }
  }

  private func result<Observed: RecalibratableOutcomes>(
    of model: Observed, _ analysis: TaskAnalysis<Observed>,
    _ deciding: [any Metric<Observed>], _ slicings: Slicings, positive: String?,
    classes: [String]?, exhibits: ([Observed]) throws -> [Exhibit]
  ) throws -> Result {
    guard !plan.recalibrators.isEmpty else {
      let part = try analysis.part([model], slicings, progress: run.progress) {
        try exhibits([model])
      }
      return Result(part: part)
    }
    let trials = RecalibrationTrials(
      metrics: deciding, level: run.plan.level, tried: try crossFitted(model), original: model)
    let best = trials.best
    let map = try fitted(model, best.recalibrator)
    var part = try analysis.part(
      [best.outcomes, model], slicings, progress: run.progress
    ) {
      try exhibits([best.outcomes, model]) + trials.exhibits + map.exhibits
    }
    part.models = models(best.recalibrator)
    part.notes = notes(best.recalibrator, rowCount: model.count)
    guard plan.target != nil else { return Result(part: part) }
    let saved = SavedRecalibrator(
      map, by: best.recalibrator, classes: classes,
      origin: origin(rows: model.count, positive: positive))
    return Result(part: part, saved: saved)
  }

  private func crossFitted<Observed: RecalibratableOutcomes>(
    _ model: Observed
  ) throws -> [RecalibrationTrials<Observed>.Trial] {
    let crossFitting = CrossFitting(
      folds: plan.folds, seed: UInt64(run.plan.seed), threads: run.plan.threads)
    return try plan.recalibrators.map { recalibrator in
      do throws(Unfittable) {
        return .init(
          recalibrator: recalibrator,
          outcomes: try crossFitting.recalibrated(model, by: recalibrator))
      } catch {
        throw trouble(recalibrator, error)
      }
    }
  }

  private func fitted<Observed: RecalibratableOutcomes>(
    _ model: Observed, _ recalibrator: any Recalibrator
  ) throws(Trouble) -> FittedMap {
    do throws(Unfittable) {
      return try model.fitted(by: recalibrator)
    } catch {
      throw trouble(recalibrator, error)
    }
  }

  private func trouble(_ recalibrator: any Recalibrator, _ error: Unfittable) -> Trouble {
    let data = run.plan.data.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ")
    return Trouble(
      "\(data), column \"\(run.predictions.models[0].title)\": \(recalibrator.name) can't "
        + "be fitted: \(error.reason)")
  }
}

extension CalibrationRun {
  private func models(_ recalibrator: any Recalibrator) -> [Dossier.Model] {
    let title = run.predictions.models[0].title
    return [
      Dossier.Model(role: .candidate, name: "\(recalibrator.name) applied to \(title)"),
      Dossier.Model(role: .production, name: "\(title) as it is"),
    ]
  }

  private func notes(_ recalibrator: any Recalibrator, rowCount: Int) -> [String] {
    let unit = run.plan.columns.cluster == nil ? "row" : "cluster"
    var notes = [
      "recalibrated probabilities are cross-fitted: each \(unit)'s come from a map fitted to the "
        + "other \(plan.folds - 1) of \(plan.folds) folds; intervals take these maps as given",
      "rows of different folds are ranked by different maps, which costs a little ROC AUC; a saved "
        + "map that rises keeps the ranking",
    ]
    if plan.recalibrators.count > 1 {
      notes.append(
        "\(recalibrator.name) has the lowest log loss of \(plan.recalibrators.count) methods on the "
          + "rows that judge it too, which flatters it a little")
    }
    if plan.target != nil {
      notes.append("the saved recalibrator is fitted to all \(rowCount) rows")
    }
    return notes
  }

  private func origin(rows: Int, positive: String?) -> SavedRecalibrator.Origin {
    let columns = run.plan.columns
    return SavedRecalibrator.Origin(
      vaglio: provenance.vaglio, data: provenance.data, label: columns.label,
      scores: run.predictions.models[0].columns.names, positive: positive,
      weight: columns.weight, weightKind: columns.weight.map { _ in columns.weightKind },
      rows: rows, seed: run.plan.seed, folds: plan.folds)
  }
}
