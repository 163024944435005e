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
  /// What a reader must know of single rows.
  private(set) var notes: [String] = []

  /// How many pairs of features are told of a row.
  private static let pairs = 10

  init(_ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan) throws {
    (self.explained, self.rows, self.plan) = (explained, rows, plan)
    for place in rows.singled { try add(place) }
    if plan.interactions > 1, !rows.singled.isEmpty { exhibits += try pairs() }
  }

  private mutating func add(_ place: Int) throws {
    let name = rows.name(of: place)
    let output = output(ofRow: place)
    exhibits.append(decision(place, name, output))
    if let reasons = try reasons(place, output) {
      notes += reasons.notes.map { "row \(name): \($0)" }
      if let exhibit = reasons.exhibit(role) { exhibits.append(exhibit.naming(name)) }
    }
    guard plan.counterfactuals > 0 else { return }
    let search = try changes(place)
    guard let exhibit = search.exhibit(role) else {
      notes.append("row \(name): no change that turns the decision: \(search.summary)")
      return
    }
    exhibits.append(exhibit.naming(name))
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
  private func reasons(_ row: Int, _ output: Int) throws -> ReasonCodes? {
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
      count: plan.top, level: plan.level)
  }

  /// The nearest changes that turn the decision.
  private func changes(_ row: Int) throws -> CounterfactualSearch {
    guard let threshold, explained.predictions.outputCount == 1 else {
      throw Trouble(
        "--counterfactuals: a decision between two sides is needed; name a --threshold, and explain a "
          + "model with one output")
    }
    var options = CounterfactualSearch.Options()
    (options.count, options.threads) = (plan.counterfactuals, plan.threads)
    let held =
      plan.reasons?.reasons.filter { $0.isImmutable || $0.isProtected }.flatMap(\.features) ?? []
    return try CounterfactualSearch(
      explained.model.model, rows: explained.features, row: row,
      reference: explained.reference,
      threshold: DecisionThreshold(threshold), constraints: plan.constraints.holding(held),
      options: options)
  }

  /// The pairs of features that moved the single rows most beyond the sum of both; none where the
  /// explainer tells none.
  private func pairs() throws -> [Exhibit] {
    guard explained.model.explainer.tellsInteractions else { return [] }
    var request = explained.request
    request.rows = request.rows.gathered(rows.singled.map { Int32($0) })
    let values = try explained.model.interactions(of: request, plan.explainers)
    return rows.singled.indices.map { row in
      let place = rows.singled[row]
      let output = output(ofRow: place)
      let pairs = values.features.indices.flatMap { feature in
        values.features.indices.dropFirst(feature + 1).map { other in
          (feature, other, values.pair(row: row, output: output, feature, other))
        }
      }
      let strongest = pairs.filter { $0.2 != 0 }
        .sorted { ($1.2.magnitude, $0.0, $0.1) < ($0.2.magnitude, $1.0, $1.1) }
        .prefix(Self.pairs)
      return Exhibit(
        kind: "decision_interactions", subject: role,
        series: [
          "feature": .words(strongest.map { values.features[$0.0] }),
          "other": .words(strongest.map { values.features[$0.1] }),
          "interaction": .numbers(strongest.map(\.2)),
        ]
      ).naming(rows.name(of: place))
    }
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
