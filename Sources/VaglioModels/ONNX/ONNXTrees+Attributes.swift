extension ONNXTrees {
  /// The trees of `TreeEnsembleClassifier` and `TreeEnsembleRegressor`, versions 1 to 4 of
  /// `ai.onnx.ml`, whose leaves' attributes begin with `prefix`: `class` or `target`.
  ///
  /// https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html
  init(
    _ node: ONNXNode, prefix: String, outputCount: Int, inputIsDouble: Bool
  ) throws(ModelError) {
    let trees = try Self.column(node, "nodes_treeids", count: nil)
    let count = trees.count
    let ids = try Self.column(node, "nodes_nodeids", count: count)
    let places = try Self.places(trees, ids, node)
    let (thresholds, isDouble) = try Self.numbers(node, "nodes_values", count: count)
    nodes = try Self.nodes(node, thresholds, trees, places)
    self.trees = try Self.ranges(trees, node)
    precision = isDouble || inputIsDouble ? .double : .single
    votes = try Self.votes(node, prefix, places, nodeCount: count, outputCount: outputCount)
  }

  /// The name of a node in the file.
  private struct Identity: Hashable {
    let tree: Int64
    let node: Int64
  }

  private static func column(
    _ node: ONNXNode, _ name: String, count: Int?
  ) throws(ModelError) -> [Int64] {
    let column = node.integers(name)
    guard column.count == count ?? column.count, !column.isEmpty else {
      throw node.malformed(
        "\(name) has \(column.count) entries\(count.map { ", not \($0)" } ?? "")")
    }
    return column
  }

  /// The numbers of an attribute or of its variant in double precision.
  static func numbers(
    _ node: ONNXNode, _ name: String, count: Int?
  ) throws(ModelError) -> (numbers: [Double], isDouble: Bool) {
    let tensor = node["\(name)_as_tensor"]?.tensor
    var numbers = node.floats(name)
    if let tensor, numbers.isEmpty { numbers = try tensor.numbers() }
    guard numbers.count == count ?? numbers.count else {
      throw node.malformed("\(name) has \(numbers.count) entries, not \(count ?? 0)")
    }
    return (numbers, tensor?.type == 11)
  }

  private static func places(
    _ trees: [Int64], _ ids: [Int64], _ node: ONNXNode
  ) throws(ModelError) -> [Identity: Int] {
    var places: [Identity: Int] = [:]
    places.reserveCapacity(trees.count)
    for index in trees.indices {
      let identity = Identity(tree: trees[index], node: ids[index])
      guard places.updateValue(index, forKey: identity) == nil else {
        throw node.malformed("tree \(trees[index]) has two nodes \(ids[index])")
      }
    }
    return places
  }

  private static func nodes(
    _ node: ONNXNode, _ thresholds: [Double], _ trees: [Int64], _ places: [Identity: Int]
  ) throws(ModelError) -> [Node] {
    let count = trees.count
    let features = try column(node, "nodes_featureids", count: count)
    let whenTrue = try column(node, "nodes_truenodeids", count: count)
    let whenFalse = try column(node, "nodes_falsenodeids", count: count)
    let modes = node.texts("nodes_modes")
    guard modes.count == count else {
      throw node.malformed("nodes_modes has \(modes.count) entries, not \(count)")
    }
    let tracks = node.integers("nodes_missing_value_tracks_true")
    guard tracks.isEmpty || tracks.count == count else {
      throw node.malformed(
        "nodes_missing_value_tracks_true has \(tracks.count) entries, not \(count)")
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(count)
    for index in 0..<count {
      let mode = try mode(modes[index], node)
      var children = (index, index)
      if case .leaf = mode {
      } else {
        guard
          let yes = places[Identity(tree: trees[index], node: whenTrue[index])],
          let no = places[Identity(tree: trees[index], node: whenFalse[index])]
        else { throw node.malformed("a child of entry \(index) is no node of its tree") }
        children = (yes, no)
      }
      nodes.append(
        Node(
          mode: mode, feature: Int(truncatingIfNeeded: features[index]),
          threshold: thresholds[index], whenTrue: children.0, whenFalse: children.1,
          tracksMissing: tracks.isEmpty ? false : tracks[index] == 1))
    }
    return nodes
  }

  private static func mode(_ name: String, _ node: ONNXNode) throws(ModelError) -> Mode {
    switch name {
    case "LEAF": return .leaf
    case "BRANCH_LEQ": return .atMost
    case "BRANCH_LT": return .below
    case "BRANCH_GTE": return .atLeast
    case "BRANCH_GT": return .above
    case "BRANCH_EQ": return .equal
    case "BRANCH_NEQ": return .unequal
    default: throw node.malformed("a node has the mode \"\(String(name.prefix(20)))\"")
    }
  }

  /// The nodes of each tree, which stand together, the root first.
  private static func ranges(
    _ trees: [Int64], _ node: ONNXNode
  ) throws(ModelError) -> [(nodes: Range<Int>, root: Int)] {
    var ranges: [(nodes: Range<Int>, root: Int)] = []
    var seen: Set<Int64> = []
    var start = 0
    for index in 1...trees.count where index == trees.count || trees[index] != trees[start] {
      guard seen.insert(trees[start]).inserted else {
        throw node.unsupported("the nodes of tree \(trees[start]) don't stand together")
      }
      ranges.append((start..<index, start))
      start = index
    }
    return ranges
  }

  private static func votes(
    _ node: ONNXNode, _ prefix: String, _ places: [Identity: Int], nodeCount: Int,
    outputCount: Int
  ) throws(ModelError) -> ONNXVotes {
    let trees = try column(node, "\(prefix)_treeids", count: nil)
    let ids = try column(node, "\(prefix)_nodeids", count: trees.count)
    let outputs = try column(node, "\(prefix)_ids", count: trees.count)
    let (weights, _) = try numbers(node, "\(prefix)_weights", count: trees.count)
    var nodes: [Int] = []
    var cast: [ONNXVotes.Vote] = []
    for index in trees.indices {
      guard let place = places[Identity(tree: trees[index], node: ids[index])] else {
        throw node.malformed("\(prefix)_nodeids[\(index)] is no node of its tree")
      }
      guard let output = Int(exactly: outputs[index]), (0..<outputCount).contains(output) else {
        throw node.malformed("\(prefix)_ids[\(index)] is \(outputs[index]), of \(outputCount)")
      }
      nodes.append(place)
      cast.append(ONNXVotes.Vote(output: output, weight: weights[index]))
    }
    return ONNXVotes(nodes, cast, nodeCount: nodeCount, outputCount: outputCount)
  }
}
