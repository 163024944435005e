/// How the indices of a tree's tables are found for a block of rows: steps down the tree in
/// preorder, each of a few operations on whole columns.
struct TableProgram: Sendable {
  /// A question as it is asked of a block.
  struct Question: Sendable {
    let column: Int
    let below: UInt16
  }

  enum Step: Sendable {
    /// From the bits of a level to those of the next: the row's bit of the player at `place` is
    /// whether it passed the question, too, if `isNew` is false.
    case descend(level: Int, Question, isLeft: Bool, place: Int, isNew: Bool)
    /// The bits of a level, with the answers to the piece's questions behind those of the way, are
    /// the index of a table.
    case look(level: Int, table: Int, wayCount: Int, [Question])
  }

  let steps: [Step]
  /// The number of levels whose bits are kept.
  let levelCount: Int

  /// The program of some pieces of a tree, `tables` giving each its number.
  init(_ tree: PlayerTree, _ pieces: [(piece: TreePiece, table: Int)]) {
    let nodes = tree.nodes
    var pieceAt: [Int: Int] = [:]
    for (index, entry) in pieces.enumerated() { pieceAt[entry.piece.root] = index }
    var isOnWay = [Bool](repeating: false, count: nodes.count)
    for node in nodes.indices.reversed() {
      if pieceAt[node] != nil { isOnWay[node] = true }
      if isOnWay[node], nodes[node].parent >= 0 { isOnWay[Int(nodes[node].parent)] = true }
    }
    var steps: [Step] = []
    var levels = 0
    // Each entry: a node, its level, the players on the way, and the step that leads there.
    var stack: [(node: Int, level: Int, players: [Int32], step: Step?)] = []
    if isOnWay[0] { stack.append((0, 0, [], nil)) }
    while let (node, level, players, step) = stack.popLast() {
      if let step { steps.append(step) }
      levels = max(levels, level + 1)
      if let index = pieceAt[node] {
        let (piece, table) = pieces[index]
        steps.append(
          .look(
            level: level, table: table, wayCount: piece.wayCount,
            piece.questions.map { Self.question(nodes[$0]) }))
      }
      let player = nodes[node].player
      let place = players.firstIndex(of: player) ?? players.count
      let isNew = place == players.count
      for (child, isLeft) in [(Int(nodes[node].link), false), (node + 1, true)]
      where isOnWay[child] {
        let step = Step.descend(
          level: level, Self.question(nodes[node]), isLeft: isLeft, place: place, isNew: isNew)
        stack.append((child, level + 1, isNew ? players + [player] : players, step))
      }
    }
    (self.steps, levelCount) = (steps, levels)
  }

  private static func question(_ node: PlayerTree.Node) -> Question {
    Question(column: Int(node.column), below: node.below)
  }
}

extension TableProgram {
  /// Finds the indices of a block of rows and hands those of each table, multiplied by `factor`, to
  /// `body`.
  ///
  /// `ranks` are column-major with `count` rows a column; `levels` has room for ``levelCount`` + 1
  /// columns of as many.
  @inline(__always)
  func run(
    _ ranks: UnsafePointer<UInt16>, count: Int, levels: UnsafeMutablePointer<UInt32>,
    factor: (_ table: Int) -> UInt32,
    _ body: (_ table: Int, _ indices: UnsafePointer<UInt32>) -> Void
  ) {
    // Nobody was asked on the way to the root: its level has no bits.
    levels.update(repeating: 0, count: count)
    for step in steps {
      switch step {
      case .descend(let level, let question, let isLeft, let place, let isNew):
        Self.descend(
          ranks + question.column * count, below: question.below, isLeft: isLeft,
          place: UInt32(place), isNew: isNew, from: UnsafePointer(levels + level * count),
          to: levels + (level + 1) * count, count: count)
      case .look(let level, let table, let wayCount, let questions):
        let indices = levels + levelCount * count
        let block = IndexBlock(ranks: ranks, count: count, factor: factor(table), place: wayCount)
        block.write(questions, UnsafePointer(levels + level * count), to: indices)
        body(table, UnsafePointer(indices))
      }
    }
  }

  /// Writes the bits of a level from those of the one above.
  @inline(__always)
  private static func descend(
    _ ranks: UnsafePointer<UInt16>, below: UInt16, isLeft: Bool, place: UInt32, isNew: Bool,
    from source: UnsafePointer<UInt32>, to target: UnsafeMutablePointer<UInt32>, count: Int
  ) {
    let other: UInt32 = isLeft ? 0 : 1
    if isNew {
      for row in 0..<count {
        let passed = (ranks[row] < below ? 1 : 0) ^ other
        target[row] = source[row] | passed &<< place
      }
    } else {
      for row in 0..<count {
        let failed = (ranks[row] < below ? 0 : 1) ^ other
        target[row] = source[row] & ~(failed &<< place)
      }
    }
  }
}

/// The indices of a block of rows.
private struct IndexBlock {
  let ranks: UnsafePointer<UInt16>
  let count: Int
  /// What indices are multiplied by.
  let factor: UInt32
  /// The bit of the first answer.
  let place: Int

  /// Writes the bits of the way with the answers to up to three questions behind them.
  @inline(__always)
  func write(
    _ questions: [TableProgram.Question], _ way: UnsafePointer<UInt32>,
    to indices: UnsafeMutablePointer<UInt32>
  ) {
    let (first, shift) = (questions[0], UInt32(place))
    let column = ranks + first.column * count
    guard questions.count > 1 else {
      for row in 0..<count {
        let answers: UInt16 = column[row] < first.below ? 1 : 0
        indices[row] = (way[row] | UInt32(answers) &<< shift) &* factor
      }
      return
    }
    let second = questions[1]
    let secondColumn = ranks + second.column * count
    guard questions.count > 2 else {
      for row in 0..<count {
        let answers: UInt16 =
          (column[row] < first.below ? 1 : 0) | (secondColumn[row] < second.below ? 2 : 0)
        indices[row] = (way[row] | UInt32(answers) &<< shift) &* factor
      }
      return
    }
    let third = questions[2]
    let thirdColumn = ranks + third.column * count
    for row in 0..<count {
      let answers: UInt16 =
        (column[row] < first.below ? 1 : 0) | (secondColumn[row] < second.below ? 2 : 0)
        | (thirdColumn[row] < third.below ? 4 : 0)
      indices[row] = (way[row] | UInt32(answers) &<< shift) &* factor
    }
  }
}
