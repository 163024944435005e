internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// A model with the explainer that suits it.
struct ExplainedModel {
  let role: Subject
  let opened: OpenedModel
  let explainer: ExplainerChoice
  let scale: Attributions.Scale

  var model: any Model { opened.model }

  /// Chooses how a model is explained, as it was asked for or as it is best.
  init(_ role: Subject, _ opened: OpenedModel, _ settings: ExplainerSettings) throws(Trouble) {
    (self.role, self.opened) = (role, opened)
    let core = (opened.model as? PipelineModel)?.inner ?? opened.model
    explainer = settings.method ?? Self.best(core, settings)
    guard !opened.tellsClassesAlone else {
      throw Trouble(
        "\(opened.title): it tells classes alone, and a class can't be shared out; give a model with "
          + "probabilities or margins")
    }
    guard !explainer.needsTrees || core is TreeModel else {
      throw Trouble(
        "--method \(explainer.rawValue): \(opened.title) is no ensemble of trees; leave --method out, or "
          + "pass permutation")
    }
    scale = Self.scale(explainer, core, settings)
  }

  /// A model that was fitted to another sample, explained as the first one is.
  init(refit opened: OpenedModel, of first: ExplainedModel, _ settings: ExplainerSettings)
    throws(Trouble)
  {
    self = try ExplainedModel(first.role, opened, settings)
    guard opened.model.features?.map(\.name) == first.model.features?.map(\.name) else {
      throw Trouble(
        "--refit \(opened.location): it takes other features than \(first.opened.title), or takes them in "
          + "another order; give the same kind of model, fitted to another sample")
    }
    guard explainer == first.explainer, scale == first.scale else {
      throw Trouble(
        "--refit \(opened.location): it is explained by \(explainer.rawValue) (\(scale.rawValue)s), and "
          + "\(first.opened.title) by \(first.explainer.rawValue) (\(first.scale.rawValue)s); give the same "
          + "kind of model, or pass --method and --scale")
    }
  }

  private static func best(_ core: any Model, _ settings: ExplainerSettings) -> ExplainerChoice {
    let isIdentity = (core as? any MarginModel)?.link == .identity
    guard settings.scale != .prediction || isIdentity else { return .permutation }
    if let trees = core as? TreeModel {
      return settings.hasBackground || !trees.ensemble.hasCovers || trees.hasLinearLeaves
        ? .treeInterventional : .treePathDependent
    }
    return core is LinearModel ? .linear : .permutation
  }

  /// Exact explainers share out margins, sampled ones predictions, where nobody says otherwise;
  /// margins that are predictions are called so.
  private static func scale(
    _ explainer: ExplainerChoice, _ core: any Model, _ settings: ExplainerSettings
  ) -> Attributions.Scale {
    if let scale = settings.scale { return scale.scale }
    guard !explainer.isSampled else { return .prediction }
    return (core as? any MarginModel)?.link == .identity ? .prediction : .margin
  }

  /// How many rows are explained where nobody says; `nil` for all.
  var limit: Int? { explainer.isSampled ? 200 : nil }

  /// How many rows of a background are used where nobody says; `nil` for all.
  ///
  /// Linear leaves are held against each row of the background by itself.
  var backgroundLimit: Int? {
    let core = (model as? PipelineModel)?.inner ?? model
    return explainer.isSampled || (core as? TreeModel)?.hasLinearLeaves == true ? 100 : nil
  }

  /// Whether absent features are drawn from a background.
  var needsBackground: Bool {
    switch explainer {
    case .saabas, .treePathDependent: false
    case .banzhaf, .exact, .kernel, .linear, .linearCorrelated, .owen, .permutation,
      .treeInterventional:
      true
    }
  }
}

extension ExplainedModel {
  /// What was found, and what it cost.
  struct Explanation {
    let attributions: Attributions
    /// The same with what the sampling left behind; `nil` where nothing was sampled.
    let sampled: SampledAttributions?
  }

