/// Coalitions whose worth is asked for: each of players of an explained row against one row of the
/// background.
struct CoalitionRequests {
  /// How many words hold the players of a coalition, one bit each.
  let words: Int
  private(set) var rows: [Int32] = []
  private(set) var backgrounds: [Int32] = []
  /// Request by request, ``words`` each: a set bit takes the player's features from the row.
  private(set) var masks: [UInt64] = []

  /// Nothing asked of a game of so many players.
  init(players: Int) { words = max(1, (players + 63) / 64) }

  var count: Int { rows.count }

  /// Asks for the coalition of no player, which ``insert(_:)`` and ``fill(_:)`` change.
  mutating func append(row: Int, background: Int) {
    rows.append(Int32(row))
    backgrounds.append(Int32(background))
    for _ in 0..<words { masks.append(0) }
  }

  /// Asks for a coalition given by its words.
  mutating func append(row: Int, background: Int, mask: ArraySlice<UInt64>) {
    rows.append(Int32(row))
    backgrounds.append(Int32(background))
    masks += mask
  }

  /// Takes a player into the last coalition.
  mutating func insert(_ player: Int32) {
    masks[masks.count - words + Int(player >> 6)] |= 1 << UInt64(player & 63)
  }

  /// Forgets all requests.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    backgrounds.removeAll(keepingCapacity: true)
    masks.removeAll(keepingCapacity: true)
  }
}
