/// The worths of all coalitions of a few players, and what is shared out from them.
struct CoalitionTable {
  /// How many players there may be: 2¹⁶ coalitions.
  static let mostPlayers = 16

  let players: Int
  /// One per coalition: bit i of the index says whether player i is in it.
  let worths: [Double]

  /// - Precondition: 2^players worths.
  init(players: Int, worths: [Double]) {
    precondition(worths.count == 1 << players, "a worth of every coalition")
    (self.players, self.worths) = (players, worths)
  }

  /// φᵢ = Σ_{S∌i} |S|! (d − 1 − |S|)! / d! · (v(S ∪ i) − v(S)) (Shapley 1953,
  /// doi:10.1515/9781400881970-018).
  func shapleyValues() -> [Double] {
    let weights = Self.weights(players)
    var values = [Double](repeating: 0, count: players)
    for coalition in worths.indices {
      let size = coalition.nonzeroBitCount
      for player in 0..<players where coalition & 1 << player == 0 {
        values[player] += weights[size] * (worths[coalition | 1 << player] - worths[coalition])
      }
    }
    return values
  }

  /// Owen values for groups of players: of coalitions only those count that hold the other groups
  /// whole or not at all.
  func owenValues(groupOfPlayer: [Int]) -> [Double] {
    let groups = Set(groupOfPlayer).sorted().map { group in
      groupOfPlayer.indices.reduce(0) { groupOfPlayer[$1] == group ? $0 | 1 << $1 : $0 }
    }
    let outer = Self.weights(groups.count)
    var values = [Double](repeating: 0, count: players)
    for own in groups {
      let others = groups.filter { $0 != own }
      let inner = Self.weights(own.nonzeroBitCount)
      for chosen in 0..<1 << others.count {
        let outside = others.indices.reduce(0) { chosen & 1 << $1 == 0 ? $0 : $0 | others[$1] }
        let weight = outer[chosen.nonzeroBitCount]
        // All parts of the group, as the submasks of its mask.
        var part = own
        while true {
          let coalition = outside | part
          let size = part.nonzeroBitCount
          for player in 0..<players where own & ~part & 1 << player != 0 {
            values[player] +=
              weight * inner[size] * (worths[coalition | 1 << player] - worths[coalition])
          }
          if part == 0 { break }
          part = (part - 1) & own
        }
      }
    }
    return values
  }

  /// Shapley interaction indices (Grabisch and Roubens 1999, doi:10.1007/s001820050125) of all pairs,
  /// players × players, the diagonal 0:
  ///
  ///     I_ij = Σ_{S∌i,j} |S|! (d − 2 − |S|)! / (d − 1)! · (v(S∪ij) − v(S∪i) − v(S∪j) + v(S))
  func interactionIndices() -> [Double] {
    var indices = [Double](repeating: 0, count: players * players)
    guard players > 1 else { return indices }
    let weights = Self.weights(players - 1)
    for coalition in worths.indices {
      let weight = weights[min(coalition.nonzeroBitCount, players - 2)]
      for first in 0..<players where coalition & 1 << first == 0 {
        for second in first + 1..<max(players, first + 1) where coalition & 1 << second == 0 {
          let (one, other) = (coalition | 1 << first, coalition | 1 << second)
          let joint = worths[one | other] - worths[one] - worths[other] + worths[coalition]
          indices[first * players + second] += weight * joint
          indices[second * players + first] += weight * joint
        }
      }
    }
    return indices
  }

  /// The coalitions of `players` players, neither none nor all of them, whose worths ``shapleyValues()``
  /// or ``owenValues(groupOfPlayer:)`` look at, ascending.
  static func coalitions(players: Int, groupOfPlayer: [Int]?) -> [Int] {
    let all = (1 << players) - 1
    guard all > 1 else { return [] }
    guard let groupOfPlayer else { return Array(1..<all) }
    let groups = Set(groupOfPlayer).map { group in
      groupOfPlayer.indices.reduce(0) { groupOfPlayer[$1] == group ? $0 | 1 << $1 : $0 }
    }
    // At most one group is split.
    return (1..<all).filter { coalition in
      groups.count { coalition & $0 != 0 && coalition & $0 != $0 } <= 1
    }
  }

  /// How many these are: of K groups Σ 2^(K−1)·(2^g − 2) that split one of g players, and 2^K − 2 that
  /// split none.
  static func coalitionCount(players: Int, groupOfPlayer: [Int]?) -> Int {
    guard players > 1 else { return 0 }
    guard let groupOfPlayer else { return (1 << players) - 2 }
    let sizes = Dictionary(groupOfPlayer.map { ($0, 1) }, uniquingKeysWith: +).values
    let outside = 1 << (sizes.count - 1)
    return sizes.reduce(2 * outside - 2) { $0 + outside * ((1 << $1) - 2) }
  }

  /// s! (d − 1 − s)! / d! for s from 0 below d.
  private static func weights(_ count: Int) -> [Double] {
    var weights = [1 / Double(max(count, 1))]
    for size in 1..<max(count, 1) {
      weights.append(weights[size - 1] * Double(size) / Double(count - size))
    }
    return weights
  }
}
