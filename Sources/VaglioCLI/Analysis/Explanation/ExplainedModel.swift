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
  init(_ role: Subject, _ opened: OpenedModel, _ plan: ExplanationPlan) throws(Trouble) {
    (self.role, self.opened) = (role, opened)
    let core = (opened.model as? PipelineModel)?.inner ?? opened.model
    explainer = plan.method ?? Self.best(core, plan)
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
    scale = Self.scale(explainer, core, plan)
  }

  private static func best(_ core: any Model, _ plan: ExplanationPlan) -> ExplainerChoice {
    let isIdentity = (core as? any MarginModel)?.link == .identity
    guard plan.scale != .prediction || isIdentity else { return .permutation }
    if let trees = core as? TreeModel {
      return plan.background != nil || !trees.ensemble.hasCovers
        ? .treeInterventional : .treePathDependent
    }
    return core is LinearModel ? .linear : .permutation
  }

  /// Exact explainers share out margins, sampled ones predictions, where nobody says otherwise;
  /// margins that are predictions are called so.
  private static func scale(
    _ explainer: ExplainerChoice, _ core: any Model, _ plan: ExplanationPlan
  ) -> Attributions.Scale {
    if let scale = plan.scale { return scale.scale }
    guard !explainer.isSampled else { return .prediction }
    return (core as? any MarginModel)?.link == .identity ? .prediction : .margin
  }

  /// How many rows are explained where nobody says; `nil` for all.
  var limit: Int? { explainer.isSampled ? 200 : nil }

  /// How many rows of a background are used where nobody says; `nil` for all.
  var backgroundLimit: Int? { explainer.isSampled ? 100 : nil }

  /// Whether absent features are drawn from a background.
  var needsBackground: Bool {
    switch explainer {
    case .saabas, .treePathDependent: false
    case .banzhaf, .exact, .kernel, .linear, .linearCorrelated, .permutation,
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

  /// The attributions of rows.
  func explanation(
    of rows: FeatureMatrix, keys: [UInt64], background: FeatureMatrix?, groups: FeatureGroups?,
    seed: Int, plan: ExplanationPlan
  ) throws(AttributionError) -> Explanation {
    switch explainer {
    case .banzhaf, .saabas, .treeInterventional, .treePathDependent:
      return try exact(rows, background, groups, plan)
    case .linear:
      let linear = try LinearExplainer(
        model: model, background: background ?? rows, groups: groups, scale: scale)
      return Explanation(attributions: try linear.attributions(of: rows), sampled: nil)
    case .linearCorrelated:
      let linear = try GaussianLinearExplainer(
        model: model, background: background ?? rows, groups: groups, scale: scale,
        seed: UInt64(seed))
      return Explanation(attributions: try linear.attributions(of: rows), sampled: nil)
    case .exact, .kernel, .permutation:
      return try sampled(rows, keys, background ?? rows, groups, seed, plan)
    }
  }

  private func exact(
    _ rows: FeatureMatrix, _ background: FeatureMatrix?, _ groups: FeatureGroups?,
    _ plan: ExplanationPlan
  ) throws(AttributionError) -> Explanation {
    let trees = try TreeModelExplainer(
      model, groups: groups, background: explainer == .treePathDependent ? nil : background,
      expectedRows: rows.rowCount)
    let attributions =
      explainer == .saabas
      ? try trees.saabasAttributions(of: rows, threads: plan.threads)
      : try trees.attributions(
        of: rows, explainer == .banzhaf ? .banzhaf : .shapley, scale: scale, threads: plan.threads)
    return Explanation(attributions: attributions, sampled: nil)
  }

  private func sampled(
    _ rows: FeatureMatrix, _ keys: [UInt64], _ background: FeatureMatrix, _ groups: FeatureGroups?,
    _ seed: Int, _ plan: ExplanationPlan
  ) throws(AttributionError) -> Explanation {
    let explainer = try SampledExplainer(
      model: model, background: background, groups: groups, scale: scale, threads: plan.threads)
    let method: SamplingMethod =
      switch self.explainer {
      case .exact: .exact
      case .kernel: .kernel
      default: .automatic
      }
    let sampled = try explainer.attributions(
      of: rows, method: method,
      budget: SamplingBudget(
        tolerance: .relative(plan.tolerance), evaluationsPerRow: plan.budget),
      seed: UInt64(seed), keys: keys)
    return Explanation(attributions: sampled.attributions, sampled: sampled)
  }
}
