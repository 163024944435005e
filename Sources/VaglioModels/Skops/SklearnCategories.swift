/// The categories that an encoder of scikit-learn was fitted to, of one column.
struct SklearnCategories {
  /// The categories but for the missing one, with their places among all.
  let levels: Coding.Levels
  let places: [Int]
  /// The place of the missing category, if the column had missing values.
  let missing: Int?
  /// One per category, for names of columns.
  let labels: [String]

  /// The number of categories with the missing one.
  var count: Int { labels.count }

  /// The kind of column that such categories stand in.
  var kind: Feature.Kind {
    switch levels {
    case .texts(let texts): .category(levels: texts)
    case .numbers: .number
    }
  }

  /// Reads an array of categories.
  init(_ place: SkopsValue) throws(ModelError) {
    let scalars = try place.scalars()
    var (texts, numbers): ([String], [Double]) = ([], [])
    var places: [Int] = []
    var missing: Int?
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case _ where scalar.isMissing:
        guard missing == nil else {
          throw place.unsupported(
            "both None and NaN are categories, which a table can't tell apart")
        }
        missing = index
        continue
      case .text(let text): texts.append(text)
      case .number(let number): numbers.append(number)
      case .boolean(let flag): numbers.append(flag ? 1 : 0)
      case .none: break
      }
      places.append(index)
    }
    guard texts.isEmpty || numbers.isEmpty else {
      throw place.unsupported("the categories are texts and numbers mixed")
    }
    levels = texts.isEmpty ? .numbers(numbers) : .texts(texts)
    (self.places, self.missing, labels) = (places, missing, scalars.map(\.label))
  }

  /// The categories of all columns of an encoder.
  static func all(of encoder: SklearnEstimator) throws(ModelError) -> [SklearnCategories] {
    var all: [SklearnCategories] = []
    for place in try encoder["categories_"].elements() { all.append(try SklearnCategories(place)) }
    guard all.count == encoder.inputs.count else {
      throw encoder["categories_"].failure(
        expected: "categories of \(encoder.inputs.count) columns")
    }
    return all
  }

  /// For each category the group that it is in, rare ones sharing the last; `nil` where none is rare.
  /// Ordinal encoders leave a missing category, the last, without a group.
  func groups(of encoder: SklearnEstimator, column: Int) throws(ModelError) -> [Int]? {
    let isGroupless = encoder.className == "OrdinalEncoder" && missing == count - 1
    let count = isGroupless ? count - 1 : count
    let isGrouped = encoder["_infrequent_enabled"]
    guard isGrouped.exists, try isGrouped.boolean() else { return nil }
    let all = try encoder["_default_to_infrequent_mappings"].elements()
    guard all.indices.contains(column) else {
      throw encoder["_default_to_infrequent_mappings"].failure(expected: "groups of every column")
    }
    guard try !all[column].isNone() else { return nil }
    var groups: [Int] = []
    for number in try all[column].numbers() {
      guard let group = Int(exactly: number), group >= 0, group < count else {
        throw all[column].failure(expected: "groups of categories")
      }
      groups.append(group)
    }
    guard groups.count == count else { throw all[column].failure(expected: "\(count) groups") }
    return groups
  }
}
