internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why single rows were decided as they were.
struct DecisionPart {
  private let explained: ModelExplanation
  private let rows: ExplainedRows
  private let plan: ExplanationPlan
  private(set) var exhibits: [Exhibit] = []

  init(_ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan) throws {
    (self.explained, self.rows, self.plan) = (explained, rows, plan)
    for place in rows.singled {
      let name = rows.name(of: place)
      let output = output(ofRow: place)
      exhibits.append(decision(place, name, output))
      if let reasons = try reasons(place, output) { exhibits.append(reasons.naming(name)) }
      if plan.counterfactuals > 0, let changes = try changes(place) {
        exhibits.append(changes.naming(name))
      }
    }
  }

  private var role: Subject { explained.model.role }

  /// The output that a row is decided by: of several classes that of the greatest prediction.
  private func output(ofRow row: Int) -> Int {
    let predictions = explained.predictions
    guard predictions.outputCount == explained.attributions.outputs.count else { return 0 }
    let own = (0..<predictions.outputCount).map {
      predictions.values[row * predictions.outputCount + $0]
    }
    return own.indices.max { own[$0] < own[$1] } ?? 0
  }

  /// The steps from the base value to the output of a row.
  private func decision(_ row: Int, _ name: String, _ output: Int) -> Exhibit {
    let attributions = explained.attributions
    let range = attributions.range(row: row, output: output)
    var series: [String: Exhibit.Series] = [
      "row": .words(attributions.features.map { _ in name }),
      "feature": .words(attributions.features),
      "value": .words(attributions.features.indices.map { value(ofFeature: $0, row) }),
      "attribution": .numbers(range.map { attributions.values[$0] }),
    ]
    if let total = attributions.errors?.total {
      series["error"] = .numbers(range.map { total[$0] })
    }
    if attributions.outputs.count > 1 {
      series["output"] = .words(attributions.features.map { _ in attributions.outputs[output] })
    }
    var scalars = [
      "base_value": attributions.baseValues[output],
      "output": attributions.sum(row: row, output: output),
    ]
    scalars["threshold"] = threshold.flatMap(shown)
    return Exhibit(kind: "decision", subject: role, series: series, scalars: scalars)
  }

  /// What a row holds of a feature, as it is written; nothing for a group of several.
  private func value(ofFeature feature: Int, _ row: Int) -> String {
    switch explained.column(ofFeature: feature) {
    case .numbers(let numbers)?:
      numbers[row].isNaN ? "missing" : CanonicalJSON.number(numbers[row])
    case .texts(let texts)?: texts[row] ?? "missing"
    case nil: ""
    }
  }

  /// The threshold of the predictions: the one that was named, of two classes one half.
  private var threshold: Double? {
    plan.threshold ?? (explained.model.opened.task == .binary ? 0.5 : nil)
  }

  /// The threshold on the scale that is explained, where there is one.
  private func shown(_ threshold: Double) -> Double? {
    guard explained.attributions.scale == .margin else { return threshold }
    switch (explained.model.model as? any MarginModel)?.link {
    case .identity?: return threshold
    case .logistic(let slope)? where threshold > 0 && threshold < 1:
      return log(threshold / (1 - threshold)) / slope
    default: return nil
    }
  }

  /// The principal reasons; `nil` where no decision hangs on the output.
  private func reasons(_ row: Int, _ output: Int) throws -> Exhibit? {
    let side: DecisionThreshold.Side
    if explained.attributions.outputs.count > 1 {
      side = .atLeast
    } else if let threshold {
      side = DecisionThreshold(threshold).side(of: explained.predictions.values[row])
    } else {
      return nil
    }
    return try ReasonCodes(
      of: explained.attributions, row: row, output: explained.optionalName(ofOutput: output),
      side: side, map: plan.reasons, reference: plan.reference ?? explained.population,
      count: plan.top, level: plan.level
    ).exhibit(role)
  }

  /// The nearest changes that turn the decision.
  private func changes(_ row: Int) throws -> Exhibit? {
    guard let threshold, explained.predictions.outputCount == 1 else {
      throw Trouble(
        "--counterfactuals: a decision between two sides is needed; name a --threshold, and explain a "
          + "model with one output")
    }
    var options = CounterfactualSearch.Options()
    (options.count, options.threads) = (plan.counterfactuals, plan.threads)
    let held =
      plan.reasons?.reasons.filter { $0.isImmutable || $0.isProtected }.flatMap(\.features) ?? []
    let search = try CounterfactualSearch(
      explained.model.model, rows: explained.features, row: row,
      reference: explained.background ?? explained.features,
      threshold: DecisionThreshold(threshold), constraints: plan.constraints.holding(held),
      options: options)
    return search.exhibit(role)
  }
}

extension Exhibit {
  /// The exhibit with the name of the row that it is about in every line.
  fileprivate func naming(_ row: String) -> Exhibit {
    let count = series.values.first?.count ?? 0
    return Exhibit(
      kind: kind, subject: subject, slice: slice,
      series: series.merging(["row": .words((0..<count).map { _ in row })]) { _, own in own },
      scalars: scalars)
  }
}
