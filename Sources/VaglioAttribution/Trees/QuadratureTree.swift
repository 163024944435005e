/// The part of a tree that is walked row by row, made ready for the division-free quadrature.
///
/// A player's factor on the way to a node is F = b + t(1 − b) while the row passes its questions, b
/// being the share of the training rows that do, and b(1 − t) from the first that it fails. The
/// product c of the factors is carried downwards; at a leaf h = c·value·weight begins, and is
/// carried upwards, where each edge gives its player h·(g − g′), with g = (1 − b)/F or −1/(1 − t),
/// and g′ the same above the edge. All of it is done for eight points t at a time, which is exact
/// for 16 players on a way; for more there are several passes (Wettenstein, Mitchell and Yu 2026,
/// arXiv:2605.04497, with t itself as variable, and shares of 0 allowed).
struct QuadratureTree: Sendable {
  typealias Lanes = SIMD8<Double>

  /// A node, in preorder; of an edge it is what the edge leads to.
  struct Node: Sendable {
    /// The question at the node above, and on which side of it this node lies.
    var column: Int32
    var below: UInt16
    var isLeft: Bool
    /// The player of the question above.
    var player: Int32
    /// The number of edges from the root.
    var level: Int32
    /// Where the values of a leaf begin; −1 at an inner node.
    var leaf: Int32
    /// The node behind this one's descendants.
    var end: Int32
    /// The share of the training rows that passed the player's questions up to and before the edge,
    /// and that of the edge alone.
    var share: Double
    var shareBefore: Double
    var edgeShare: Double
  }

  /// The root itself is left out.
  let nodes: [Node]
  /// Passes × nodes: F above and below the edge, as F/F′ and 1/F and 1/F′.
  let down: [Lanes]
  let inverse: [Lanes]
  let inverseBefore: [Lanes]
  /// One of each per pass.
  let points: [Lanes]
  let weights: [Lanes]
  let levelCount: Int
  let passCount: Int
  let values: [Double]
  let firstOutput: Int
  let width: Int

  /// The part of a tree that leads to the pieces, of which there must be one.
  init(_ tree: PlayerTree, _ pieces: [TreePiece], _ semivalue: Semivalue) {
    let wanted = Set(pieces.flatMap { $0.leaves.map(\.number) })
    nodes = Self.nodes(tree, wanted)
    let most = pieces.map(\.players.count).max() ?? 1
    let rule = Self.rule(semivalue, players: most)
    passCount = (rule.points.count + 7) / 8
    levelCount = Int(nodes.map(\.level).max() ?? 0) + 1
    (values, firstOutput, width) = (tree.values, tree.firstOutput, tree.width)
    points = (0..<passCount).map { pass in
      Lanes((0..<8).map { Self.entry(rule.points, pass * 8 + $0, or: 0.5) })
    }
    weights = (0..<passCount).map { pass in
      Lanes((0..<8).map { Self.entry(rule.weights, pass * 8 + $0, or: 0) })
    }
    var (down, inverse, before): ([Lanes], [Lanes], [Lanes]) = ([], [], [])
    for point in points {
      for node in nodes {
        let factor = node.share + point * (1 - node.share)
        let factorBefore = node.shareBefore + point * (1 - node.shareBefore)
        down.append(factor / factorBefore)
        inverse.append(1 / factor)
        before.append(1 / factorBefore)
      }
    }
    (self.down, self.inverse, inverseBefore) = (down, inverse, before)
  }

  /// A whole number of eights of points, so that no lane is idle; more than needed stay exact.
  private static func rule(_ semivalue: Semivalue, players: Int) -> GaussLegendre {
    switch semivalue {
    case .shapley: GaussLegendre((players + 15) / 16 * 8)
    case .banzhaf: semivalue.rule(players: players)
    }
  }

  private static func entry(_ values: [Double], _ index: Int, or other: Double) -> Double {
    index < values.count ? values[index] : other
  }

  private static func nodes(_ tree: PlayerTree, _ wanted: Set<Int>) -> [Node] {
    let all = tree.nodes
    let isOnWay = tree.isOnWay(to: wanted)
    var nodes: [Node] = []
    var stack: [(node: Int, level: Int, shares: [Int32: Double])] = [(0, -1, [:])]
    while let (node, level, shares) = stack.popLast() {
      var shares = shares
      let parent = Int(all[node].parent)
      if parent >= 0 {
        let player = all[parent].player
        let before = shares[player] ?? 1
        shares[player] = before * all[node].share
        nodes.append(
          Node(
            column: all[parent].column, below: all[parent].below, isLeft: node == parent + 1,
            player: player, level: Int32(level), leaf: all[node].isLeaf ? all[node].link : -1,
            end: 0, share: before * all[node].share, shareBefore: before,
            edgeShare: all[node].share))
      }
      guard !all[node].isLeaf else { continue }
      for child in [Int(all[node].link), node + 1] where isOnWay[child] {
        stack.append((child, level + 1, shares))
      }
    }
    return linked(nodes)
  }

  /// Sets where the descendants of each node end.
  private static func linked(_ nodes: [Node]) -> [Node] {
    var nodes = nodes
    var open: [Int] = []
    for index in nodes.indices {
      while let last = open.last, nodes[last].level >= nodes[index].level {
        nodes[last].end = Int32(index)
        open.removeLast()
      }
      open.append(index)
    }
    for index in open { nodes[index].end = Int32(nodes.count) }
    return nodes
  }
}
