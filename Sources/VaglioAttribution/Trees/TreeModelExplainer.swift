public import VaglioModels

/// Exact attributions of a model that is an ensemble of trees, or one behind a preprocessing, to
/// its inputs.
public struct TreeModelExplainer: Sendable {
  /// The explainer of the encoded columns.
  public let explainer: TreeExplainer
  private let trees: TreeModel
  private let preprocessing: Preprocessing?

  /// Makes a model ready. `groups` are the players over the model's features, every feature by
  /// itself unless given; absent players are drawn from the rows of `background`, `nil` follows the
  /// training rows. `expectedRows` is about how many rows are explained (``TreeExplainer``).
  ///
  /// Behind a preprocessing the columns that come from one input, such as the indicators of its
  /// categories, belong to this input's player, who passes a path where the row passes all of its
  /// questions: that is no sum over the columns' own attributions. Refused is what is no ensemble
  /// of trees, columns that come from inputs of several players, and what ``TreeExplainer``
  /// refuses.
  public init(
    _ model: any Model, groups: FeatureGroups? = nil, background: FeatureMatrix? = nil,
    expectedRows: Int = 1000
  ) throws(AttributionError) {
    let (trees, preprocessing) = try Self.parts(of: model)
    let inputs = preprocessing?.inputs ?? trees.inputs
    let groups = groups ?? FeatureGroups(each: inputs)
    guard groups.groupOfFeature.count == inputs.count else {
      throw .refused(
        "groups of \(groups.groupOfFeature.count) features were given, and the model takes "
          + "\(inputs.count)"
      )
    }
    let players = try Self.players(trees, preprocessing, groups)
    let coded = try background.map { rows throws(AttributionError) in
      try Self.coded(rows, trees, preprocessing, called: "background")
    }
    explainer = try TreeExplainer(
      trees.ensemble, outputs: Self.outputs(of: trees), features: groups.names,
      playerOfFeature: players, background: coded, expectedRows: expectedRows)
    (self.trees, self.preprocessing) = (trees, preprocessing)
  }

  /// The attributions of rows.
  ///
  /// Predictions are explained where they are the margins, as with forests of probabilities; else
  /// they are no sum over the trees, and refused.
  public func attributions(
    of rows: FeatureMatrix, _ semivalue: Semivalue = .shapley,
    scale: Attributions.Scale = .margin, threads: Int
  ) throws(AttributionError) -> Attributions {
    try check(scale)
    let coded = try coded(rows)
    let told = explainer.attributions(of: coded, semivalue, threads: threads)
    return Attributions(
      features: told.features, outputs: told.outputs, scale: scale, values: told.values,
      baseValues: told.baseValues)
  }

  /// The interactions of rows, in the unit of the margin.
  public func interactions(
    of rows: FeatureMatrix, _ semivalue: Semivalue = .shapley, threads: Int
  ) throws(AttributionError) -> InteractionValues {
    try explainer.interactions(of: try coded(rows), semivalue, threads: threads)
  }

  /// Saabas's attributions of rows, a baseline (``TreeExplainer/saabasAttributions(of:threads:)``).
  public func saabasAttributions(
    of rows: FeatureMatrix, threads: Int
  ) throws(AttributionError) -> Attributions {
    try explainer.saabasAttributions(of: try coded(rows), threads: threads)
  }
}

extension TreeModelExplainer {
  /// The trees of a model, and what stands before them.
  static func parts(
    of model: any Model
  ) throws(AttributionError) -> (trees: TreeModel, preprocessing: Preprocessing?) {
    if let trees = model as? TreeModel { return (trees, nil) }
    if let pipeline = model as? PipelineModel, let trees = pipeline.inner as? TreeModel {
      return (trees, pipeline.preprocessing)
    }
    throw .refused(
      "the model (\(model.summary.format)) is no ensemble of trees",
      remedy: "explain it by sampled coalitions")
  }

  /// The player of each column that the trees take.
  private static func players(
    _ trees: TreeModel, _ preprocessing: Preprocessing?, _ groups: FeatureGroups
  ) throws(AttributionError) -> [Int] {
    guard let preprocessing else { return groups.groupOfFeature }
    var players: [Int] = []
    for (output, origins) in zip(preprocessing.outputs, preprocessing.origins) {
      let owners = Set(origins.map { groups.groupOfFeature[$0] })
      guard owners.count == 1, let owner = owners.first else {
        throw .refused(
          "the column \"\(output.name)\" is made of \(origins.count) inputs, which share it",
          remedy: "group these inputs, or explain the model by sampled coalitions")
      }
      players.append(owner)
    }
    return players
  }

  /// One name per margin.
  static func outputs(of trees: TreeModel) -> [String] {
    let count = trees.ensemble.outputCount
    if trees.output.names.count == count { return trees.output.names }
    if let classes = trees.output.classes, classes.count == count { return classes }
    return (0..<count).map { "margin \($0)" }
  }

  private func check(_ scale: Attributions.Scale) throws(AttributionError) {
    guard scale == .prediction, trees.link != .identity else { return }
    throw .refused(
      "the model's predictions are no sums over its trees, so that exact attributions explain its "
        + "margins only",
      remedy: "explain margins, or predictions by sampled coalitions")
  }

  private func coded(_ rows: FeatureMatrix) throws(AttributionError) -> CodedFeatures {
    let coded = try Self.coded(rows, trees, preprocessing, called: "table of rows")
    try explainer.refuseInfinity(in: coded, called: "table of rows")
    return coded
  }

  private static func coded(
    _ rows: FeatureMatrix, _ trees: TreeModel, _ preprocessing: Preprocessing?,
    called name: String
  ) throws(AttributionError) -> CodedFeatures {
    let inputs = preprocessing?.inputs ?? trees.inputs
    guard rows.columns.count == inputs.count else {
      throw .refused(
        "the \(name) has \(rows.columns.count) columns, and the model takes \(inputs.count)",
        remedy: "give the model's features in their order")
    }
    do throws(ModelError) {
      let encoded = try preprocessing?.encoded(rows) ?? rows
      let coded = CodedFeatures(encoded, as: trees.inputs)
      if trees.refusesMissing { try coded.refuseMissing(trees.inputs) }
      return coded
    } catch {
      throw .model(error)
    }
  }
}
