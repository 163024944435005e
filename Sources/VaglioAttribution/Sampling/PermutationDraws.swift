internal import VaglioStatistics

/// Permutations that depend on a seed, the explained row's key, the background row's number and the
/// round, and on nothing else.
struct PermutationDraws {
  let seed: UInt64
  /// For each player the number of its group, whose members stand next to each other; `nil` where
  /// any order will do.
  let groupOfPlayer: [Int]?

  /// The players in a random order.
  func order(
    of players: [Int32], row key: UInt64, background: Int, round: Int
  ) -> [Int32] {
    let draws = HashedDraws(
      seed: seed, key: key &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: background))
    let shuffled = Self.shuffled(players, draws, round: 2 * round)
    guard let groupOfPlayer else { return shuffled }
    let groups = Set(players.map { Int32(groupOfPlayer[Int($0)]) }).sorted()
    let ranks = Dictionary(
      uniqueKeysWithValues: zip(
        Self.shuffled(groups, draws, round: 2 * round + 1), 0...))
    // Sorting is stable in ranks of groups: members keep their random order.
    return shuffled.enumerated().sorted {
      let (left, right) = (
        ranks[Int32(groupOfPlayer[Int($0.element)])] ?? 0,
        ranks[Int32(groupOfPlayer[Int($1.element)])] ?? 0
      )
      return (left, $0.offset) < (right, $1.offset)
    }.map(\.element)
  }

  /// Fisher and Yates' shuffle; a word of 64 bits for each place.
  private static func shuffled(_ items: [Int32], _ draws: HashedDraws, round: Int) -> [Int32] {
    var items = items
    for place in stride(from: items.count - 1, to: 0, by: -1) {
      let word = draws[round << 32 | place]
      items.swapAt(place, Int(word.multipliedFullWidth(by: UInt64(place + 1)).high))
    }
    return items
  }
}
