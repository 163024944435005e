/// What the ways to share out a piece's leaves cost, in nanoseconds as measured on one core of an
/// AMD EPYC of 2021; only their ratios matter.
struct TreeCosts: Sendable {
  /// The rows that are expected.
  let rowCount: Int
  let hasPairs: Bool
  /// The rows of the background; `nil` where the trees' own shares are taken.
  let backgroundCount: Int?

  /// The most bits of a table: 2¹⁸ entries.
  static let mostBits = 18
  /// The most values of a table: 64 MiB.
  static let mostValues = 1 << 23

  /// Whether a piece's leaves are looked up in a table: building it costs less than it saves.
  func prefersTable(_ piece: TreePiece, width: Int) -> Bool {
    guard piece.bits <= Self.mostBits else { return false }
    let values = valuesPerEntry(piece, width: width) << piece.bits
    guard values <= Self.mostValues else { return false }
    return building(piece, values: values) <= Double(rowCount) * walking(piece, width: width)
  }

  private func valuesPerEntry(_ piece: TreePiece, width: Int) -> Int {
    let players = piece.players.count
    return (players + (hasPairs ? AttributionColumns.pairCount(players) : 0)) * width
  }

  private func building(_ piece: TreePiece, values: Int) -> Double {
    let points = Double(piece.players.count / 2 + 1)
    let entries = Double(1 << piece.bits)
    return entries * points * (hasPairs ? 12 : 6) + Double(values) * (hasPairs ? 12 : 2)
  }

  private func walking(_ piece: TreePiece, width: Int) -> Double {
    let players = Double(piece.players.count)
    if let backgroundCount {
      return Double(piece.leaves.count) * (15 + 0.15 * Double(backgroundCount))
    }
    let passes = Double((piece.players.count + 15) / 16 * width)
    let edges = Double(piece.leaves.count + piece.questions.count)
    return edges * passes * (hasPairs ? 25 + 12 * players : 25)
  }
}
