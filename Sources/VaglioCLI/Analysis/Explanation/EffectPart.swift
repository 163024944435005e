internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels

/// How predictions move with the most important features.
struct EffectPart {
  let findings: [Finding]
  let exhibits: [Exhibit]

  /// How many rows effects are averaged over: models that are called are asked rows × points times.
  private static let most = 1000

  /// The effects of the leading features, of groups none.
  init(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan, leading: [Int]
  ) throws {
    let single = leading.compactMap { explained.players.singles[$0] }
    let (curves, paired) = (single.prefix(plan.effects), single.prefix(plan.interactions))
    guard !curves.isEmpty || paired.count > 1 else {
      (findings, exhibits) = ([], [])
      return
    }
    let places = explained.features.spreadRows(Self.most)
    let effects = try FeatureEffects(
      of: explained.model.model, over: explained.features.gathered(places),
      design: rows.design?.taking(places), level: plan.level, threads: plan.threads)
    let role = explained.model.role
    var exhibits = try effects.partialDependence(on: Array(curves)).flatMap {
      $0.exhibits(subject: role)
    }
    for place in curves { exhibits += try Self.localEffects(of: place, effects, role) }
    guard paired.count > 1 else {
      (findings, self.exhibits) = ([], exhibits)
      return
    }
    let pairs = paired.indices.flatMap { first in
      paired.indices.filter { $0 > first }.map { (paired[first], paired[$0]) }
    }
    let interactions = try effects.interactions(
      ofPairs: pairs, plan: InteractionPlan(seed: UInt64(plan.seed)))
    findings = interactions.flatMap { $0.findings(subject: role) }
    self.exhibits = exhibits + [InteractionStrength.exhibit(of: interactions, subject: role)]
  }

  /// The local effects of a feature; none where its values have no order, or are all the same.
  private static func localEffects(
    of feature: Int, _ effects: FeatureEffects, _ role: Subject
  ) throws(AttributionError) -> [Exhibit] {
    do throws(AttributionError) {
      return try effects.accumulatedLocalEffects(of: feature).exhibits(subject: role)
    } catch {
      guard case .refused = error else { throw error }
      return []
    }
  }
}
