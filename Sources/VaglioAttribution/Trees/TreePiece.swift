/// A few neighbouring questions of a tree with the leaves that hang on them.
///
/// What these leaves give to the players hangs on few bits of a row: for each player on the way
/// down whether the row passed all of its questions there, and the answers to the piece's own
/// questions.
struct TreePiece: Sendable {
  /// A question of a piece's own on the way to one of its leaves.
  struct Demand: Sendable {
    /// The question's number in the piece.
    let question: Int
    /// Whether the leaf lies to the left of it.
    let isLeft: Bool
    /// The place of its player in the piece.
    let place: Int
    /// The share of the training rows at the question that went the leaf's way.
    let share: Double
  }

  /// A leaf with the piece's own questions on the way to it.
  struct Leaf: Sendable {
    let number: Int
    let demands: [Demand]
  }

  /// The node at which the piece begins.
  let root: Int
  /// The players: first those on the way to the piece, in the order in which they come, then those
  /// that are asked in the piece alone.
  let players: [Int]
  /// For each player on the way the share of the training rows that passed its questions there.
  let shares: [Double]
  /// The nodes of the piece's own questions.
  let questions: [Int]
  let leaves: [Leaf]

  /// The number of players on the way to the piece.
  var wayCount: Int { shares.count }
  /// The number of bits that decide what the leaves give.
  var bits: Int { wayCount + questions.count }
}

extension TreePiece {
  /// The most questions of a piece: tables of more are rarely worth their size.
  static let mostQuestions = 3

  /// The pieces of a tree that have leaves.
  static func pieces(of tree: PlayerTree) -> [TreePiece] {
    let nodes = tree.nodes
    guard nodes.count > 1 else { return [] }
    let isJoined = joints(of: tree)
    return nodes.indices.compactMap { root in
      guard !nodes[root].isLeaf, !isJoined[root] else { return nil }
      let piece = piece(at: root, of: tree, isJoined)
      return piece.leaves.isEmpty ? nil : piece
    }
  }

  /// For each node whether it belongs to the piece of the node above.
  private static func joints(of tree: PlayerTree) -> [Bool] {
    let nodes = tree.nodes
    var isJoined = [Bool](repeating: false, count: nodes.count)
    // How many questions the piece of each node has, from below; leaves have none.
    var size = [Int](repeating: 0, count: nodes.count)
    for node in nodes.indices.reversed() where !nodes[node].isLeaf {
      let (left, right) = (node + 1, Int(nodes[node].link))
      if size[left] + size[right] < mostQuestions {
        size[node] = 1 + size[left] + size[right]
        (isJoined[left], isJoined[right]) = (true, true)
      } else if nodes[left].isLeaf || nodes[right].isLeaf {
        size[node] = 1
      } else {
        size[node] = mostQuestions
      }
    }
    return isJoined
  }

  private static func piece(
    at root: Int, of tree: PlayerTree, _ isJoined: [Bool]
  ) -> TreePiece {
    let nodes = tree.nodes
    let ancestors = tree.ancestors(of: root)
    var players = ancestors.map(\.player)
    var questions: [Int] = []
    var leaves: [Leaf] = []
    var stack: [(node: Int, demands: [Demand])] = [(root, [])]
    while let (node, demands) = stack.popLast() {
      guard !nodes[node].isLeaf else {
        leaves.append(Leaf(number: Int(nodes[node].link), demands: demands))
        continue
      }
      guard node == root || isJoined[node] else { continue }
      let player = Int(nodes[node].player)
      let place = players.firstIndex(of: player) ?? players.count
      if place == players.count { players.append(player) }
      for (child, isLeft) in [(Int(nodes[node].link), false), (node + 1, true)] {
        let demand = Demand(
          question: questions.count, isLeft: isLeft, place: place, share: nodes[child].share)
        stack.append((child, demands + [demand]))
      }
      questions.append(node)
    }
    return TreePiece(
      root: root, players: players, shares: ancestors.map(\.share), questions: questions,
      leaves: leaves)
  }
}
