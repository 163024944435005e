#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Isolation forests (Liu, Ting, Zhou, Isolation Forest, ICDM 2008, doi:10.1109/ICDM.2008.17).
///
/// The margin is the mean length of a row's paths, the prediction scikit-learn's decision function:
/// above 0 for rows like the others, below for anomalies.
enum SklearnIsolationForest: SklearnFamily {
  static let classNames: Set = ["IsolationForest"]

  static func model(_ forest: SklearnEstimator) throws(ModelError) -> any Model {
    let trees = try forest["estimators_"].elements()
    let choices = try forest["estimators_features_"].elements()
    guard !trees.isEmpty, choices.count == trees.count else {
      throw forest["estimators_features_"].failure(expected: "features of \(trees.count) trees")
    }
    var read: [Tree] = []
    for (tree, choice) in zip(trees, choices) {
      let arrays = try SklearnTree.arrays(tree["tree_"])
      let features = try choice.numbers().map { Int(exactly: $0) ?? -1 }
      read.append(
        try SklearnTree.tree(
          arrays, values: try lengths(arrays), target: .output(0), features: features,
          featureCount: forest.inputs.count))
    }
    let ensemble = TreeEnsemble(
      read, base: [0], featureCount: forest.inputs.count, isMean: true, comparison: .single,
      sum: .double)
    let sampled = forest["_max_samples"].exists ? forest["_max_samples"] : forest["max_samples_"]
    let depth = averageLength(Double(try sampled.integer()))
    let offset = try forest["offset_"].number()
    guard depth.isFinite, offset.isFinite else {
      throw forest["offset_"].failure(expected: "a number")
    }
    return TreeModel(
      ensemble, features: forest.features, link: .isolation(depth: depth, offset: offset),
      output: ModelOutput(.score, task: .anomaly, names: ["prediction"]),
      refusesMissing: try takesNoMissing(forest),
      summary: forest.summary(
        ensemble,
        notes: [
          "the prediction is scikit-learn's decision function: above 0 for rows like the others, "
            + "below 0 for anomalies; the margin is the mean length of a row's paths"
        ]))
  }

  /// Missing values are taken since scikit-learn 1.6.
  private static func takesNoMissing(_ forest: SklearnEstimator) throws(ModelError) -> Bool {
    forest.version < (1, 6)
  }

  /// The length of the path to each leaf, with the mean length of the rest that was not grown.
  private static func lengths(_ arrays: SklearnTree.Arrays) throws(ModelError) -> [Double] {
    var depths = Array(repeating: 0, count: arrays.count)
    var stack = [0]
    while let node = stack.popLast() {
      guard arrays.left[node] != -1 else { continue }
      for child in [arrays.left[node], arrays.right[node]] {
        // Every node but the root has one parent, deeper than it in no circle.
        guard depths.indices.contains(child), child != 0, depths[child] == 0 else {
          throw arrays.place.place.malformed("node \(node): the children are no tree's")
        }
        depths[child] = depths[node] + 1
        stack.append(child)
      }
    }
    return zip(depths, arrays.counts).map { Double($0 + 1) + averageLength($1) - 1 }
  }

  /// The mean length of an unsuccessful search in a binary search tree of n: equation 1 of the paper,
  /// the harmonic number by its logarithm and Euler's constant.
  private static func averageLength(_ count: Double) -> Double {
    if count <= 1 { return 0 }
    if count == 2 { return 1 }
    return 2 * (log(count - 1) + 0.577_215_664_901_532_860_6) - 2 * (count - 1) / count
  }
}
