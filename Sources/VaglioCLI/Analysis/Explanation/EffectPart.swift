internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels

/// How predictions move with the most important features.
struct EffectPart {
  let exhibits: [Exhibit]

  /// How many rows effects are averaged over: models that are called are asked rows × points times.
  private static let most = 1000

  /// The effects of the leading features, of groups none.
  init(_ explained: ModelExplanation, _ plan: ExplanationPlan, leading: [Int]) throws {
    let places = leading.compactMap { feature -> Int? in
      let members = explained.groups.groupOfFeature.indices.filter {
        explained.groups.groupOfFeature[$0] == feature
      }
      return members.count == 1 ? members[0] : nil
    }.prefix(plan.effects)
    guard !places.isEmpty else {
      exhibits = []
      return
    }
    let features = explained.features
    let rows = Array(0..<Int32(min(features.rowCount, Self.most)))
    let spread = rows.map { Int32(Int($0) * features.rowCount / rows.count) }
    let effects = try FeatureEffects(
      of: explained.model.model, over: features.gathered(spread), level: plan.level,
      threads: plan.threads)
    let role = explained.model.role
    var exhibits = try effects.partialDependence(on: Array(places)).flatMap {
      $0.exhibits(subject: role)
    }
    for place in places { exhibits += try Self.localEffects(of: place, effects, role) }
    self.exhibits = exhibits
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
