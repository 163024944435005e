/// One-hot encoders: a column of 0 and 1 for each category, or group of rare categories, that is not
/// dropped.
enum SklearnEncoder: SklearnTransformer {
  static let classNames: Set = ["OneHotEncoder"]

  static func apply(
    _ encoder: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let dropped = try dropped(by: encoder, count: columns.count)
    var made: [Int] = []
    for (index, categories) in try SklearnCategories.all(of: encoder).enumerated() {
      let groups = try categories.groups(of: encoder, column: index)
      made += try indicators(
        of: columns[index], categories, groups: groups, dropped: dropped[index],
        unknown: try unknown(encoder, groups: groups), &draft)
    }
    return made
  }

  /// The code of a category that is not known: none that any indicator asks for, or that of the rare
  /// ones; `nil` where it is refused.
  private static func unknown(
    _ encoder: SklearnEstimator, groups: [Int]?
  ) throws(ModelError) -> Double? {
    switch try encoder["handle_unknown"].string() {
    case "error": return nil
    case "ignore": return -1
    case "infrequent_if_exist", "warn": return groups?.max().map(Double.init) ?? -1
    default: throw encoder["handle_unknown"].failure(expected: "what to do with unknown categories")
    }
  }

  private static func indicators(
    of column: Int, _ categories: SklearnCategories, groups: [Int]?, dropped: Int?,
    unknown: Double?, _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let code = { (place: Int) in Double(groups?[place] ?? place) }
    let coding = Coding(
      categories.levels, codes: categories.places.map(code), missing: categories.missing.map(code),
      unknown: unknown)
    try draft.require(column, categories.kind)
    let name = draft.name(of: column)
    let coded = draft.add(.coded(column, coding), name: name)
    let count = groups.map { ($0.max() ?? -1) + 1 } ?? categories.count
    var indicators: [Int] = []
    for group in 0..<count where group != dropped {
      let members = (0..<categories.count).filter { (groups?[$0] ?? $0) == group }
      let label =
        groups != nil && group == count - 1
        ? "infrequent_sklearn" : members.first.map { categories.labels[$0] } ?? ""
      indicators.append(
        try draft.add([.equals(Double(group))], on: coded, name: "\(name)=\(label)"))
    }
    return indicators
  }

  /// For each column the group that has no indicator.
  private static func dropped(
    by encoder: SklearnEstimator, count: Int
  ) throws(ModelError) -> [Int?] {
    let grouped = encoder["_drop_idx_after_grouping"]
    let place = grouped.exists ? grouped : encoder["drop_idx_"]
    if try place.isNone() { return Array(repeating: nil, count: count) }
    var dropped: [Int?] = []
    for scalar in try place.scalars() {
      switch scalar {
      case .none: dropped.append(nil)
      case .number(let number): dropped.append(Int(exactly: number))
      default: throw place.failure(expected: "the places of categories")
      }
    }
    guard dropped.count == count else { throw place.failure(expected: "\(count) places") }
    return dropped
  }
}

/// Ordinal encoders: each category's place.
enum SklearnOrdinalEncoder: SklearnTransformer {
  static let classNames: Set = ["OrdinalEncoder"]

  static func apply(
    _ encoder: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let refuses = try encoder["handle_unknown"].string() == "error"
    let unknown = refuses ? nil : try encoder["unknown_value"].number()
    let missing = encoder["encoded_missing_value"]
    let missingCode = missing.exists ? try missing.number() : .nan
    var made: [Int] = []
    for (index, categories) in try SklearnCategories.all(of: encoder).enumerated() {
      let groups = try categories.groups(of: encoder, column: index)
      let coding = Coding(
        categories.levels, codes: categories.places.map { Double(groups?[$0] ?? $0) },
        missing: categories.missing.map { _ in missingCode }, unknown: unknown)
      try draft.require(columns[index], categories.kind)
      made.append(draft.add(.coded(columns[index], coding), name: draft.name(of: columns[index])))
    }
    return made
  }
}
