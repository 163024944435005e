/// Parts of trees that are made ready for walking together, as many as fit into some 32 MiB.
struct WalkBatch: Sendable {
  /// A part of a tree.
  struct Part: Sendable {
    let tree: Int
    let pieces: [TreePiece]
  }

  let semivalue: Semivalue
  let parts: [Part]

  /// Batches while pieces are added.
  struct Draft {
    let semivalue: Semivalue
    /// The rows of the background; `nil` without one.
    let backgroundCount: Int?
    private var batches: [WalkBatch] = []
    private var parts: [Part] = []
    private var size = 0

    /// The most bytes of a batch with several pieces.
    private static let most = 1 << 25

    init(semivalue: Semivalue, backgroundCount: Int?) {
      (self.semivalue, self.backgroundCount) = (semivalue, backgroundCount)
    }

    /// Adds pieces of a tree.
    mutating func append(_ pieces: [TreePiece], tree: Int) {
      var own: [TreePiece] = []
      for piece in pieces {
        let bytes = bytes(of: piece)
        if size > 0, size + bytes > Self.most {
          if !own.isEmpty { parts.append(Part(tree: tree, pieces: own)) }
          own = []
          close()
        }
        own.append(piece)
        size += bytes
      }
      if !own.isEmpty { parts.append(Part(tree: tree, pieces: own)) }
    }

    /// About what a piece takes when it is ready.
    private func bytes(of piece: TreePiece) -> Int {
      if let backgroundCount {
        let perRow = 16 + piece.players.count / 8 + 1
        return piece.leaves.count * backgroundCount * perRow
      }
      let edges = 2 * (piece.questions.count + piece.leaves.count)
      return edges * 256 * ((piece.players.count + 15) / 16)
    }

    private mutating func close() {
      if !parts.isEmpty { batches.append(WalkBatch(semivalue: semivalue, parts: parts)) }
      (parts, size) = ([], 0)
    }

    /// All batches.
    mutating func all() -> [WalkBatch] {
      close()
      return batches
    }
  }
}

/// A part of a tree that is ready for walking.
enum WalkedPart: Sendable {
  /// Followed both ways at absent players' questions.
  case quadrature(QuadratureTree)
  /// Meeting the rows of a background.
  case patterns(BackgroundPatterns)

  /// The most levels that a walk remembers.
  var levelCount: Int {
    switch self {
    case .quadrature(let tree): tree.levelCount
    case .patterns(let patterns): patterns.tree.levelCount
    }
  }

  /// Makes a part ready.
  init(
    _ part: WalkBatch.Part, of tree: PlayerTree, _ semivalue: Semivalue,
    _ background: TreeBackground?
  ) {
    if let background {
      self = .patterns(BackgroundPatterns(PatternTree(tree, part.pieces), background.rows))
    } else {
      self = .quadrature(QuadratureTree(tree, part.pieces, semivalue))
    }
  }
}
