internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels

/// What features are worth on the rows that have labels: how much worse a metric gets without each, and
/// what each takes off the loss.
struct LabelledPart {
  let findings: [Finding]
  let exhibits: [Exhibit]
  let measures: [Measure]

  /// The most rows that stand for the population when the loss is shared out.
  private static let population = 1000

  /// Shuffles each feature of the chosen rows.
  init(_ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan) throws {
    guard let outcomes = rows.outcomes, let design = rows.design else {
      preconditionFailure("permutation importance needs labels")
    }
    let chosen = rows.chosen
    switch outcomes.labels {
    case .binary(let labels, let positive, _):
      try explained.model.opened.refuseOtherPositive(positive)
      let data = LabelledFeatures<BinaryOutcomes>(
        explained.features, labels: chosen.map { labels[Int($0)] },
        threshold: plan.threshold ?? 0.5, rows: design)
      self = try Self.part(explained, data, MetricCatalogue.binary, "roc_auc", LogLoss(), plan)
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
      self = try Self.part(
        explained, data, MetricCatalogue.multiclass, "log_loss", MulticlassLogLoss(), plan)
    case .numbers(let actual):
      let data = LabelledFeatures<RegressionOutcomes>(
        explained.features, actual: chosen.map { actual[Int($0)] }, rows: design)
      self = try Self.part(
        explained, data, MetricCatalogue.regression, "root_mean_squared_error", MeanSquaredError(),
        plan)
    }
  }

  private init(findings: [Finding], exhibits: [Exhibit], measures: [Measure]) {
    (self.findings, self.exhibits, self.measures) = (findings, exhibits, measures)
  }

  private static func part<Observed: Outcomes, Loss: MeanMetric>(
    _ explained: ModelExplanation, _ data: LabelledFeatures<Observed>,
    _ catalogue: [any Metric<Observed>], _ standard: String, _ loss: Loss, _ plan: ExplanationPlan
  ) throws -> LabelledPart where Loss.Observed == Observed {
    let name = plan.metric ?? standard
    guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
      let nearest = NearestWord(to: name, among: catalogue.map { $0.name })
      throw Trouble(
        "--metric \(name): there is no such metric of this task"
          + (nearest.map { "; did you mean \($0.word)?" } ?? ""))
    }
    let role = explained.model.role
    let importances = try PermutationImportance(
      metrics: [metric], seed: UInt64(plan.seed), level: plan.level, threads: plan.threads
    ).importances(of: explained.model.model, on: data, groups: explained.groups)
    var (findings, exhibits) = (
      importances.findings(subject: role), [importances.exhibit(subject: role)]
    )
    if plan.sharesLoss {
      let values = try SAGE(
        loss, seed: UInt64(plan.seed), level: plan.level, threads: plan.threads
      ).values(
        of: explained.model.model, on: data,
        background: explained.reference.spread(over: population),
        groups: explained.groups)
      findings += values.findings(subject: role)
      exhibits.append(values.exhibit(subject: role))
    }
    return LabelledPart(findings: findings, exhibits: exhibits, measures: [metric.measure])
  }
}

extension FeatureMatrix {
  /// At most so many of the rows, evenly spread.
  func spread(over most: Int) -> FeatureMatrix {
    rowCount > most ? gathered(spreadRows(most)) : self
  }

  /// The places of at most so many of the rows, evenly spread.
  func spreadRows(_ most: Int) -> [Int32] {
    let kept = min(rowCount, most)
    return (0..<kept).map { Int32($0 * rowCount / kept) }
  }
}
