/// The pattern of a leaf's players for every index of its piece.
struct LeafPatterns {
  /// For each answer to the piece's own questions: which bits of the way stay, and which are added.
  private let answers: [(kept: Int, added: Int)]
  private let wayCount: Int

  /// The patterns of a leaf whose players have these places in the piece, those on the way first.
  init(_ leaf: TreePiece.Leaf, of piece: TreePiece, players: [Int]) {
    wayCount = piece.wayCount
    let all = 1 << piece.wayCount - 1
    answers = (0..<1 << piece.questions.count).map { answer in
      var passed = (1 << players.count) - 1
      for demand in leaf.demands where (answer >> demand.question & 1 == 1) != demand.isLeft {
        guard let local = players.firstIndex(of: demand.place) else { continue }
        passed &= ~(1 << local)
      }
      return (passed & all, passed & ~all)
    }
  }

  /// Calls `body` with every index and its pattern.
  @inline(__always)
  func forEach(_ body: (_ index: Int, _ pattern: Int) -> Void) {
    let count = 1 << wayCount
    for (answer, bits) in answers.enumerated() {
      let start = answer << wayCount
      for way in 0..<count { body(start + way, way & bits.kept | bits.added) }
    }
  }
}
