internal import VaglioStatistics

/// The pairs of a coalition of one size and of all other players, in a random order that hangs on a
/// seed and a key alone.
struct CoalitionStratum {
  let players: Int
  /// The size of the smaller coalition of a pair.
  let size: Int
  /// How many pairs there are, as far as doubles count.
  let pairCount: Double
  private let draws: HashedDraws
  /// All of them in random order, where they are few.
  private var all: [[Int32]]?
  private var seen: Set<[Int32]> = []
  private var drawn: [[Int32]] = []
  private var attempts = 0

  /// Up to how many pairs are listed rather than drawn.
  private static let listed = 20_000.0

  init(players: Int, size: Int, seed: UInt64, key: UInt64) {
    (self.players, self.size) = (players, size)
    let isHalf = 2 * size == players
    let coalitions = (0..<size).reduce(1.0) { $0 * Double(players - $1) / Double($1 + 1) }
    pairCount = (isHalf ? coalitions / 2 : coalitions).rounded()
    draws = HashedDraws(
      seed: seed ^ 0x6b65_726e_656c, key: key &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(size))
    if pairCount <= Self.listed { all = shuffled(combinations(isHalf: isHalf)) }
  }

  /// The first pairs of the order, `count` or as many as there are: the smaller coalition of each.
  mutating func pairs(_ count: Int) -> ArraySlice<[Int32]> {
    if let all { return all.prefix(count) }
    while drawn.count < count {
      let coalition = drawnCoalition(attempts)
      attempts += 1
      if seen.insert(coalition).inserted { drawn.append(coalition) }
    }
    return drawn.prefix(count)
  }

  /// The coalitions of the size; of two halves that with the first player.
  private func combinations(isHalf: Bool) -> [[Int32]] {
    var result: [[Int32]] = []
    var chosen = (0..<size).map(Int32.init)
    while true {
      if !isHalf || chosen[0] == 0 { result.append(chosen) }
      guard let place = (0..<size).last(where: { Int(chosen[$0]) < players - size + $0 }) else {
        return result
      }
      chosen[place] += 1
      for next in place + 1..<max(size, place + 1) { chosen[next] = chosen[next - 1] + 1 }
    }
  }

  private func shuffled(_ items: [[Int32]]) -> [[Int32]] {
    var items = items
    for place in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(place, Int(draws[place].multipliedFullWidth(by: UInt64(place + 1)).high))
    }
    return items
  }

  /// The beginning of a random order, ascending; of two halves that with the first player.
  private func drawnCoalition(_ attempt: Int) -> [Int32] {
    var order = (0..<players).map(Int32.init)
    for place in 0..<size {
      let word = draws[attempt << 24 | place]
      let other = place + Int(word.multipliedFullWidth(by: UInt64(players - place)).high)
      order.swapAt(place, other)
    }
    let chosen = order[..<size].sorted()
    guard 2 * size == players, chosen[0] != 0 else { return chosen }
    return order[size...].sorted()
  }
}
