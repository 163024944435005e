/// The game of a linear function at a leaf, of one row against one of the background.
///
/// A coalition S is worth J(S)·(c + Σ hₚ(S)), where J(S) is 1 if the row made of both comes to the leaf
/// with nothing missing, and hₚ(S) is the sum of player p's terms in the row, xₚ, if p ∈ S, else in that
/// of the background, yₚ. J asks for the players A who are barred in the background's row, and shuts out
/// those, B, who are barred in the row; it is 0 throughout where a player is both. In the presence of J,
/// hₚ is xₚ for p in A and yₚ for p in B, and of any other player
///
///     J·hₚ = yₚ·J + (xₚ − yₚ)·J with p in A as well,
///
/// so that the game is a sum of indicator games: (c + Σ_A xₚ + Σ_others yₚ)·J, and for each player
/// outside A and B one of xₚ − yₚ with |A| + 1 players. The values of an indicator game are those of
/// ``MeetingGains``, and every semivalue is linear.
struct LinearLeafGame {
  /// The players in the order of their bits.
  let players: [Int]
  private let inside: UInt64
  private let outside: UInt64
  /// What the indicator of A and B is multiplied with.
  private let worth: Double
  /// The sum of xₚ − yₚ over the players outside A and B.
  private let step: Double
  private let own: UnsafePointer<Double>
  private let other: UnsafePointer<Double>

  /// The game of two rows, whose sums are given for each player; `nil` where it is 0 throughout.
  @inline(__always)
  init?(
    _ function: LinearLeafTree.Function, barred: UInt64, otherBarred: UInt64,
    _ own: UnsafePointer<Double>, _ other: UnsafePointer<Double>
  ) {
    guard barred & otherBarred == 0 else { return nil }
    var (worth, step) = (function.constant, 0.0)
    for place in function.players.indices {
      if otherBarred >> UInt64(place) & 1 == 1 {
        worth += own[place]
      } else {
        worth += other[place]
        if barred >> UInt64(place) & 1 == 0 { step += own[place] - other[place] }
      }
    }
    players = function.players
    (inside, outside, self.worth, self.step) = (otherBarred, barred, worth, step)
    (self.own, self.other) = (own, other)
  }

  /// Calls `body` with each player and what it gains.
  @inline(__always)
  func forEachGain(_ gains: MeetingGains, _ body: (_ player: Int, _ gain: Double) -> Void) {
    let (a, b) = (inside.nonzeroBitCount, outside.nonzeroBitCount)
    let brings = a > 0 ? worth * gains.bringing(a, b) + step * gains.bringing(a + 1, b) : 0
    let keeps = b > 0 ? worth * gains.keeping(a, b) + step * gains.keeping(a + 1, b) : 0
    let joins = gains.bringing(a + 1, b)
    for (place, player) in players.enumerated() {
      let bit = UInt64(1) << UInt64(place)
      if inside & bit != 0 {
        body(player, brings)
      } else if outside & bit != 0 {
        body(player, keeps)
      } else {
        body(player, (own[place] - other[place]) * joins)
      }
    }
  }

  /// Calls `body` with each two players and what they gain by each other.
  func forEachPair(
    _ gains: MeetingGains, _ body: (_ player: Int, _ other: Int, _ gain: Double) -> Void
  ) {
    for first in players.indices {
      for second in first + 1..<max(players.count, first + 1) {
        let gain = pair(first, second, gains)
        if gain != 0 { body(players[first], players[second], gain) }
      }
    }
  }

  private func pair(_ first: Int, _ second: Int, _ gains: MeetingGains) -> Double {
    let (a, b) = (inside.nonzeroBitCount, outside.nonzeroBitCount)
    func brings(_ place: Int) -> Bool { inside >> UInt64(place) & 1 == 1 }
    func joins(_ place: Int) -> Bool { (inside | outside) >> UInt64(place) & 1 == 0 }
    switch (joins(first), joins(second)) {
    case (true, true): return 0
    case (true, false):
      return (own[first] - other[first]) * gains.pair(a + 1, b, true, brings(second))
    case (false, true):
      return (own[second] - other[second]) * gains.pair(a + 1, b, true, brings(first))
    case (false, false):
      let (one, two) = (brings(first), brings(second))
      return worth * gains.pair(a, b, one, two) + step * gains.pair(a + 1, b, one, two)
    }
  }
}
