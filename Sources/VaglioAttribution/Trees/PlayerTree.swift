internal import VaglioModels

/// A tree whose questions belong to players, its leaves being what they add to the margin.
struct PlayerTree: Sendable {
  /// A node, in preorder as in ``Tree``.
  struct Node: Sendable {
    /// Where the rank of a row stands that is asked for.
    var column: Int32 = 0
    /// Ranks below go to the left.
    var below: UInt16 = 0
    /// Whose question it is; −1 at a leaf.
    var player: Int32 = -1
    /// The right child; of a leaf its number.
    var link: Int32
    /// The node above; −1 at the root.
    var parent: Int32 = -1
    /// The share of the training rows at the node above that came here; 1 at the root.
    var share: Double = 1

    var isLeaf: Bool { player < 0 }
  }

  let nodes: [Node]
  /// Leaf-major: leaves × ``width``, with the weight of the tree in the margin.
  let values: [Double]
  /// The first output that leaves add to, and how many they add to.
  let firstOutput: Int
  let width: Int
  let depth: Int

  /// A tree of an ensemble; `factors` is what its leaves count in each output, `players` the player
  /// of each feature.
  init(
    _ tree: Tree, _ questions: [RankedQuestions.Question?], factors: [Double],
    players: (Int) -> Int
  ) {
    var nodes = zip(tree.nodes, questions).map { node, question -> Node in
      var draft = Node(link: Int32(node.link))
      if let split = node.split, let question {
        draft.column = Int32(question.column)
        draft.below = question.below
        draft.player = Int32(players(split.feature))
      }
      return draft
    }
    for (index, node) in tree.nodes.enumerated() where node.split != nil {
      for child in [index + 1, node.link] {
        nodes[child].parent = Int32(index)
        nodes[child].share = Self.share(tree.nodes[child].cover, of: node.cover)
      }
    }
    self.nodes = nodes
    depth = tree.depth
    switch tree.target {
    case .output(let output):
      (firstOutput, width) = (output, 1)
      values = tree.leafValues.map { $0 * factors[output] }
    case .all:
      (firstOutput, width) = (0, factors.count)
      values = tree.leafValues.enumerated().map { $1 * factors[$0 % factors.count] }
    }
  }

  /// Below a node that no training row came to, both children have half, as in XGBoost.
  private static func share(_ cover: Double?, of parent: Double?) -> Double {
    guard let cover, let parent, parent > 0 else { return 0.5 }
    return cover / parent
  }

  /// The players that are asked on the way to a node, in the order in which they come, each with
  /// the share of the training rows that passed all of its questions.
  func ancestors(of node: Int) -> [(player: Int, share: Double)] {
    var path: [Int] = []
    var current = node
    while nodes[current].parent >= 0 {
      path.append(current)
      current = Int(nodes[current].parent)
    }
    var result: [(player: Int, share: Double)] = []
    var places: [Int: Int] = [:]
    for child in path.reversed() {
      let player = Int(nodes[Int(nodes[child].parent)].player)
      if let place = places[player] {
        result[place].share *= nodes[child].share
      } else {
        places[player] = result.count
        result.append((player, nodes[child].share))
      }
    }
    return result
  }

  /// For each node whether it is, or leads to, one of some leaves.
  func isOnWay(to leaves: Set<Int>) -> [Bool] {
    var isOnWay = [Bool](repeating: false, count: nodes.count)
    for (index, node) in nodes.enumerated().reversed() {
      if node.isLeaf { isOnWay[index] = leaves.contains(Int(node.link)) }
      if isOnWay[index], node.parent >= 0 { isOnWay[Int(node.parent)] = true }
    }
    return isOnWay
  }

  /// What the training rows at each node get on average, node-major × ``width``.
  func expectations() -> [Double] {
    var means = [Double](repeating: 0, count: nodes.count * width)
    for (index, node) in nodes.enumerated().reversed() {
      for output in 0..<width {
        if node.isLeaf {
          means[index * width + output] = values[Int(node.link) * width + output]
        } else {
          let right = Int(node.link)
          means[index * width + output] =
            nodes[index + 1].share * means[(index + 1) * width + output]
            + nodes[right].share * means[right * width + output]
        }
      }
    }
    return means
  }
}
