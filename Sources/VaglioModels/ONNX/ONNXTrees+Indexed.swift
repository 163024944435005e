extension ONNXTrees {
  /// The trees of `TreeEnsemble`, which takes the place of the older operators from version 5 of
  /// `ai.onnx.ml`: children are indices, of leaves or of nodes.
  ///
  /// https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsemble.html
  init(indexed node: ONNXNode, outputCount: Int) throws(ModelError) {
    let table = try IndexedTable(node, outputCount: outputCount)
    var walk = IndexedWalk(table: table)
    for root in node.integers("tree_roots") { try walk.add(root: root, node) }
    guard !walk.trees.isEmpty else { throw node.malformed("tree_roots is empty") }
    (nodes, trees) = (walk.nodes, walk.trees)
    votes = ONNXVotes(
      walk.voters, walk.cast, nodeCount: walk.nodes.count, outputCount: outputCount)
    precision = table.isDouble ? .double : .single
  }
}

/// The attributes of `TreeEnsemble`, checked for their lengths.
private struct IndexedTable {
  let modes: [ONNXTrees.Mode]
  let features: [Int64]
  let thresholds: [Double]
  let whenTrue: (nodes: [Int64], areLeaves: [Int64])
  let whenFalse: (nodes: [Int64], areLeaves: [Int64])
  let tracks: [Int64]
  let leaves: [ONNXVotes.Vote]
  let isDouble: Bool

  init(_ node: ONNXNode, outputCount: Int) throws(ModelError) {
    let splits = try Self.tensor(node, "nodes_splits")
    (thresholds, isDouble) = (try splits.numbers(), splits.type == 11)
    let count = thresholds.count
    features = try Self.column(node, "nodes_featureids", count)
    whenTrue = (
      try Self.column(node, "nodes_truenodeids", count),
      try Self.column(node, "nodes_trueleafs", count)
    )
    whenFalse = (
      try Self.column(node, "nodes_falsenodeids", count),
      try Self.column(node, "nodes_falseleafs", count)
    )
    let tracks = node.integers("nodes_missing_value_tracks_true")
    self.tracks = tracks.isEmpty ? Array(repeating: 0, count: count) : tracks
    modes = try Self.modes(node, count)
    guard self.tracks.count == count else {
      throw node.malformed("nodes_missing_value_tracks_true has \(tracks.count) entries")
    }
    leaves = try Self.leaves(node, outputCount)
  }

  private static func tensor(_ node: ONNXNode, _ name: String) throws(ModelError) -> ONNXTensor {
    guard let tensor = node[name]?.tensor else { throw node.malformed("\(name) is missing") }
    return tensor
  }

  private static func column(
    _ node: ONNXNode, _ name: String, _ count: Int
  ) throws(ModelError) -> [Int64] {
    let column = node.integers(name)
    guard column.count == count else {
      throw node.malformed("\(name) has \(column.count) entries, not \(count)")
    }
    return column
  }

  private static func modes(
    _ node: ONNXNode, _ count: Int
  ) throws(ModelError) -> [ONNXTrees.Mode] {
    let codes = try tensor(node, "nodes_modes").integers()
    guard codes.count == count else {
      throw node.malformed("nodes_modes has \(codes.count) entries, not \(count)")
    }
    var sets = try sets(node)[...]
    var modes: [ONNXTrees.Mode] = []
    for code in codes {
      switch code {
      case 0: modes.append(.atMost)
      case 1: modes.append(.below)
      case 2: modes.append(.atLeast)
      case 3: modes.append(.above)
      case 4: modes.append(.equal)
      case 5: modes.append(.unequal)
      case 6:
        guard let set = sets.popFirst() else {
          throw node.malformed("membership_values has fewer sets than nodes ask for")
        }
        modes.append(.member(set))
      default: throw node.malformed("a node has the mode \(code)")
      }
    }
    return modes
  }

  /// The sets of values, which NaN divides.
  private static func sets(_ node: ONNXNode) throws(ModelError) -> [[Double]] {
    guard let tensor = node["membership_values"]?.tensor else { return [] }
    return try tensor.numbers()
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNaN).map(Array.init)
  }

  private static func leaves(
    _ node: ONNXNode, _ outputCount: Int
  ) throws(ModelError) -> [ONNXVotes.Vote] {
    let weights = try tensor(node, "leaf_weights").numbers()
    let targets = try column(node, "leaf_targetids", weights.count)
    var leaves: [ONNXVotes.Vote] = []
    for (target, weight) in zip(targets, weights) {
      guard let output = Int(exactly: target), (0..<outputCount).contains(output) else {
        throw node.malformed("leaf_targetids has \(target), of \(outputCount) targets")
      }
      leaves.append(ONNXVotes.Vote(output: output, weight: weight))
    }
    return leaves
  }
}

/// The nodes tree by tree, in the order in which they are reached.
private struct IndexedWalk {
  let table: IndexedTable
  var nodes: [ONNXTrees.Node] = []
  var trees: [(nodes: Range<Int>, root: Int)] = []
  /// The leaves among ``nodes``, and what each adds.
  var voters: [Int] = []
  var cast: [ONNXVotes.Vote] = []
  private var reached: [Bool]

  init(table: IndexedTable) {
    self.table = table
    reached = Array(repeating: false, count: table.modes.count)
  }

  mutating func add(root: Int64, _ node: ONNXNode) throws(ModelError) {
    let first = nodes.count
    try append(root, isLeaf: false, node)
    var place = first
    while place < nodes.count {
      if case .leaf = nodes[place].mode {
      } else {
        let index = nodes[place].whenTrue
        nodes[place].whenTrue = nodes.count
        try append(table.whenTrue.nodes[index], isLeaf: table.whenTrue.areLeaves[index] != 0, node)
        nodes[place].whenFalse = nodes.count
        try append(
          table.whenFalse.nodes[index], isLeaf: table.whenFalse.areLeaves[index] != 0, node)
      }
      place += 1
    }
    trees.append((first..<nodes.count, first))
  }

  /// Appends a node, whose `whenTrue` is its own index until its children are appended.
  private mutating func append(
    _ number: Int64, isLeaf: Bool, _ node: ONNXNode
  ) throws(ModelError) {
    guard let index = Int(exactly: number), index >= 0,
      index < (isLeaf ? table.leaves.count : reached.count)
    else { throw node.malformed("there is no \(isLeaf ? "leaf" : "node") \(number)") }
    if isLeaf {
      voters.append(nodes.count)
      cast.append(table.leaves[index])
    } else {
      guard !reached[index] else { throw node.malformed("node \(number) has two parents") }
      reached[index] = true
    }
    nodes.append(
      ONNXTrees.Node(
        mode: isLeaf ? .leaf : table.modes[index],
        feature: isLeaf ? 0 : Int(truncatingIfNeeded: table.features[index]),
        threshold: isLeaf ? 0 : table.thresholds[index], whenTrue: index, whenFalse: index,
        tracksMissing: !isLeaf && table.tracks[index] != 0))
  }
}
