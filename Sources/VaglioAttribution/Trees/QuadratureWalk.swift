/// A working space for rows that walk through a ``QuadratureTree``.
struct QuadratureWalk {
  typealias Lanes = QuadratureTree.Lanes

  /// What is remembered of an edge while its descendants are visited.
  struct Level {
    var node = 0
    /// The product of the factors, and what came back from the leaves below.
    var product = Lanes(repeating: 1)
    var returned = Lanes.zero
    /// g − g′ of the edge.
    var gain = Lanes.zero
    /// Whether the edge is the first that its player fails.
    var isFirstFailed = false
    /// Whether the edge changes its player's factor.
    var counts = false
  }

  let columns: AttributionColumns
  /// One per level of the deepest tree.
  let levels: UnsafeMutablePointer<Level>
  /// One per player: whether the row failed a question of its on the way.
  let hasFailed: UnsafeMutablePointer<Bool>

  /// Adds what the walked part of a tree gives to a row; the ranks of the row stand by columns, and
  /// the sum of column c at c × `stride`.
  func add(
    _ tree: QuadratureTree, ranks: UnsafePointer<UInt16>, to sums: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    for pass in 0..<tree.passCount {
      for output in 0..<tree.width {
        add(tree, pass, output, ranks, to: sums, stride)
      }
    }
  }

  private func add(
    _ tree: QuadratureTree, _ pass: Int, _ output: Int, _ ranks: UnsafePointer<UInt16>,
    to sums: UnsafeMutablePointer<Double>, _ stride: Int
  ) {
    let point = tree.points[pass]
    let weight = tree.weights[pass]
    let failure = 1 / (1 - point)
    tree.nodes.withUnsafeBufferPointer { nodes in
      var top = -1
      var index = 0
      while index < nodes.count {
        let node = nodes[index]
        let level = Int(node.level)
        while top >= level {
          leave(top, tree, output, to: sums, stride)
          top -= 1
        }
        let above = level == 0 ? Lanes(repeating: 1) : levels[level - 1].product
        let isVisited = enter(
          index, node, above, tree, pass, point, failure, ranks, at: levels + level)
        if isVisited, node.leaf >= 0 {
          let value = tree.values[Int(node.leaf) * tree.width + output]
          levels[level].returned = levels[level].product * weight * value
        }
        top = level
        index = isVisited ? index + 1 : Int(node.end)
      }
      while top >= 0 {
        leave(top, tree, output, to: sums, stride)
        top -= 1
      }
    }
  }

  /// Goes down an edge; false where nothing below counts, the product being 0.
  @inline(__always)
  private func enter(
    _ index: Int, _ node: QuadratureTree.Node, _ above: Lanes, _ tree: QuadratureTree, _ pass: Int,
    _ point: Lanes, _ failure: Lanes, _ ranks: UnsafePointer<UInt16>,
    at level: UnsafeMutablePointer<Level>
  ) -> Bool {
    let player = Int(node.player)
    level.pointee.node = index
    level.pointee.returned = .zero
    level.pointee.isFirstFailed = false
    level.pointee.counts = false
    if hasFailed[player] {
      level.pointee.product = above * node.edgeShare
      return node.edgeShare != 0
    }
    let place = pass * tree.nodes.count + index
    let before = tree.inverseBefore[place]
    let gainBefore = (1 - node.shareBefore) * before
    if (ranks[Int(node.column)] < node.below) == node.isLeft {
      level.pointee.product = above * tree.down[place]
      level.pointee.gain = (1 - node.share) * tree.inverse[place] - gainBefore
      level.pointee.counts = true
      return true
    }
    guard node.share != 0 else { return false }
    level.pointee.product = above * (node.share * (1 - point)) * before
    level.pointee.gain = -failure - gainBefore
    level.pointee.counts = true
    level.pointee.isFirstFailed = true
    hasFailed[player] = true
    return true
  }

  /// Goes up an edge, and gives its player its part.
  @inline(__always)
  private func leave(
    _ top: Int, _ tree: QuadratureTree, _ output: Int, to sums: UnsafeMutablePointer<Double>,
    _ stride: Int
  ) {
    let level = levels + top
    let player = Int(tree.nodes[level.pointee.node].player)
    if level.pointee.isFirstFailed { hasFailed[player] = false }
    if top > 0 { levels[top - 1].returned += level.pointee.returned }
    guard level.pointee.counts else { return }
    let part = level.pointee.returned * level.pointee.gain
    let target = tree.firstOutput + output
    sums[columns.column(output: target, player: player) * stride] += part.sum()
    guard columns.hasPairs else { return }
    for other in 0..<top where levels[other].counts {
      let otherPlayer = Int(tree.nodes[levels[other].node].player)
      guard otherPlayer != player else { continue }
      let column = columns.column(output: target, player, otherPlayer)
      sums[column * stride] += (part * levels[other].gain).sum()
    }
  }
}
