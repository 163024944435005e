/// Where sums stand while rows are explained: for each output a column per player, and with pairs
/// one per pair of players.
struct AttributionColumns: Sendable {
  let playerCount: Int
  let outputCount: Int
  let hasPairs: Bool

  /// The number of pairs of different players.
  static func pairCount(_ players: Int) -> Int { players * (players - 1) / 2 }

  /// The columns of one output.
  var perOutput: Int { playerCount + (hasPairs ? Self.pairCount(playerCount) : 0) }

  /// All columns.
  var count: Int { perOutput * outputCount }

  /// How many rows are added up side by side, so that their sums lie in the second cache: a multiple
  /// of 4. The sums of column c stand at c times as many.
  var blockRows: Int { min(max((1 << 16) / (count + 1) / 4, 1), 64) * 4 }

  func column(output: Int, player: Int) -> Int { output * perOutput + player }

  /// The column of two different players.
  func column(output: Int, _ player: Int, _ other: Int) -> Int {
    let (low, high) = (min(player, other), max(player, other))
    return output * perOutput + playerCount + low * (2 * playerCount - low - 1) / 2 + high - low - 1
  }
}
