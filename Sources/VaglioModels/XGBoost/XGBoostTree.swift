/// A reader of one tree of an XGBoost model: arrays with one element per node.
struct XGBoostTree {
  private let place: DocumentPlace
  private let features: Int
  private let left: [Int]
  private let right: [Int]
  private let splitFeatures: [Int]
  private let conditions: [Double]
  private let missingLeft: [Bool]
  private let covers: [Double]?

  init(_ place: DocumentPlace, features: Int) throws(ModelError) {
    (self.place, self.features) = (place, features)
    left = try place["left_children"].integers()
    right = try place["right_children"].integers()
    splitFeatures = try place["split_indices"].integers()
    conditions = try place["split_conditions"].numbers()
    missingLeft = try Self.flags(place["default_left"])
    let hessians = place["sum_hessian"].exists ? try place["sum_hessian"].numbers() : []
    // Objectives of one's own may have negative hessians: no weight of rows is told then.
    covers =
      hessians.isEmpty || !hessians.allSatisfy { $0 >= 0 && $0.isFinite }
      ? nil : hessians.map { Double(Float($0)) }
    for count in [
      right.count, splitFeatures.count, conditions.count, missingLeft.count,
      covers?.count ?? left.count,
    ] where count != left.count {
      throw place.malformed("the arrays of the tree's nodes are of \(left.count) and \(count)")
    }
  }

  /// 0 and 1, or truth values, as versions before 1.6 wrote them.
  private static func flags(_ place: DocumentPlace) throws(ModelError) -> [Bool] {
    guard case .array(let elements) = place.value, !elements.isEmpty else {
      return try place.numbers().map { $0 != 0 }
    }
    return try place.elements().map { element throws(ModelError) in try element.boolean() }
  }

  /// The tree, which adds to an output, or to all of `outputs` where its leaves are vectors. `room` is
  /// how many words of categories may still be taken.
  func tree(output: Int, of outputs: Int, room: inout Int) throws(ModelError) -> Tree {
    let width = try leafWidth()
    guard width == 1 || width == outputs else {
      throw place["tree_param"].malformed("leaves of \(width) values for \(outputs) outputs")
    }
    let (leaves, values) = try leafValues(width)
    let sets = try categories(&room)
    let draft = left.indices.map { node -> Tree.DraftNode in
      let cover = covers.map { $0[node] }
      if left[node] == -1 { return .init(leaf: leaves?[node] ?? node, cover: cover) }
      // XGBoost sends what is in the set to the right.
      guard let set = sets[node] else {
        let split = Split(
          feature: splitFeatures[node], .below(Double(Float(conditions[node]))),
          missing: missingLeft[node] ? .left : .right)
        return .init(split, left: left[node], right: right[node], cover: cover)
      }
      let split = Split(
        feature: splitFeatures[node], .among(set), missing: missingLeft[node] ? .right : .left)
      return .init(split, left: right[node], right: left[node], cover: cover)
    }
    do throws(MalformedTree) {
      return try Tree(
        draft, values: values, target: width > 1 ? .all : .output(output), width: width,
        featureCount: features)
    } catch {
      throw place.malformed("node \(error.node): \(error.reason)")
    }
  }

  private func leafWidth() throws(ModelError) -> Int {
    let parameter = place["tree_param"]["size_leaf_vector"]
    return parameter.exists ? max(try XGBoostParameters.count(parameter), 1) : 1
  }

  /// The leaf number of each node (`nil`: the node's own) and the values, leaf-major.
  ///
  /// A single value stands in `split_conditions`. Vectors stand in `base_weights`, one per node, up to
  /// 3.1, then in `leaf_weights`, where a leaf's right child is its number.
  private func leafValues(
    _ width: Int
  ) throws(ModelError) -> (leaves: [Int]?, values: [Double]) {
    if width == 1 { return (nil, conditions.map { Double(Float($0)) }) }
    let isMapped = place["leaf_weights"].exists
    let source = isMapped ? place["leaf_weights"] : place["base_weights"]
    let values = try source.numbers().map { Double(Float($0)) }
    guard values.count % width == 0 else {
      throw source.malformed("\(values.count) numbers are no vectors of \(width)")
    }
    return (isMapped ? right : nil, values)
  }

  /// The set of each node that asks for a category.
  private func categories(_ room: inout Int) throws(ModelError) -> [Int: CategorySet] {
    guard place["categories_nodes"].exists else { return [:] }
    let nodes = try place["categories_nodes"].integers()
    if nodes.isEmpty { return [:] }
    let starts = try place["categories_segments"].integers()
    let sizes = try place["categories_sizes"].integers()
    let codes = try place["categories"].integers()
    guard starts.count == nodes.count, sizes.count == nodes.count else {
      throw place["categories_sizes"].malformed("not one segment for each node")
    }
    var sets: [Int: CategorySet] = [:]
    for (index, node) in nodes.enumerated() {
      let (start, size) = (starts[index], sizes[index])
      guard start >= 0, size >= 0, start <= codes.count, size <= codes.count - start else {
        throw place["categories_segments"].malformed("there are no categories for node \(node)")
      }
      let own = codes[start..<start + size]
      guard own.allSatisfy({ (0..<1 << 24).contains($0) }) else {
        throw place["categories"].malformed("node \(node) has a category that cannot be")
      }
      room -= ((own.max() ?? 0) / 64) + 1
      guard room >= 0 else {
        throw place["categories"].unsupported("the sets of categories take more than 128 MB")
      }
      sets[node] = CategorySet(own, holdsNegativeFractions: false)
    }
    return sets
  }
}
