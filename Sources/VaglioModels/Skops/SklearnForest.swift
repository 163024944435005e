/// Decision trees and forests: the mean of the trees' class fractions or values, added up in the
/// trees' order in 64 bits.
enum SklearnForest: SklearnFamily {
  static let classNames: Set = [
    "DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor",
    "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier",
    "ExtraTreesRegressor",
  ]

  static func model(_ estimator: SklearnEstimator) throws(ModelError) -> any Model {
    let trees = try trees(of: estimator)
    let isClassifier = estimator.className.hasSuffix("Classifier")
    let output: ModelOutput
    if isClassifier {
      guard try estimator["n_outputs_"].integer() == 1 else {
        throw estimator.unsupported("with several outputs is not read")
      }
      output = estimator.probabilities(of: try estimator.classes())
    } else {
      output = estimator.values(trees[0].outputCount)
    }
    let width = output.names.count
    var read: [Tree] = []
    for arrays in trees {
      let values =
        isClassifier
        ? try fractions(arrays, estimator, classes: output.classes?.count ?? 0)
        : try targets(arrays, estimator, count: width)
      read.append(
        try SklearnTree.tree(
          arrays, values: values, width: width, target: width == 1 ? .output(0) : .all,
          featureCount: estimator.inputs.count))
    }
    let ensemble = TreeEnsemble(
      read, base: Array(repeating: 0, count: width), featureCount: estimator.inputs.count,
      isMean: true, comparison: .single, sum: .double)
    return TreeModel(
      ensemble, features: estimator.features, link: .identity, output: output,
      refusesMissing: try !takesMissing(estimator, trees[0]), summary: estimator.summary(ensemble))
  }

  private static func trees(
    of estimator: SklearnEstimator
  ) throws(ModelError) -> [SklearnTree.Arrays] {
    guard estimator["estimators_"].exists else {
      return [try SklearnTree.arrays(estimator["tree_"])]
    }
    var trees: [SklearnTree.Arrays] = []
    for tree in try estimator["estimators_"].elements() {
      trees.append(try SklearnTree.arrays(tree["tree_"]))
    }
    guard !trees.isEmpty else { throw estimator["estimators_"].failure(expected: "trees") }
    return trees
  }

  /// The probabilities of a node: of two classes the second's. Counts are divided by their sum, as
  /// scikit-learn before 1.3 did.
  private static func fractions(
    _ arrays: SklearnTree.Arrays, _ estimator: SklearnEstimator, classes: Int
  ) throws(ModelError) -> [Double] {
    guard arrays.outputCount == 1, arrays.classCount == classes else {
      throw arrays.place.failure(expected: "a tree of \(classes) classes")
    }
    let areCounts = estimator.version < (1, 3) && estimator.version != (0, 0)
    var values: [Double] = []
    for node in 0..<arrays.count {
      var own = Array(arrays.values[node * classes..<(node + 1) * classes])
      if areCounts {
        let sum = own.reduce(0, +)
        own = own.map { $0 / (sum == 0 ? 1 : sum) }
      }
      values += classes == 2 ? [own[1]] : own
    }
    return values
  }

  private static func targets(
    _ arrays: SklearnTree.Arrays, _ estimator: SklearnEstimator, count: Int
  ) throws(ModelError) -> [Double] {
    guard arrays.classCount == 1, arrays.outputCount == count else {
      throw arrays.place.failure(expected: "a tree of \(count) targets")
    }
    return arrays.values
  }

  /// Single trees take missing values since scikit-learn 1.3, random forests since 1.4, extra trees
  /// since 1.6; before 1.9 with some criteria and without monotonic constraints alone.
  private static func takesMissing(
    _ estimator: SklearnEstimator, _ tree: SklearnTree.Arrays
  ) throws(ModelError) -> Bool {
    let name = estimator.className
    let since =
      name.hasPrefix("Extra") ? (1, 6) : name.hasPrefix("Random") ? (1, 4) : (1, 3)
    guard tree.missingGoesLeft != nil, estimator.version >= since else { return false }
    if estimator.version >= (1, 9) { return true }
    guard try estimator["monotonic_cst"].isNone() else { return false }
    let criteria =
      name.hasSuffix("Classifier")
      ? ["gini", "log_loss", "entropy"] : ["squared_error", "friedman_mse", "poisson"]
    return criteria.contains(try estimator["criterion"].string())
  }
}
