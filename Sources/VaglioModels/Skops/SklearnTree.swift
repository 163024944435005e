/// Reads the arrays of scikit-learn's compiled trees.
///
/// A value that the 32-bit number nearest to x has goes to the left where it is ≤ threshold, which is
/// a 64-bit number. A tree's `values` are class fractions since scikit-learn 1.3, and counts before.
enum SklearnTree {
  /// The parts of a compiled tree.
  struct Arrays {
    let left: [Int]
    let right: [Int]
    let features: [Int]
    let thresholds: [Double]
    /// Whether a missing value goes to the left; `nil` in files that don't know of missing values.
    let missingGoesLeft: [Double]?
    let weights: [Double]
    let counts: [Double]
    /// Node-major, nodes × outputs × classes.
    let values: [Double]
    let outputCount: Int
    let classCount: Int
    let place: SkopsValue

    var count: Int { left.count }
  }

  /// The arrays of the compiled tree `tree_` of a fitted tree.
  static func arrays(_ tree: SkopsValue) throws(ModelError) -> Arrays {
    let (_, state) = try tree.reduced()
    let nodes = try state["nodes"].array()
    let values = try state["values"].array()
    func numbers(_ name: String) throws(ModelError) -> [Double] {
      guard let numbers = nodes.field(name)?.numbers else {
        throw state["nodes"].failure(expected: "nodes with the field \(name)")
      }
      return numbers
    }
    func integers(_ name: String) throws(ModelError) -> [Int] {
      try numbers(name).map { Int(exactly: $0) ?? -2 }
    }
    guard nodes.shape.count == 1, values.shape.count == 3, values.shape[0] == nodes.count,
      nodes.count > 0, values.shape[1] > 0, values.shape[2] > 0, let leaves = values.numbers
    else { throw state["values"].failure(expected: "nodes × outputs × classes values") }
    return Arrays(
      left: try integers("left_child"), right: try integers("right_child"),
      features: try integers("feature"), thresholds: try numbers("threshold"),
      missingGoesLeft: nodes.field("missing_go_to_left")?.numbers,
      weights: try numbers("weighted_n_node_samples"), counts: try numbers("n_node_samples"),
      values: leaves, outputCount: values.shape[1], classCount: values.shape[2], place: tree)
  }

  /// The tree of these arrays whose leaves have `width` values a node, node-major; `features` are the
  /// columns that it was fitted to.
  static func tree(
    _ arrays: Arrays, values: [Double], width: Int = 1, target: Tree.Target,
    features: [Int]? = nil, featureCount: Int
  ) throws(ModelError) -> Tree {
    var draft: [Tree.DraftNode] = []
    draft.reserveCapacity(arrays.count)
    for node in 0..<arrays.count {
      let cover = arrays.weights[node]
      guard arrays.left[node] != -1 else {
        draft.append(.init(leaf: node, cover: cover))
        continue
      }
      var feature = arrays.features[node]
      if let features {
        feature = features.indices.contains(feature) ? features[feature] : -1
      }
      let split = Split(
        feature: feature, .below(firstSingle(above: arrays.thresholds[node])),
        missing: arrays.missingGoesLeft?[node] == 1 ? .left : .right)
      draft.append(
        .init(split, left: arrays.left[node], right: arrays.right[node], cover: cover))
    }
    do throws(MalformedTree) {
      return try Tree(
        draft, values: values, target: target, width: width, featureCount: featureCount)
    } catch {
      throw arrays.place.place.malformed("node \(error.node): \(error.reason)")
    }
  }

  /// The least 32-bit number above t, so that x ≤ t is x < this for every 32-bit x.
  static func firstSingle(above threshold: Double) -> Double {
    if threshold == .infinity { return .infinity }
    let nearest = Float(threshold)
    return Double(Double(nearest) > threshold ? nearest : nearest.nextUp)
  }
}
