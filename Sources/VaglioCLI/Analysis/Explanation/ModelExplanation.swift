internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioReporting
internal import VaglioTables

/// A model with the attributions of the chosen rows.
struct ModelExplanation {
  let model: ExplainedModel
  /// What was asked.
  let request: ExplainedModel.Request
  let players: FeaturePlayers
  let attributions: Attributions
  let sampled: SampledAttributions?
  /// The population that the rows are held against, in words.
  let population: String
  /// What the model predicts for the chosen rows.
  let predictions: OutputMatrix
  let account: AttributionAccount
  /// The attributions of the same rows by models that were fitted to other samples.
  let refits: [Attributions]

  /// Explains the chosen rows. `refits` are models that were fitted to other samples.
  init(
    _ model: ExplainedModel, refits: [ExplainedModel] = [], rows: ExplainedRows,
    background: BackgroundTable, plan: ExplanationPlan
  ) throws {
    let players = try FeaturePlayers(model, plan) { try background.population(of: model, rows) }
    (self.model, self.players) = (model, players)
    let keys = rows.chosen.map { rows.keys[Int($0)] }
    func asked(_ model: ExplainedModel) throws -> ExplainedModel.Request {
      ExplainedModel.Request(
        rows: try rows.features(of: model), keys: keys,
        background: try background.rows(for: model, rows), players: players, seed: plan.seed)
    }
    request = try asked(model)
    let count = request.background?.rowCount
    population = plan.reference ?? background.population(model, rows: count)
    let explanation = try model.explanation(of: request, plan.explainers)
    sampled = explanation.sampled
    self.refits = try refits.map { refit in
      try refit.explanation(of: asked(refit), plan.explainers).attributions
    }
    let own = explanation.attributions
    attributions = refits.isEmpty ? own : try own.withErrors(ofRefits: self.refits)
    predictions = try model.model.predictions(of: request.rows, threads: plan.threads)
    account = AttributionAccount(
      subject: model.role, method: model.explainer.rawValue,
      scale: attributions.scale.rawValue, rows: attributions.rowCount,
      features: attributions.features.count, outputs: attributions.outputs,
      baseValues: attributions.baseValues, background: count,
      evaluations: sampled?.account.evaluations,
      largestError: sampled?.account.largestErrors.max())
  }

  /// The features of the chosen rows, in the model's order.
  var features: FeatureMatrix { request.rows }

  /// What the attributions are given to.
  var groups: FeatureGroups { players.groups }

  /// The rows that stand for the population: the explained ones where there are no others.
  var reference: FeatureMatrix { request.background ?? request.rows }

  /// The interactions of all pairs of features on all chosen rows.
  func interactions(_ plan: ExplanationPlan) throws -> InteractionValues {
    try model.interactions(of: request, plan.explainers)
  }

  /// What a reader must know.
  var notes: [String] {
    var notes = [
      "\(model.opened.title): \(attributions.scale.rawValue)s of \(attributions.rowCount) rows by "
        + "\(model.explainer.rawValue), held against \(population)"
    ]
    if let groups = players.note {
      notes.append("\(model.opened.title): taken together: \(groups)")
    }
    if !refits.isEmpty {
      notes.append(
        "\(model.opened.title): the model's part of the errors is the spread of \(refits.count) refits"
      )
    }
    if let account = sampled?.account {
      let open = account.isConverged.count { !$0 }
      notes.append(
        "\(model.opened.title): asked about \(account.evaluations) rows; greatest standard error "
          + CanonicalJSON.number(account.largestErrors.max() ?? 0)
          + (open == 0
            ? ""
            : "; \(open) of \(account.isConverged.count) rows did not reach the tolerance within "
              + "the budget"))
    }
    return notes
  }

  /// The column of a feature's own values; `nil` where the name is a group's of several.
  func column(ofFeature place: Int) -> FeatureMatrix.Column? {
    players.singles[place].map { features.columns[$0] }
  }

  /// Whether every feature has attributions of its own.
  var areFeaturesSingle: Bool { groups.count == features.columns.count }

  /// The name of an output in measures, where there are several.
  func optionalName(ofOutput output: Int) -> String? {
    attributions.outputs.count > 1 ? attributions.outputs[output] : nil
  }
}
