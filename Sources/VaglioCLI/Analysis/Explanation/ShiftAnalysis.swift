internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels

/// What changed in the reasons from production to candidate.
struct ShiftAnalysis {
  let findings: [Finding]
  let exhibits: [Exhibit]
  let notes: [String]

  /// Compares the explanations of two models; `nil` of one.
  init?(_ explained: [ModelExplanation], rows: ExplainedRows, plan: ExplanationPlan) throws {
    guard explained.count == 2 else { return nil }
    let (candidate, production) = (explained[0], explained[1])
    var options = AttributionComparison.Options()
    (options.level, options.margin) = (plan.level, plan.margin)
    let design = try rows.rowDesign()
    let outputs = candidate.attributions.outputs.indices
    let comparisons = try outputs.map { output in
      try AttributionComparison(
        candidate: candidate.attributions, production: production.attributions,
        output: candidate.optionalName(ofOutput: output), design: design, options: options)
    }
    let flips = try Self.flips(candidate, production, rows, plan)
    findings = comparisons.flatMap(\.findings) + (flips?.findings ?? [])
    exhibits = comparisons.flatMap(\.exhibits) + [flips?.exhibit].compactMap { $0 }
    notes = comparisons.first?.notes ?? []
  }

  /// What made decisions change, where decisions are between two sides.
  private static func flips(
    _ candidate: ModelExplanation, _ production: ModelExplanation, _ rows: ExplainedRows,
    _ plan: ExplanationPlan
  ) throws -> FlipAttribution? {
    let isBinary = candidate.model.opened.task == .binary
    guard candidate.predictions.outputCount == 1, production.predictions.outputCount == 1,
      let threshold = plan.threshold ?? (isBinary ? 0.5 : nil)
    else { return nil }
    return try FlipAttribution(
      of: candidate.attributions.less(production.attributions),
      candidate: candidate.predictions.values.map { $0 >= threshold },
      production: production.predictions.values.map { $0 >= threshold },
      design: rows.rowDesign(), level: plan.level)
  }
}
