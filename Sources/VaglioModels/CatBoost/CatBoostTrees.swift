/// The trees of a CatBoost model.
struct CatBoostTrees {
  let features: CatBoostFeatures
  /// The number of values of a leaf: one per output.
  let width: Int

  private var target: Tree.Target { width == 1 ? .output(0) : .all }

  /// The trees of a file, of whichever shape.
  func trees(_ root: DocumentPlace) throws(ModelError) -> [Tree] {
    let isSymmetric = root["oblivious_trees"].exists
    let place = root[isSymmetric ? "oblivious_trees" : "trees"]
    var trees: [Tree] = []
    for tree in try place.elements() {
      trees.append(try isSymmetric ? symmetric(tree) : nested(tree))
    }
    guard !trees.isEmpty else { throw place.malformed("the model has no trees") }
    return trees
  }

  /// A tree with one question per level: bit k of a leaf's number is the answer to question k, and
  /// the last question stands at the root.
  private func symmetric(_ place: DocumentPlace) throws(ModelError) -> Tree {
    var questions: [(split: Split, trueSide: Split.Side)] = []
    if place["splits"].exists {
      for split in try place["splits"].elements() { questions.append(try features.split(split)) }
    }
    let values = try place["leaf_values"].numbers()
    guard questions.count < 32, values.count == (1 << questions.count) * width else {
      throw place["leaf_values"].malformed(
        "\(values.count) values do not fit \(questions.count) questions and \(width) outputs")
    }
    let inner = (1 << questions.count) - 1
    let covers = try covers(place["leaf_weights"], inner: inner)
    var draft: [Tree.DraftNode] = []
    for (level, (split, trueSide)) in questions.reversed().enumerated() {
      for node in (1 << level) - 1..<(2 << level) - 1 {
        let (no, yes) = (2 * node + 1, 2 * node + 2)
        let (left, right) = trueSide == .right ? (no, yes) : (yes, no)
        draft.append(.init(split, left: left, right: right, cover: covers?[node]))
      }
    }
    for leaf in 0...inner { draft.append(.init(leaf: leaf, cover: covers?[inner + leaf])) }
    return try tree(draft, values, place)
  }

  /// The weights of all nodes, the children of node n being 2n + 1 and 2n + 2.
  private func covers(_ place: DocumentPlace, inner: Int) throws(ModelError) -> [Double]? {
    guard place.exists else { return nil }
    let leaves = try place.numbers()
    guard leaves.count == inner + 1 else {
      throw place.malformed("\(leaves.count) weights, where \(inner + 1) belong")
    }
    var covers = Array(repeating: 0.0, count: inner) + leaves
    for node in (0..<inner).reversed() {
      covers[node] = covers[2 * node + 1] + covers[2 * node + 2]
    }
    return covers
  }

  private func tree(
    _ draft: [Tree.DraftNode], root: Int = 0, _ values: [Double], _ place: DocumentPlace
  ) throws(ModelError) -> Tree {
    do throws(MalformedTree) {
      return try Tree(
        draft, root: root, values: values, target: target, width: width,
        featureCount: features.inputs.count)
    } catch { throw place.malformed("node \(error.node): \(error.reason)") }
  }

  /// A tree of nodes within nodes: `{split, left, right}` or `{value, weight}`.
  private func nested(_ place: DocumentPlace) throws(ModelError) -> Tree {
    var nodes = NestedNodes(features: features, width: width)
    let root = try nodes.add(place)
    let covers = nodes.covers
    let draft = nodes.draft.enumerated().map { index, node in
      guard let branch = node.branch else {
        return Tree.DraftNode(leaf: node.leaf, cover: covers?[index])
      }
      return .init(branch.split, left: branch.left, right: branch.right, cover: covers?[index])
    }
    return try tree(draft, root: root, nodes.values, place)
  }
}

/// The nodes of a tree of nodes within nodes, children before their parents. The JSON reader bounds
/// the depth.
private struct NestedNodes {
  let features: CatBoostFeatures
  let width: Int
  private(set) var draft: [Tree.DraftNode] = []
  private(set) var values: [Double] = []
  private var weights: [Double?] = []

  init(features: CatBoostFeatures, width: Int) { (self.features, self.width) = (features, width) }

  /// The weight of each node; `nil` where a leaf has none.
  var covers: [Double]? {
    let known = weights.compactMap(\.self)
    return known.count == weights.count ? known : nil
  }

  /// Adds a node with all below it, and returns its index.
  mutating func add(_ place: DocumentPlace) throws(ModelError) -> Int {
    guard place["split"].exists else { return try addLeaf(place) }
    let (split, trueSide) = try features.split(place["split"])
    // "left" is where the answer is no.
    let (no, yes) = (try add(place["left"]), try add(place["right"]))
    let (left, right) = trueSide == .right ? (no, yes) : (yes, no)
    draft.append(.init(split, left: left, right: right))
    weights.append(weights[no].flatMap { first in weights[yes].map { first + $0 } })
    return draft.count - 1
  }

  private mutating func addLeaf(_ place: DocumentPlace) throws(ModelError) -> Int {
    let own = try leafValues(place["value"])
    guard own.count == width else {
      throw place["value"].malformed("\(own.count) values, where \(width) belong")
    }
    draft.append(.init(leaf: values.count / width))
    values += own
    weights.append(place["weight"].exists ? try place["weight"].number() : nil)
    return draft.count - 1
  }

  private func leafValues(_ place: DocumentPlace) throws(ModelError) -> [Double] {
    if case .numbers(let values) = place.value { return values }
    return [try place.number()]
  }
}
