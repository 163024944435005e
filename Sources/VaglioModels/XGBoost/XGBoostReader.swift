internal import VaglioTables

/// A reader of the model that an XGBoost document holds, whatever its spelling.
struct XGBoostReader {
  let learner: DocumentPlace
  let format: String
  /// The version that wrote the file: [3, 2, 0].
  let version: [Int]

  init(_ document: Document, format: String) throws(ModelError) {
    let root = DocumentPlace(root: document)
    (learner, self.format) = (root["learner"], format)
    version = root["version"].exists ? try root["version"].integers() : []
  }

  /// The model.
  func model() throws(ModelError) -> any MarginModel {
    let booster = learner["gradient_booster"]
    switch try booster["name"].string() {
    case "gbtree": return try treeModel(booster["model"], weights: booster["model"]["weight_drop"])
    case "dart": return try treeModel(booster["gbtree"]["model"], weights: booster["weight_drop"])
    case "gblinear": return try linearModel(booster["model"])
    case let name: throw booster["name"].unsupported("the booster \"\(legible(name))\" is not read")
    }
  }

  private func treeModel(
    _ place: DocumentPlace, weights: DocumentPlace
  ) throws(ModelError) -> TreeModel {
    try checkHolds(place)
    let parameters = try XGBoostParameters(learner["learner_model_param"])
    let objective = try XGBoostObjective(learner["objective"], version: version)
    let features = try XGBoostFeatures.features(
      learner, categories: place["cats"], count: parameters.featureCount)
    let base = try objective.base(parameters, learner["learner_model_param"]["base_score"])
    let ensemble = try XGBoostTrees(place, weights: weights, base: base, features: features.count)
      .ensemble()
    let output = try objective.output(parameters)
    return TreeModel(
      ensemble, features: features, link: objective.link, output: output,
      summary: summary(parameters, objective, ensemble, features, place))
  }

  private func linearModel(_ place: DocumentPlace) throws(ModelError) -> LinearModel {
    try checkHolds(place)
    let parameters = try XGBoostParameters(learner["learner_model_param"])
    let objective = try XGBoostObjective(learner["objective"], version: version)
    let features = try XGBoostFeatures.features(
      learner, categories: place["cats"], count: parameters.featureCount)
    let base = try objective.base(parameters, learner["learner_model_param"]["base_score"])
    let (outputs, count) = (base.count, features.count)
    let weights = try place["weights"].numbers().map { Double(Float($0)) }
    guard weights.count == (count + 1) * outputs, weights.allSatisfy(\.isFinite) else {
      throw place["weights"].failure(
        expected: "\(outputs) finite numbers for each of \(count) features and the bias")
    }
    // Feature-major, the biases last. XGBoost adds the first base score to every output.
    let coefficients = (0..<outputs).flatMap { output in
      (0..<count).map { weights[$0 * outputs + output] }
    }
    let intercepts = (0..<outputs).map {
      Double(Float(weights[count * outputs + $0]) + Float(base[0]))
    }
    return LinearModel(
      coefficients: coefficients, intercepts: intercepts, features: features,
      link: objective.link, output: try objective.output(parameters), sum: .single,
      ignoresMissing: true, summary: summary(parameters, objective, features))
  }

  /// `save_config` writes a learner without its trees.
  private func checkHolds(_ place: DocumentPlace) throws(ModelError) {
    guard place.exists else {
      throw ModelError(
        .malformed, place: place.path,
        problem: "there is no model here, as in what save_config writes",
        remedy: "write the model with booster.save_model(\"model.json\")")
    }
  }
}
