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
    exhibits += try Self.jointEffects(of: pairs, effects, role)
    let interactions = try effects.interactions(
      ofPairs: pairs, plan: InteractionPlan(seed: UInt64(plan.seed)))
    findings = interactions.flatMap { $0.findings(subject: role) }
    self.exhibits = exhibits + [InteractionStrength.exhibit(of: interactions, subject: role)]
  }

  /// The local effects of a feature; none where its values are all the same.
  private static func localEffects(
    of feature: Int, _ effects: FeatureEffects, _ role: Subject
  ) throws(AttributionError) -> [Exhibit] {
    let ofNumber = try unlessRefused { () throws(AttributionError) in
      try effects.accumulatedLocalEffects(of: feature).exhibits(subject: role)
    }
    if let ofNumber { return ofNumber }
    return try unlessRefused { () throws(AttributionError) in
      try effects.accumulatedLocalEffects(ofCategory: feature).exhibits(subject: role)
    } ?? []
  }

  /// What the first pairs of numbers do together; none of categories.
  private static func jointEffects(
    of pairs: [(Int, Int)], _ effects: FeatureEffects, _ role: Subject
  ) throws(AttributionError) -> [Exhibit] {
    var exhibits: [Exhibit] = []
    for pair in pairs.prefix(3) {
      exhibits +=
        try unlessRefused { () throws(AttributionError) in
          try effects.accumulatedLocalEffects(ofPair: pair.0, pair.1).exhibits(subject: role)
        } ?? []
    }
    return exhibits
  }

  /// What is found; `nil` where a feature's values don't allow it.
  private static func unlessRefused<Found>(
    _ find: () throws(AttributionError) -> Found
  ) throws(AttributionError) -> Found? {
    do throws(AttributionError) {
      return try find()
    } catch {
      guard case .refused = error else { throw error }
      return nil
    }
  }
}