  /// What is to be explained, and against what.
  struct Request {
    var rows: FeatureMatrix
    /// One per row.
    let keys: [UInt64]
    var background: FeatureMatrix?
    let players: FeaturePlayers
    var seed: Int
  }

  /// The attributions of rows.
  func explanation(
    of request: Request, _ settings: ExplainerSettings
  ) throws(AttributionError) -> Explanation {
    let (rows, groups) = (request.rows, request.players.groups)
    switch explainer {
    case .banzhaf, .saabas, .treeInterventional, .treePathDependent:
      let trees = try trees(request)
      let attributions =
        explainer == .saabas
        ? try trees.saabasAttributions(of: rows, threads: settings.threads)
        : try trees.attributions(of: rows, semivalue, scale: scale, threads: settings.threads)
      return Explanation(attributions: attributions, sampled: nil)
    case .linear:
      let linear = try LinearExplainer(
        model: model, background: request.population, groups: groups, scale: scale)
      return Explanation(attributions: try linear.attributions(of: rows), sampled: nil)
    case .linearCorrelated:
      let linear = try GaussianLinearExplainer(
        model: model, background: request.population, groups: groups, scale: scale,
        seed: UInt64(request.seed))
      return Explanation(attributions: try linear.attributions(of: rows), sampled: nil)
    case .exact, .kernel, .owen, .permutation:
      let sampled = try sampler(request, settings).attributions(
        of: rows, method: method(request.players),
        budget: SamplingBudget(
          tolerance: .relative(settings.tolerance), evaluationsPerRow: settings.budget,
          seconds: settings.seconds),
        seed: UInt64(request.seed), keys: request.keys)
      return Explanation(attributions: sampled.attributions, sampled: sampled)
    }
  }

  /// How pairs of features act together on rows, exactly.
  func interactions(
    of request: Request, _ settings: ExplainerSettings
  ) throws -> InteractionValues {
    let groups = request.players.groups
    switch explainer {
    case .banzhaf, .treeInterventional, .treePathDependent:
      return try trees(request).interactions(of: request.rows, semivalue, threads: settings.threads)
    case .exact:
      let sampler = try sampler(request, settings)
      let values = try sampler.interactions(of: request.rows)
      let count = sampler.baseValues.count
      let names = model.output.names
      return InteractionValues(
        features: groups.names, outputs: names.count == count ? names : (0..<count).map { "\($0)" },
        scale: scale, values: values, baseValues: sampler.baseValues)
    case .kernel, .linear, .linearCorrelated, .owen, .permutation, .saabas:
      preconditionFailure("\(explainer.rawValue) tells no interactions")
    }
  }

  private var semivalue: Semivalue { explainer == .banzhaf ? .banzhaf : .shapley }

  private func trees(_ request: Request) throws(AttributionError) -> TreeModelExplainer {
    try TreeModelExplainer(
      model, groups: request.players.groups,
      background: explainer == .treePathDependent ? nil : request.background,
      expectedRows: request.rows.rowCount)
  }

  private func sampler(
    _ request: Request, _ settings: ExplainerSettings
  ) throws(AttributionError) -> SampledExplainer {
    try SampledExplainer(
      model: model, background: request.population, groups: request.players.groups, scale: scale,
      threads: settings.threads)
  }

  private func method(_ players: FeaturePlayers) -> SamplingMethod {
    switch explainer {
    case .exact: .exact
    case .kernel: .kernel
    case .owen: .owen(groupOfPlayer: players.coalitions?.groupOfFeature ?? [])
    default: .automatic
    }
  }
}

extension ExplainedModel.Request {
  /// The rows that stand for the population: the explained ones where there are no others.
  fileprivate var population: FeatureMatrix { background ?? rows }
}

extension TreeModel {
  /// Whether leaves are functions of features.
  fileprivate var hasLinearLeaves: Bool {
    ensemble.trees.contains { !$0.linearLeaves.isEmpty }
  }
}
