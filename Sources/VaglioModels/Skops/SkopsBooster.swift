/// XGBoost's and LightGBM's estimators: the library's own file stands inside, and is read as such.
///
/// After early stopping both predict with the trees up to the best round, and so do we.
enum SkopsBooster {
  /// Whether the object is one of these estimators.
  static func isBooster(_ object: SkopsValue) throws(ModelError) -> Bool {
    let name = try object.qualifiedName()
    return name.hasPrefix("xgboost.") || name.hasPrefix("lightgbm.")
  }

  /// Reads the estimator; its columns are called by `inputs`, if these are known.
  static func model(_ object: SkopsValue, inputs: [String]?) throws(ModelError) -> any Model {
    let name = try object.qualifiedName()
    let className = try object.className()
    let isLightGBM = name.hasPrefix("lightgbm.")
    let kinds = ["Classifier", "Regressor", "Ranker", "RFClassifier", "RFRegressor"]
    let isKnown = kinds.contains { className == (isLightGBM ? "LGBM" : "XGB") + $0 }
    guard isKnown || className == "Booster" else { throw object.unsupported("\(name) is not read") }
    let booster = className == "Booster" ? object : object["_Booster"]
    let model =
      isLightGBM ? try lightGBM(booster) : try xgboost(booster, missing: object["missing"])
    let classes = try classes(of: object, className)
    guard let named = (model as? any RenamableModel)?.renamed(features: inputs, classes: classes)
    else {
      throw object.unsupported("\(className) holds a model of other columns or classes than it has")
    }
    return named
  }

  private static func lightGBM(_ booster: SkopsValue) throws(ModelError) -> any Model {
    let model = try LightGBMText.model(text: try booster["_handle"].string())
    let best = booster["best_iteration"]
    guard best.exists, try best.integer() > 0 else { return model }
    return model.keeping(trees: try best.integer().multiplied(by: model.ensemble.outputCount))
  }

  private static func xgboost(
    _ booster: SkopsValue, missing: SkopsValue
  ) throws(ModelError) -> any Model {
    if missing.exists, try !missing.isNone(), try !missing.number().isNaN {
      throw missing.unsupported(
        "another mark of missing values than NaN is not read", remedy: "leave such cells empty")
    }
    let bytes = try booster["handle"].bytes()
    let isJSON = bytes.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
    let document = isJSON ? try JSONDocument.document(bytes) : try UBJSONDocument.document(bytes)
    // What is saved with the state of training has the model in one of two members.
    guard case .object(let members) = document else {
      throw booster["handle"].failure(expected: "XGBoost's model")
    }
    let reader = try XGBoostReader(members["Model"] ?? document, format: XGBoostUBJSON.name)
    let model = try reader.model()
    let best = reader.learner["attributes"]["best_iteration"]
    guard best.exists, let trees = model as? TreeModel else { return model }
    let place = reader.learner["gradient_booster"]
    let own = place["model"].exists ? place["model"] : place["gbtree"]["model"]
    guard let round = Int(try best.string()), round >= 0 else {
      throw best.failure(expected: "the number of a round")
    }
    let starts = try own["iteration_indptr"].integers()
    guard round + 1 < starts.count else { return model }
    return trees.keeping(trees: starts[round + 1])
  }

  /// LightGBM keeps the labels of classes; XGBoost takes 0, 1, … alone.
  private static func classes(
    of object: SkopsValue, _ className: String
  ) throws(ModelError) -> [String]? {
    guard className.hasSuffix("Classifier") else { return nil }
    let classes = object["_classes"]
    if classes.exists, try !classes.isNone() { return try classes.scalars().map(\.label) }
    let count = object["n_classes_"]
    guard count.exists, (2...1 << 16).contains(try count.integer()) else { return nil }
    return (0..<(try count.integer())).map { String($0) }
  }
}

extension TreeModel {
  /// The model of the first trees alone.
  fileprivate func keeping(trees count: Int) -> TreeModel {
    guard count > 0, count < ensemble.trees.count else { return self }
    let kept = TreeEnsemble(
      Array(ensemble.trees[..<count]), weights: Array(ensemble.weights[..<count]),
      base: ensemble.base, featureCount: ensemble.featureCount, isMean: ensemble.isMean,
      startsFromBase: ensemble.startsFromBase, comparison: ensemble.comparison, sum: ensemble.sum)
    return TreeModel(
      kept, features: inputs, link: link, output: output, refusesMissing: refusesMissing,
      summary: summary)
  }
}

extension Int {
  /// The product, at most the greatest number.
  fileprivate func multiplied(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
