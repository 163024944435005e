internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels

/// Whether the features that an explanation puts first are those that move the model.
struct FaithfulnessPart {
  let findings: [Finding]
  let exhibits: [Exhibit]

  /// The most rows, and rows of the background, that are looked at: the model is asked about each with
  /// each, for every step of every order.
  private static let (rows, background) = (100, 50)

  init(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan,
    _ importances: [ShapImportance]
  ) throws {
    guard explained.areFeaturesSingle else {
      throw Trouble("--faithfulness: features are put in one by one; leave --group out")
    }
    let places = explained.features.spreadRows(Self.rows)
    let design = try rows.rowDesign(of: places)
    let part = explained.attributions.rows(places)
    var options = Faithfulness.Options()
    (options.seed, options.threads) = (UInt64(plan.seed), plan.threads)
    let all = try explained.attributions.outputs.indices.prefix(10).map { output in
      try Faithfulness(
        of: part, model: explained.model.model, rows: explained.features.gathered(places),
        background: explained.reference.spread(over: Self.background),
        importance: importances[output].entries.map(\.importance.value),
        output: explained.optionalName(ofOutput: output), design: design, options: options)
    }
    findings = all.flatMap { $0.findings(explained.model.role, level: plan.level) }
    exhibits = all.map { $0.exhibit(explained.model.role) }
  }
}

extension Attributions {
  /// The attributions of these rows, without errors.
  fileprivate func rows(_ rows: [Int32]) -> Attributions {
    let width = outputs.count * features.count
    return Attributions(
      features: features, outputs: outputs, scale: scale,
      values: rows.flatMap { values[Int($0) * width..<(Int($0) + 1) * width] },
      baseValues: baseValues)
  }
}
