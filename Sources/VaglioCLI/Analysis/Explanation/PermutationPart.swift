internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels

/// How much worse a metric gets without a feature, on the rows that have labels.
struct PermutationPart {
  let findings: [Finding]
  let exhibit: Exhibit
  let measures: [Measure]

  /// Shuffles each feature of the chosen rows.
  init(_ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan) throws {
    guard let outcomes = rows.outcomes, let design = rows.design else {
      preconditionFailure("permutation importance needs labels")
    }
    let chosen = rows.chosen
    switch outcomes.labels {
    case .binary(let labels, let positive, _):
      try Self.check(explained, positive)
      let data = LabelledFeatures<BinaryOutcomes>(
        explained.features, labels: chosen.map { labels[Int($0)] },
        threshold: plan.threshold ?? 0.5, rows: design)
      self = try Self.part(explained, data, MetricCatalogue.binary, "roc_auc", plan)
    case .classes(let labels, let names):
      let order = explained.model.model.output.classes ?? names
      let places = Dictionary(zip(order, Int32(0)...)) { first, _ in first }
      let coded = try chosen.map { row -> Int32 in
        let name = names[Int(labels[Int(row)])]
        guard let place = places[name] else {
          throw Trouble("\(explained.model.opened.title): the model has no class \"\(name)\"")
        }
        return place
      }
      let data = LabelledFeatures<MulticlassOutcomes>(
        explained.features, classes: order, labels: coded, rows: design)
      self = try Self.part(explained, data, MetricCatalogue.multiclass, "log_loss", plan)
    case .numbers(let actual):
      let data = LabelledFeatures<RegressionOutcomes>(
        explained.features, actual: chosen.map { actual[Int($0)] }, rows: design)
      self = try Self.part(
        explained, data, MetricCatalogue.regression, "root_mean_squared_error", plan)
    }
  }

  private init(findings: [Finding], exhibit: Exhibit, measures: [Measure]) {
    (self.findings, self.exhibit, self.measures) = (findings, exhibit, measures)
  }

  /// Refuses labels of which another counts as positive than the model's probabilities are of.
  private static func check(
    _ explained: ModelExplanation, _ positive: String
  ) throws(Trouble) {
    guard let own = explained.model.opened.positiveClass, own != positive,
      explained.model.model.output.classes?.contains(positive) == true
    else { return }
    throw Trouble(
      "--positive \(positive): the probabilities of \(explained.model.opened.title) are of \(own); "
        + "pass --positive \(own)")
  }

  private static func part<Observed: Outcomes>(
    _ explained: ModelExplanation, _ data: LabelledFeatures<Observed>,
    _ catalogue: [any Metric<Observed>], _ standard: String, _ plan: ExplanationPlan
  ) throws -> PermutationPart {
    let name = plan.metric ?? standard
    guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
      let nearest = NearestWord(to: name, among: catalogue.map { $0.name })
      throw Trouble(
        "--metric \(name): there is no such metric of this task"
          + (nearest.map { "; did you mean \($0.word)?" } ?? ""))
    }
    let importances = try PermutationImportance(
      metrics: [metric], seed: UInt64(plan.seed), level: plan.level, threads: plan.threads
    ).importances(of: explained.model.model, on: data, groups: explained.groups)
    return PermutationPart(
      findings: importances.findings(subject: explained.model.role),
      exhibit: importances.exhibit(subject: explained.model.role), measures: [metric.measure])
  }
}
