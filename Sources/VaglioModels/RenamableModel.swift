/// A model whose features and classes may be called otherwise, as a wrapper around its file says.
protocol RenamableModel: Model {
  /// The model with these names; `nil` leaves names as they are. Other numbers of names than there
  /// are give `nil`.
  func renamed(features: [String]?, classes: [String]?) -> Self?
}

extension ModelOutput {
  /// The same output with other names of classes.
  func renamed(classes: [String]?) -> ModelOutput? {
    guard let classes, task == .binary || task == .multiclass else { return self }
    guard self.classes.map({ $0.count == classes.count }) ?? true,
      task == .binary ? classes.count == 2 : names.count == classes.count || names.count == 1
    else { return nil }
    return ModelOutput(
      kind, task: task, names: names.count == classes.count ? classes : names, classes: classes)
  }
}

extension [Feature] {
  /// The same features under other names.
  func renamed(_ names: [String]?) -> [Feature]? {
    guard let names else { return self }
    guard names.count == count else { return nil }
    return zip(self, names).map { feature, name in
      var feature = feature
      feature.name = name
      return feature
    }
  }
}

extension TreeModel: RenamableModel {
  func renamed(features: [String]?, classes: [String]?) -> TreeModel? {
    guard let output = output.renamed(classes: classes), let inputs = inputs.renamed(features)
    else { return nil }
    return TreeModel(
      ensemble, features: inputs, link: link, output: output, refusesMissing: refusesMissing,
      summary: summary)
  }
}

extension LinearModel: RenamableModel {
  func renamed(features: [String]?, classes: [String]?) -> LinearModel? {
    guard let output = output.renamed(classes: classes), let inputs = inputs.renamed(features)
    else { return nil }
    return LinearModel(
      coefficients: coefficients, intercepts: intercepts, features: inputs, link: link,
      output: output, sum: sum, ignoresMissing: ignoresMissing, refusesMissing: refusesMissing,
      summary: summary)
  }
}

extension PipelineModel: RenamableModel {
  func renamed(features: [String]?, classes: [String]?) -> PipelineModel? {
    guard let preprocessing = preprocessing.renamed(features),
      let inner = (inner as? any RenamableModel)?.renamed(features: nil, classes: classes),
      let inner = inner as? any MarginModel
    else { return nil }
    return PipelineModel(preprocessing, inner, summary: summary)
  }
}

extension PreprocessedModel: RenamableModel {
  func renamed(features: [String]?, classes: [String]?) -> PreprocessedModel? {
    guard let preprocessing = preprocessing.renamed(features),
      let inner = (inner as? any RenamableModel)?.renamed(features: nil, classes: classes)
    else { return nil }
    return PreprocessedModel(preprocessing, inner, summary: summary)
  }
}

extension CommitteeModel: RenamableModel {
  func renamed(features: [String]?, classes: [String]?) -> CommitteeModel? {
    guard let output = output.renamed(classes: classes), let inputs = inputs.renamed(features)
    else { return nil }
    return CommitteeModel(summary: summary, output: output, inputs: inputs, members: members)
  }
}

extension Preprocessing {
  fileprivate func renamed(_ names: [String]?) -> Preprocessing? {
    guard let inputs = inputs.renamed(names) else { return nil }
    return Preprocessing(inputs: inputs, steps: steps, outputs: outputs)
  }
}
