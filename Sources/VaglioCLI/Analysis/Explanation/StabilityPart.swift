internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels

/// How much explanations differ that were made with other seeds, or other halves of the background.
struct StabilityPart {
  let findings: [Finding]
  let exhibits: [Exhibit]

  init(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan, runs: Int
  ) throws {
    let keys = rows.chosen.map { rows.keys[Int($0)] }
    let isSampled = explained.model.explainer.isSampled
    guard isSampled || explained.background.map({ $0.rowCount > 3 }) ?? false else {
      (findings, exhibits) = ([], [])
      return
    }
    let attributions = try (0..<runs).map { run in
      try explained.model.explanation(
        of: explained.features, keys: keys,
        background: isSampled
          ? explained.background : Self.half(explained.background, run, plan.seed),
        groups: explained.groups, seed: isSampled ? plan.seed + run : plan.seed, plan: plan
      ).attributions
    }
    let design = try rows.rowDesign()
    let stabilities = try explained.attributions.outputs.indices.map { output in
      try Stability(
        of: attributions, source: isSampled ? .seeds : .backgrounds,
        output: explained.optionalName(ofOutput: output), design: design)
    }
    findings = stabilities.flatMap { $0.findings(explained.model.role, level: plan.level) }
    exhibits =
      Stability.exhibit(stabilities, explained.model.role, level: plan.level).map { [$0] } ?? []
  }

  /// A half of the background, by the hash of its rows' places and the run.
  private static func half(
    _ background: FeatureMatrix?, _ run: Int, _ seed: Int
  ) -> FeatureMatrix? {
    guard let background else { return nil }
    let rows = Array(0..<Int32(background.rowCount))
    let keys = rows.map { UInt64($0) }
    return background.gathered(
      ExplainedRows.hashed(rows, keys, background.rowCount / 2, seed: seed + run))
  }
}
