internal import VaglioModels
internal import VaglioTables

/// Finds what can be changed of a row, from reference rows, constraints, and a model's thresholds.
struct MoveFinder {
  /// One row.
  let row: FeatureMatrix
  let reference: FeatureMatrix
  let features: [Feature]
  let constraints: CounterfactualConstraints
  let thresholds: TreeThresholds?
  /// The most choices of one move.
  let limit: Int

  /// Every feature that isn't held, and every one-hot group none of whose features is; those without
  /// a choice as well.
  func moves() throws(AttributionError) -> [FeatureMove] {
    let places = Dictionary(zip(features.map(\.name), features.indices)) { first, _ in first }
    var moves: [FeatureMove] = []
    var grouped: Set<Int> = []
    for name in constraints.groups.keys.sorted() {
      let members = (constraints.groups[name] ?? []).compactMap { places[$0] }
      grouped.formUnion(members)
      guard members.allSatisfy({ !rule($0).isImmutable }) else { continue }
      moves.append(try groupMove(name, members))
    }
    for feature in features.indices where !grouped.contains(feature) {
      guard !rule(feature).isImmutable else { continue }
      moves.append(try move(feature))
    }
    return moves
  }

  private func rule(_ feature: Int) -> CounterfactualConstraints.Rule {
    constraints.rules[features[feature].name] ?? .init()
  }

  /// The patterns of the group's columns that reference rows have.
  private func groupMove(
    _ name: String, _ members: [Int]
  ) throws(AttributionError) -> FeatureMove {
    var (own, seen) = ([Double](), [[Double]](repeating: [], count: reference.rowCount))
    for feature in members {
      guard case .numbers(let ours) = row.columns[feature],
        case .numbers(let theirs) = reference.columns[feature]
      else {
        throw .refused(
          "\"\(features[feature].name)\" of the one-hot group \"\(name)\" holds texts, not numbers")
      }
      own.append(ours[0])
      for index in theirs.indices { seen[index].append(theirs[index]) }
    }
    let weight = members.map { rule($0).weight }.max() ?? 1
    let patterns = Set(seen.filter { !$0.contains(where: \.isNaN) && $0 != own })
    let choices = patterns.sorted { $0.lexicographicallyPrecedes($1) }.prefix(limit)
    return FeatureMove(
      name: name, features: members,
      choices: choices.map { .init(values: $0, cost: weight) }, scale: nil)
  }

  private func move(_ feature: Int) throws(AttributionError) -> FeatureMove {
    let rule = rule(feature)
    switch (row.columns[feature], reference.columns[feature]) {
    case (.numbers(let own), .numbers(let seen)):
      if case .number = features[feature].kind { return number(feature, own[0], seen, rule) }
      return category(feature, own[0], seen.filter { !$0.isNaN }, rule)
    case (.texts(let own), .texts(let seen)):
      guard rule.range == nil, rule.direction == nil, rule.values == nil else {
        throw .refused(
          "\"\(features[feature].name)\" holds texts, which have no range, direction or numbers",
          remedy: "make it immutable, or leave it free")
      }
      return category(
        feature, Double(own.codes[0]), seen.codes.filter { $0 >= 0 }.map(Double.init), rule)
    default: preconditionFailure("columns were found to be of the same kind")
    }
  }

  /// Another of the categories that reference rows have: each costs one.
  private func category(
    _ feature: Int, _ own: Double, _ seen: [Double], _ rule: CounterfactualConstraints.Rule
  ) -> FeatureMove {
    let allowed = rule.values.map(Set.init)
    let others = Set(seen).filter {
      $0 != own && (allowed?.contains($0) ?? true) && (rule.range?.contains($0) ?? true)
    }
    return FeatureMove(
      name: features[feature].name, features: [feature],
      choices: others.sorted().prefix(limit).map { .init(values: [$0], cost: rule.weight) },
      scale: nil)
  }

  private func number(
    _ feature: Int, _ own: Double, _ seen: [Double], _ rule: CounterfactualConstraints.Rule
  ) -> FeatureMove {
    let sorted = seen.filter(\.isFinite).sorted()
    let name = features[feature].name
    guard let range = range(own, sorted, rule) else {
      return FeatureMove(name: name, features: [feature], choices: [], scale: nil)
    }
    let isWhole = rule.isWhole ?? sorted.allSatisfy { $0 == $0.rounded() }
    let scale = NumberScale(
      own: own, unit: NumberScale.unit(sorted), weight: rule.weight, range: range,
      isWhole: isWhole && rule.values == nil)
    let numbers = candidates(feature, sorted, rule, scale).filter(scale.allows)
    let choices = thinned(Set(numbers).sorted { ($0, 0) < ($1, 0) }).map {
      FeatureMove.Choice(values: [$0], cost: scale.cost($0))
    }
    return FeatureMove(
      name: name, features: [feature],
      choices: choices.sorted { ($0.cost, $0.values[0]) < ($1.cost, $1.values[0]) },
      scale: rule.values == nil ? scale : nil)
  }

  /// What the numbers may be: within the reference's range unless they are listed, within the rule's,
  /// and on the allowed side of the row's own; `nil` for nothing.
  private func range(
    _ own: Double, _ sorted: [Double], _ rule: CounterfactualConstraints.Rule
  ) -> ClosedRange<Double>? {
    var (low, high) = (-Double.infinity, Double.infinity)
    if rule.values == nil {
      guard let first = sorted.first, let last = sorted.last else { return nil }
      (low, high) = (first, last)
    }
    if let range = rule.range {
      (low, high) = (max(low, range.lowerBound), min(high, range.upperBound))
    }
    if rule.direction == .rise, !own.isNaN { low = max(low, own) }
    if rule.direction == .fall, !own.isNaN { high = min(high, own) }
    return low <= high ? low...high : nil
  }

  /// Listed numbers; or the nearest of each cell of a tree model; or those that were seen. The ends of
  /// the range belong to each but the first.
  private func candidates(
    _ feature: Int, _ sorted: [Double], _ rule: CounterfactualConstraints.Rule,
    _ scale: NumberScale
  ) -> [Double] {
    if let values = rule.values { return values }
    if let thresholds {
      return thresholds.numbers(ofFeature: feature, nearestTo: scale.own, isWhole: scale.isWhole)
        + (scale.own.isNaN || !scale.range.contains(scale.own)
          ? [scale.range.lowerBound, scale.range.upperBound] : [])
    }
    return sorted + [scale.range.lowerBound, scale.range.upperBound]
  }

  /// At most `limit` of ascending numbers, in equal steps by rank, the ends among them.
  private func thinned(_ numbers: [Double]) -> [Double] {
    guard numbers.count > limit else { return numbers }
    return (0..<limit).map { numbers[$0 * (numbers.count - 1) / max(1, limit - 1)] }
  }
}
