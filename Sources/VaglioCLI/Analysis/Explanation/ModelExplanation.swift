internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioReporting
internal import VaglioTables

/// A model with the attributions of the chosen rows.
struct ModelExplanation {
  let model: ExplainedModel
  /// The features of the chosen rows, in the model's order.
  let features: FeatureMatrix
  let groups: FeatureGroups
  let attributions: Attributions
  let sampled: SampledAttributions?
  let background: FeatureMatrix?
  /// The population that the rows are held against, in words.
  let population: String
  /// What the model predicts for the chosen rows.
  let predictions: OutputMatrix
  let account: AttributionAccount

  /// Explains the chosen rows.
  init(
    _ model: ExplainedModel, rows: ExplainedRows, background: BackgroundTable, plan: ExplanationPlan
  ) throws {
    self.model = model
    let all = try FeatureMatch(
      model.model.features ?? [], in: rows.table, file: model.opened.location
    ).rows
    features = all.gathered(rows.chosen)
    groups = try Self.groups(plan.groups, of: model.model.features ?? [])
    let keys = rows.chosen.map { rows.keys[Int($0)] }
    self.background = try background.rows(for: model, rows)
    population =
      plan.reference
      ?? background.population(model, rows: self.background?.rowCount)
    let explanation = try model.explanation(
      of: features, keys: keys, background: self.background, groups: groups, seed: plan.seed,
      plan: plan)
    (attributions, sampled) = (explanation.attributions, explanation.sampled)
    predictions = try model.model.predictions(of: features, threads: plan.threads)
    account = AttributionAccount(
      subject: model.role, method: model.explainer.rawValue,
      scale: attributions.scale.rawValue, rows: attributions.rowCount,
      features: attributions.features.count, outputs: attributions.outputs,
      baseValues: attributions.baseValues, background: self.background?.rowCount,
      evaluations: sampled?.account.evaluations,
      largestError: sampled?.account.largestErrors.max())
  }

  /// The groups that were asked for, every other feature by itself.
  private static func groups(
    _ options: [GroupOption], of features: [Feature]
  ) throws(Trouble) -> FeatureGroups {
    var groupOfFeature = [String: String]()
    for option in options {
      for feature in option.features {
        guard features.contains(where: { $0.name == feature }) else {
          let nearest = NearestWord(to: feature, among: features.map(\.name))
          throw Trouble(
            "--group \(option.text): the model has no feature \"\(feature)\""
              + (nearest.map { "; did you mean \"\($0.word)\"?" } ?? ""))
        }
        guard groupOfFeature.updateValue(option.name, forKey: feature) == nil else {
          throw Trouble("--group \(option.text): \"\(feature)\" is in another group already")
        }
      }
    }
    var names: [String] = []
    var known: [String: Int] = [:]
    let places = features.map { feature -> Int in
      let name = groupOfFeature[feature.name] ?? feature.name
      let place = known[name] ?? names.count
      if known.updateValue(place, forKey: name) == nil { names.append(name) }
      return place
    }
    return FeatureGroups(names: names, groupOfFeature: places)
  }

  /// What a reader must know.
  var notes: [String] {
    var notes = [
      "\(model.opened.title): \(attributions.scale.rawValue)s of \(attributions.rowCount) rows by "
        + "\(model.explainer.rawValue), held against \(population)"
    ]
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
    let members = groups.groupOfFeature.indices.filter { groups.groupOfFeature[$0] == place }
    return members.count == 1 ? features.columns[members[0]] : nil
  }

  /// The name of an output in measures, where there are several.
  func optionalName(ofOutput output: Int) -> String? {
    attributions.outputs.count > 1 ? attributions.outputs[output] : nil
  }
}
