/// The part of a tree that is explained against a background leaf by leaf: for paths of too many
/// players for a table.
///
/// Bit j of a pattern says whether a row passes all questions of the j-th player on the way to a
/// leaf. A row of pattern p against one of the background with pattern q has a share in the leaf
/// only where each player passes in one of both; then the players of P = p∖q bring the row there,
/// and those of Q = q∖p keep it away: with a = |P| and b = |Q| each of P gets (a − 1)! b! / (a +
/// b)! of the leaf's value, and each of Q −a! (b − 1)! / (a + b)!.
struct PatternTree: Sendable {
  /// A node in preorder; of an edge it is what the edge leads to.
  struct Node: Sendable {
    var column: Int32
    var below: UInt16
    var isLeft: Bool
    /// The bit of the player of the question above.
    var bit: UInt64
    /// The number of edges from the root.
    var level: Int32
    /// The number among ``leaves``; −1 at an inner node.
    var leaf: Int32
  }

  /// A leaf.
  struct Leaf: Sendable {
    /// Where its players begin among all, in the order of the bits, and how many there are.
    let firstPlayer: Int
    let playerCount: Int
    /// Its number in the whole tree.
    let number: Int
    /// The bits of all players.
    let all: UInt64
  }

  /// The most players of a path.
  static let mostPlayers = 64

  let nodes: [Node]
  let leaves: [Leaf]
  /// The players of the leaves, leaf by leaf.
  let players: [Int]
  let values: [Double]
  let firstOutput: Int
  let width: Int
  let levelCount: Int

  /// The part of a tree that leads to the pieces.
  init(_ tree: PlayerTree, _ pieces: [TreePiece]) {
    let all = tree.nodes
    let isOnWay = tree.isOnWay(to: Set(pieces.flatMap { $0.leaves.map(\.number) }))
    var nodes: [Node] = []
    var leaves: [Leaf] = []
    var leafPlayers: [Int] = []
    var stack: [(node: Int, level: Int, players: [Int])] = [(0, -1, [])]
    while let (node, level, players) = stack.popLast() {
      var players = players
      let parent = Int(all[node].parent)
      if parent >= 0 {
        let player = Int(all[parent].player)
        let place = players.firstIndex(of: player) ?? players.count
        if place == players.count { players.append(player) }
        nodes.append(
          Node(
            column: all[parent].column, below: all[parent].below, isLeft: node == parent + 1,
            bit: 1 << UInt64(place), level: Int32(level),
            leaf: all[node].isLeaf ? Int32(leaves.count) : -1))
      }
      guard !all[node].isLeaf else {
        let bits: UInt64 = players.count == 64 ? .max : 1 << UInt64(players.count) - 1
        leaves.append(
          Leaf(
            firstPlayer: leafPlayers.count, playerCount: players.count,
            number: Int(all[node].link), all: bits))
        leafPlayers += players
        continue
      }
      for child in [Int(all[node].link), node + 1] where isOnWay[child] {
        stack.append((child, level + 1, players))
      }
    }
    (self.nodes, self.leaves, self.players) = (nodes, leaves, leafPlayers)
    (values, firstOutput, width) = (tree.values, tree.firstOutput, tree.width)
    levelCount = Int(nodes.map(\.level).max() ?? 0) + 1
  }

  /// Calls `body` with every leaf and the bits of the players that a row, whose ranks stand
  /// `stride` apart, fails there; `failed` has room for ``levelCount`` values.
  @inline(__always)
  func forEachLeaf(
    _ ranks: UnsafePointer<UInt16>, stride: Int, failed: UnsafeMutablePointer<UInt64>,
    _ body: (_ leaf: Int, _ failures: UInt64) -> Void
  ) {
    nodes.withUnsafeBufferPointer { nodes in
      for node in nodes {
        let level = Int(node.level)
        let isPassed = (ranks[Int(node.column) * stride] < node.below) == node.isLeft
        let bits = (level == 0 ? 0 : failed[level - 1]) | (isPassed ? 0 : node.bit)
        failed[level] = bits
        if node.leaf >= 0 { body(Int(node.leaf), bits) }
      }
    }
  }
}
