internal import VaglioTables

/// A tree of a Treelite model.
struct TreeliteTree {
  private let place: DocumentPlace
  private let shape: TreeliteShape
  private let precision: TreeEnsemble.Precision

  init(_ place: DocumentPlace, _ shape: TreeliteShape, _ precision: TreeEnsemble.Precision) {
    (self.place, self.shape, self.precision) = (place, shape, precision)
  }

  /// The tree as often as it takes: once for one output or all of them, else once per output.
  func trees(_ entries: [TreeliteShape.Entry]) throws(ModelError) -> [Tree] {
    let (draft, values) = try draft()
    if entries.count == 1 {
      return [try tree(draft, chosen(values, entries), .output(entries[0].output))]
    }
    if entries.map(\.output) == Array(0..<shape.outputCount) {
      return [try tree(draft, chosen(values, entries), .all)]
    }
    var trees: [Tree] = []
    for entry in entries {
      trees.append(try tree(draft, chosen(values, [entry]), .output(entry.output)))
    }
    return trees
  }

  /// Of each leaf's values those of some entries.
  private func chosen(_ values: [Double], _ entries: [TreeliteShape.Entry]) -> [Double] {
    if entries.count == shape.leafSize { return values }
    return stride(from: 0, to: values.count, by: shape.leafSize).flatMap { start in
      entries.map { values[start + $0.place] }
    }
  }

  private func tree(
    _ draft: [Tree.DraftNode], _ values: [Double], _ target: Tree.Target
  ) throws(ModelError) -> Tree {
    do throws(MalformedTree) {
      return try Tree(
        draft, values: values, target: target, width: target == .all ? shape.outputCount : 1,
        featureCount: shape.featureCount)
    } catch { throw place.malformed("node \(error.node): \(error.reason)") }
  }

  private func draft() throws(ModelError) -> (nodes: [Tree.DraftNode], values: [Double]) {
    let places = try place["nodes"].elements()
    let covers = try covers(places)
    var draft: [Tree.DraftNode] = []
    var values: [Double] = []
    for (index, node) in places.enumerated() {
      guard try node["node_id"].integer() == index else {
        throw node["node_id"].malformed("expected \(index)")
      }
      guard node["split_feature_id"].exists else {
        let own = try leafValues(node["leaf_value"])
        draft.append(.init(leaf: values.count / shape.leafSize, cover: covers?[index]))
        values += own
        continue
      }
      let (split, isTurned) = try split(node)
      let (left, right) = (try node["left_child"].count(), try node["right_child"].count())
      draft.append(
        .init(
          split, left: isTurned ? right : left, right: isTurned ? left : right,
          cover: covers?[index]))
    }
    return (draft, values)
  }

  private func leafValues(_ place: DocumentPlace) throws(ModelError) -> [Double] {
    let values: [Double]
    if case .numbers(let vector) = place.value {
      values = vector
    } else {
      values = [try place.number()]
    }
    guard values.count == shape.leafSize else {
      throw place.malformed("\(values.count) values, where \(shape.leafSize) belong")
    }
    return values
  }

  /// Sums of hessians, or counts of rows, of which all nodes have one; what both tell of scikit-learn's
  /// trees is the weighted count and the plain one.
  private func covers(_ nodes: [DocumentPlace]) throws(ModelError) -> [Double]? {
    for key in ["sum_hess", "data_count"] where nodes.allSatisfy({ $0[key].exists }) {
      var covers: [Double] = []
      for node in nodes { covers.append(try node[key].number()) }
      return covers
    }
    return nil
  }

  /// The question of a node, and whether its sides are turned round: x > t is what x ≤ t is not.
  private func split(_ node: DocumentPlace) throws(ModelError) -> (Split, isTurned: Bool) {
    let feature = try node["split_feature_id"].count()
    let goesLeft = try node["default_left"].boolean()
    let type = try node["node_type"].string()
    switch type {
    case "categorical_test_node":
      let isTurned = try node["category_list_right_child"].boolean()
      let set = try categories(node["category_list"])
      let missing: Split.Side = goesLeft == isTurned ? .right : .left
      return (Split(feature: feature, .among(set), missing: missing), isTurned)
    case "numerical_test_node":
      let (threshold, isTurned) = try threshold(node)
      let missing: Split.Side = goesLeft == isTurned ? .right : .left
      return (Split(feature: feature, .below(threshold), missing: missing), isTurned)
    default:
      throw node["node_type"].unsupported("nodes of type \(legible(type)) are not read")
    }
  }

  private func threshold(
    _ node: DocumentPlace
  ) throws(ModelError) -> (threshold: Double, isTurned: Bool) {
    let number = try node["threshold"].number()
    let threshold = precision == .single ? Double(Float(number)) : number
    guard threshold.isFinite else { throw node["threshold"].failure(expected: "a finite number") }
    let above = precision == .single ? Double(Float(number).nextUp) : number.nextUp
    let sign = try node["comparison_op"].string()
    switch sign {
    case "<": return (threshold, false)
    case "<=": return (above, false)
    case ">": return (above, true)
    case ">=": return (threshold, true)
    default:
      throw node["comparison_op"].unsupported("the comparison \"\(legible(sign))\" is not read")
    }
  }

  /// The set's codes, which a node lists; a code far beyond them would cost memory that the file
  /// does not cover.
  private func categories(_ place: DocumentPlace) throws(ModelError) -> CategorySet {
    let codes = try place.integers()
    guard codes.allSatisfy({ (0...1 << 24).contains($0) }) else {
      throw place.unsupported("category codes above \(1 << 24) or below 0 are not read")
    }
    return CategorySet(codes, holdsNegativeFractions: false)
  }
}
