internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels

/// What a model's attributions are given to.
struct FeaturePlayers {
  /// Each player with its features.
  let groups: FeatureGroups
  /// Those players that enter together, of Owen values; else `nil`.
  let coalitions: FeatureGroups?
  /// For each player its feature; `nil` where it has several.
  let singles: [Int?]

  /// The players over a model's features: each by itself, but for groups that a plan names or seeks in
  /// `population`.
  init(
    _ model: ExplainedModel, _ plan: ExplanationPlan, population: () throws -> FeatureMatrix
  ) throws {
    let features = model.model.features ?? []
    let together =
      switch plan.groupSearch {
      case nil: try Self.named(plan.groups, features)
      case .oneHot: try FeatureGroups(indicatorsIn: population(), features: features)
      case .correlated(let cut):
        try FeatureGroups(correlationsIn: population(), features: features, cut: cut)
      }
    let isOwen = model.explainer == .owen
    self.init(
      isOwen ? FeatureGroups(each: features) : together, coalitions: isOwen ? together : nil)
  }

  /// Each feature of a model by itself.
  init(each model: ExplainedModel) {
    self.init(FeatureGroups(each: model.model.features ?? []), coalitions: nil)
  }

  private init(_ groups: FeatureGroups, coalitions: FeatureGroups?) {
    (self.groups, self.coalitions) = (groups, coalitions)
    var (singles, counts) = (
      [Int?](repeating: nil, count: groups.count), [Int](repeating: 0, count: groups.count)
    )
    for (feature, group) in groups.groupOfFeature.enumerated() {
      singles[group] = feature
      counts[group] += 1
    }
    self.singles = zip(singles, counts).map { $1 == 1 ? $0 : nil }
  }

  /// The groups that were asked for, every other feature by itself.
  private static func named(
    _ options: [GroupOption], _ features: [Feature]
  ) throws(Trouble) -> FeatureGroups {
    let names = Set(features.map(\.name))
    var groupOfFeature = [String: String]()
    for option in options {
      for feature in option.features {
        guard names.contains(feature) else {
          let nearest = NearestWord(to: feature, among: features.map(\.name))
          throw Trouble(
            "--group \(option.text): the model has no feature \"\(feature)\""
              + (nearest.map { "; did you mean \"\($0.word)\"?" } ?? ""))
        }
        guard groupOfFeature.updateValue(option.name, forKey: feature) == nil else {
          throw Trouble("--group \(option.text): \"\(feature)\" is in another group already")
        }
      }
    }
    var groups: [String] = []
    var known: [String: Int] = [:]
    let places = features.map { feature -> Int in
      let name = groupOfFeature[feature.name] ?? feature.name
      let place = known[name] ?? groups.count
      if known.updateValue(place, forKey: name) == nil { groups.append(name) }
      return place
    }
    return FeatureGroups(names: groups, groupOfFeature: places)
  }

  /// The groups of several features, in words; `nil` where there are none.
  var note: String? {
    let groups = coalitions ?? groups
    var members = [Int](repeating: 0, count: groups.count)
    for group in groups.groupOfFeature { members[group] += 1 }
    let several = groups.names.indices.filter { members[$0] > 1 }
    guard !several.isEmpty else { return nil }
    let shown = several.prefix(6).map { "\(groups.names[$0]) (\(members[$0]) features)" }
    return shown.joined(separator: ", ") + (several.count > 6 ? ", …" : "")
  }
}
