#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Gradient boosting: what the first estimator says, and learning rate · leaf of every tree in its
/// order, in 64 bits.
enum SklearnBoosting: SklearnFamily {
  static let classNames: Set = ["GradientBoostingClassifier", "GradientBoostingRegressor"]

  static func model(_ boosting: SklearnEstimator) throws(ModelError) -> any Model {
    let isClassifier = boosting.className.hasSuffix("Classifier")
    let output =
      isClassifier ? boosting.probabilities(of: try boosting.classes()) : boosting.values(1)
    let width = output.names.count
    let isExponential = try boosting["loss"].isText("exponential")
    let rate = try boosting["learning_rate"].number()
    guard rate.isFinite else {
      throw boosting["learning_rate"].failure(expected: "a finite number")
    }
    let trees = try trees(of: boosting, width: width)
    let ensemble = TreeEnsemble(
      trees, weights: Array(repeating: rate, count: trees.count),
      base: try base(of: boosting, output, isExponential: isExponential),
      featureCount: boosting.inputs.count, startsFromBase: true, comparison: .single, sum: .double)
    let link: Link =
      !isClassifier ? .identity : width > 1 ? .softmax : .logistic(slope: isExponential ? 2 : 1)
    return TreeModel(
      ensemble, features: boosting.features, link: link, output: output, refusesMissing: true,
      summary: boosting.summary(ensemble))
  }

  /// Stage by stage, one tree per output in each.
  private static func trees(
    of boosting: SklearnEstimator, width: Int
  ) throws(ModelError) -> [Tree] {
    let stages = boosting["estimators_"]
    var trees: [Tree] = []
    for stage in try stages.elements() {
      let own = try stage.elements()
      guard own.count == width else { throw stages.failure(expected: "\(width) trees a stage") }
      for (output, tree) in own.enumerated() {
        let arrays = try SklearnTree.arrays(tree["tree_"])
        guard arrays.outputCount == 1, arrays.classCount == 1 else {
          throw arrays.place.failure(expected: "a tree of one value")
        }
        trees.append(
          try SklearnTree.tree(
            arrays, values: arrays.values, target: .output(output),
            featureCount: boosting.inputs.count))
      }
    }
    return trees
  }

  private static func base(
    of boosting: SklearnEstimator, _ output: ModelOutput, isExponential: Bool
  ) throws(ModelError) -> [Double] {
    let first = boosting["init_"]
    if try first.isText("zero") { return output.names.map { _ in 0 } }
    let className = try first.className()
    guard let classes = output.classes else {
      guard className == "DummyRegressor" else { throw unread(boosting, className) }
      let constants = try first["constant_"].finiteNumbers()
      guard constants.count == 1 else { throw first.failure(expected: "one constant") }
      return constants
    }
    guard className == "DummyClassifier", try first["strategy"].isText("prior") else {
      throw unread(boosting, className)
    }
    let shares = try first["class_prior_"].finiteNumbers()
    guard shares.count == classes.count else {
      throw first.failure(expected: "\(classes.count) shares of classes")
    }
    return scores(of: shares, isExponential: isExponential, isOld: boosting.version < (1, 4))
  }

  private static func unread(_ boosting: SklearnEstimator, _ className: String) -> ModelError {
    boosting.unsupported(
      "starts from \(className), which is not read",
      remedy: "leave init as it is, or init=\"zero\"")
  }

  /// The scores of classes with these shares: log-odds of the second of two, half of that for the
  /// exponential loss; else logarithms, since scikit-learn 1.4 relative to their mean. Shares are kept
  /// off 0 and 1 by the rounding unit, before 1.4 that of 32 bits.
  private static func scores(of shares: [Double], isExponential: Bool, isOld: Bool) -> [Double] {
    let edge = isOld ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let shares = shares.map { min(max($0, edge), 1 - edge) }
    if shares.count == 2 {
      let odds = log(shares[1] / (1 - shares[1]))
      return [isExponential ? odds / 2 : odds]
    }
    let logarithms = shares.map { log($0) }
    if isOld { return logarithms }
    let mean = exp(logarithms.reduce(0, +) / Double(logarithms.count))
    return shares.map { log($0 / mean) }
  }
}
