internal import VaglioTables

/// Pipelines that end in an estimator.
enum SklearnPipeline: SklearnFamily {
  static let classNames: Set = ["Pipeline"]

  static func model(_ pipeline: SklearnEstimator) throws(ModelError) -> any Model {
    var steps = try pipeline["steps"].namedEstimators()
    guard let last = steps.popLast(), try last.estimator.isEstimator() else {
      throw pipeline.unsupported("does not end in an estimator")
    }
    var draft = PreprocessingDraft(inputs: pipeline.inputs)
    var columns = draft.inputs
    for step in steps {
      columns = try SklearnTransformers.apply(step.estimator, to: columns, &draft)
    }
    let model = try SklearnReader.model(last.estimator, inputs: draft.names(of: columns))
    var names: [String] = []
    for step in steps + [last] { names.append(try className(step)) }
    return try draft.model(model, on: columns) { inner, count in
      let facts: [ModelSummary.Fact] = [
        .init("steps", .texts(names)), .init("encoded features", .count(count)),
      ]
      let own = inner.facts.filter {
        !["estimator", "scikit-learn", "features"].contains($0.name)
      }
      return pipeline.summary(facts + own, notes: inner.notes)
    }
  }

  private static func className(
    _ step: (name: String, estimator: SkopsValue)
  ) throws(ModelError) -> String {
    try step.estimator.isEstimator() ? step.estimator.className() : "passthrough"
  }
}

extension PreprocessingDraft {
  /// A model behind the preprocessing, which gives it some of these columns, by their names.
  mutating func model(
    _ model: any Model, on columns: [Int],
    summary: (ModelSummary, Int) -> ModelSummary
  ) throws(ModelError) -> any Model {
    let places = Dictionary(zip(names(of: columns), columns)) { first, _ in first }
    var outputs: [Int] = []
    for feature in model.features ?? [] {
      guard let column = places[feature.name] else {
        throw ModelError(
          .unsupported,
          problem: "the estimator takes \"\(legible(feature.name))\", which no step makes")
      }
      try require(column, feature.kind)
      outputs.append(column)
    }
    let preprocessing = finished(outputs: outputs)
    if preprocessing.steps.isEmpty, preprocessing.isIdentity { return model }
    let summary = summary(model.summary, outputs.count)
    if let model = model as? any MarginModel {
      return PipelineModel(preprocessing, model, summary: summary)
    }
    return PreprocessedModel(preprocessing, model, summary: summary)
  }
}
