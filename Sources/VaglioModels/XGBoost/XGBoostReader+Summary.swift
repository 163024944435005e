extension XGBoostReader {
  /// The facts of a tree model.
  func summary(
    _ parameters: XGBoostParameters, _ objective: XGBoostObjective, _ ensemble: TreeEnsemble,
    _ features: [Feature], _ place: DocumentPlace
  ) -> ModelSummary {
    let trees = ensemble.trees
    let parallel = parallelTrees(place, of: trees.count)
    let isDart = Set(ensemble.weights) != [1] && !trees.isEmpty
    let isVector = trees.contains { $0.target == .all }
    let perIteration = (isVector ? 1 : ensemble.outputCount) * parallel
    let facts: [ModelSummary.Fact] = [
      .init("booster", .text(isDart ? "dart" : "gbtree")),
      .init("trees", .count(trees.count)),
      .init("iterations", .count(trees.count / perIteration)),
      .init("parallel trees", .count(parallel)),
      .init("depth", .count(trees.map(\.depth).max() ?? 0)),
      .init("leaves", .count(trees.map(\.leafCount).reduce(0, +))),
      .init("vector leaves", .flag(isVector)),
      .init("covers", .flag(ensemble.hasCovers)),
    ]
    return ModelSummary(
      format: format, facts: common(parameters, objective, features) + facts,
      notes: notes(iterations: trees.count / perIteration)
        + (ensemble.hasCovers ? [] : ["the file has no covers of its trees' nodes"]))
  }

  /// The facts of a linear model.
  func summary(
    _ parameters: XGBoostParameters, _ objective: XGBoostObjective, _ features: [Feature]
  ) -> ModelSummary {
    ModelSummary(
      format: format,
      facts: common(parameters, objective, features) + [.init("booster", .text("gblinear"))],
      notes: notes(iterations: nil))
  }

  private func common(
    _ parameters: XGBoostParameters, _ objective: XGBoostObjective, _ features: [Feature]
  ) -> [ModelSummary.Fact] {
    var facts: [ModelSummary.Fact] = [
      .init("version", .text(version.map(String.init).joined(separator: "."))),
      .init("objective", .text(objective.name)),
    ]
    if let base = try? learner["learner_model_param"]["base_score"].string() {
      facts.append(.init("base score", .text(base)))
    }
    if parameters.classCount > 0 { facts.append(.init("classes", .count(parameters.classCount))) }
    if parameters.targetCount > 1 { facts.append(.init("targets", .count(parameters.targetCount))) }
    facts.append(.init("features", .count(features.count)))
    let categories = features.filter { $0.kind != .number }.map(\.name)
    if !categories.isEmpty { facts.append(.init("categories", .texts(categories))) }
    if let best = bestIteration { facts.append(.init("best iteration", .count(best))) }
    return facts
  }

  private func parallelTrees(_ place: DocumentPlace, of trees: Int) -> Int {
    let parameter = place["gbtree_model_param"]["num_parallel_tree"]
    let count = (try? XGBoostParameters.count(parameter)) ?? 1
    return min(max(count, 1), max(trees, 1))
  }

  /// The iteration at which early stopping found the best score, from 0.
  private var bestIteration: Int? {
    try? XGBoostParameters.count(learner["attributes"]["best_iteration"])
  }

  /// What XGBoost itself does in two ways, or may do otherwise.
  private func notes(iterations: Int?) -> [String] {
    var notes: [String] = []
    if let best = bestIteration, let iterations, best < iterations - 1 {
      notes.append(
        "all \(iterations) iterations are used, as by Booster.predict; scikit-learn's wrapper "
          + "XGBModel.predict would use the \(best + 1) up to the best one of early stopping: save "
          + "booster[:\(best + 1)] for those alone")
    }
    if !version.lexicographicallyPrecedes([3, 5]) {
      notes.append("the file is of a later XGBoost than 3.4, the latest that Vaglio is tested with")
    }
    notes.append(
      "values that XGBoost was told to take as missing, other than NaN, are not in the file")
    return notes
  }
}
