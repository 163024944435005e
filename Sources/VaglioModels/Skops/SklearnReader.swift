/// Reads estimators of scikit-learn by their classes.
enum SklearnReader {
  private static let families: [any SklearnFamily.Type] = [
    SklearnBoosting.self, SklearnCommittee.self, SklearnForest.self,
    SklearnHistogramBoosting.self, SklearnIsolationForest.self, SklearnLinear.self,
    SklearnPipeline.self,
  ]

  /// Reads the estimator that a file holds.
  static func model(_ root: SkopsValue) throws(ModelError) -> any Model {
    if try SkopsBooster.isBooster(root) { return try SkopsBooster.model(root, inputs: nil) }
    let inputs = try inputs(of: root)
    guard Set(inputs).count == inputs.count else {
      throw root["feature_names_in_"].unsupported("two columns have one name")
    }
    return try model(root, inputs: inputs)
  }

  /// Reads an estimator that is given these columns.
  static func model(_ object: SkopsValue, inputs: [String]) throws(ModelError) -> any Model {
    if try SkopsBooster.isBooster(object) {
      return try SkopsBooster.model(object, inputs: inputs)
    }
    let name = try object.qualifiedName()
    let className = try object.className()
    guard name.hasPrefix("sklearn."),
      let family = families.first(where: { $0.classNames.contains(className) })
    else {
      throw object.unsupported(
        "\(name) is not read", remedy: "vaglio list formats shows which estimators are read")
    }
    return try family.model(try SklearnEstimator(object, inputs: inputs))
  }

  /// The names of the columns that an estimator is given: those that it was fitted with, else `f0`,
  /// `f1`, …
  static func inputs(of object: SkopsValue) throws(ModelError) -> [String] {
    let names = object["feature_names_in_"]
    if names.exists { return try names.scalars().map(\.label) }
    for name in ["n_features_in_", "_n_features_in"] where object[name].exists {
      let count = try object[name].integer()
      guard count >= 0, count <= 1 << 20 else {
        throw object[name].failure(expected: "a number of columns")
      }
      return (0..<count).map { "f\($0)" }
    }
    guard let first = try first(in: object) else {
      throw object.unsupported("\(try object.className()) doesn't tell how many columns it takes")
    }
    return try inputs(of: first)
  }

  /// The estimator that sees the columns first.
  private static func first(in object: SkopsValue) throws(ModelError) -> SkopsValue? {
    for list in ["steps", "transformer_list"] where object[list].exists {
      for pair in try object[list].elements() {
        let pair = try pair.elements()
        guard pair.count >= 2, try pair[1].isEstimator() else { continue }
        return pair[1]
      }
    }
    for list in ["estimators_", "calibrated_classifiers_"] where object[list].exists {
      if let first = try object[list].elements().first { return first }
    }
    let inner = object["estimator"]
    return inner.exists ? inner : nil
  }
}

extension SkopsValue {
  /// Whether an object stands here, and no text such as `passthrough`, and not `None`.
  func isEstimator() throws(ModelError) -> Bool {
    exists ? try place["__loader__"].string() == "ObjectNode" : false
  }
}
