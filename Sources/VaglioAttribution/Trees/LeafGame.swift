/// The game of one leaf: what it gives to its players for every pattern of a row.
///
/// Player j brings the factor aⱼ to a coalition, and bⱼ to its complement: aⱼ is 1 where the row
/// passes all of the player's questions on the way to the leaf (bit j of the pattern), else 0, and
/// bⱼ the share of the training rows that do, or the same bit of a row of the background. With
/// every player in the coalition with probability t the leaf counts T(t) = Π (t·aⱼ + (1 − t)·bⱼ),
/// on average over the background, and a player's gain is its T with aⱼ − bⱼ in place of its
/// factor. That needs no division by a factor that may be 0: with p̄ the pattern p without j,
///
///     gain = −T(p) / (1 − t)                      where the row does not pass
///     gain = (T(p) − T(p̄) / (1 − t)) / t          where it passes
///
/// So three sums over the points t per pattern serve all players, and six all pairs.
struct LeafGame {
  /// What the complement of a coalition brings.
  enum Complement {
    /// Each player's share of the training rows.
    case shares([Double])
    /// How many rows of the background, of 1 in all, have each pattern.
    case patterns(UnsafePointer<Double>)
  }

  /// Sums over the points of a rule, one per pattern.
  enum Sum: Int {
    /// Weights 1/t, 1/(t(1 − t)), 1/(1 − t): of a player's gain.
    case passed, flipped, failed
    /// Weights of two players' gain: both failed 1/(1 − t)²; one did, of the pattern 1/(t(1 − t))
    /// and of its flip 1/(t(1 − t)²); none, of the pattern 1/t², of one flip 1/(t²(1 − t)) and of
    /// both 1/(t²(1 − t)²).
    case bothFailed, oneFailed, oneFailedFlipped, bothPassed, bothPassedFlipped, bothPassedTwice

    func weight(_ t: Double) -> Double {
      let u = 1 - t
      switch self {
      case .passed: return 1 / t
      case .flipped: return 1 / (t * u)
      case .failed: return 1 / u
      case .bothFailed: return 1 / (u * u)
      case .oneFailed: return 1 / (t * u)
      case .oneFailedFlipped: return 1 / (t * u * u)
      case .bothPassed: return 1 / (t * t)
      case .bothPassedFlipped: return 1 / (t * t * u)
      case .bothPassedTwice: return 1 / (t * t * u * u)
      }
    }
  }

  let playerCount: Int
  /// ``Sum``-major: sums × patterns.
  private let sums: UnsafeMutablePointer<Double>
  private let spread: UnsafeMutablePointer<Double>

  private var patternCount: Int { 1 << playerCount }

  /// The room that a game of so many players needs.
  static func room(players: Int, hasPairs: Bool) -> Int { (hasPairs ? 10 : 4) << players }

  /// The game in some room.
  init(
    players: Int, _ complement: Complement, rule: GaussLegendre, hasPairs: Bool,
    room: UnsafeMutablePointer<Double>
  ) {
    playerCount = players
    let sumCount = hasPairs ? 9 : 3
    (spread, sums) = (room, room + 1 << players)
    sums.update(repeating: 0, count: sumCount << players)
    for (point, weight) in zip(rule.points, rule.weights) {
      switch complement {
      case .shares(let shares): spreadShares(shares, at: point)
      case .patterns(let patterns): spreadPatterns(patterns, at: point)
      }
      for index in 0..<sumCount {
        guard let sum = Sum(rawValue: index) else { break }
        add(weight * sum.weight(point), to: sums + index << playerCount)
      }
    }
  }

  private func add(_ factor: Double, to sum: UnsafeMutablePointer<Double>) {
    for pattern in 0..<patternCount { sum[pattern] += factor * spread[pattern] }
  }

  /// T for every pattern, one player after the other.
  private func spreadShares(_ shares: [Double], at t: Double) {
    spread[0] = 1
    for (player, share) in shares.enumerated() {
      let (failed, passed) = (share * (1 - t), share + t * (1 - share))
      let half = 1 << player
      for pattern in 0..<half {
        let value = spread[pattern]
        spread[half + pattern] = value * passed
        spread[pattern] = value * failed
      }
    }
  }

  /// T for every pattern from the background's: the product of a matrix per player.
  private func spreadPatterns(_ patterns: UnsafePointer<Double>, at t: Double) {
    spread.update(from: patterns, count: patternCount)
    for player in 0..<playerCount {
      let half = 1 << player
      for start in stride(from: 0, to: patternCount, by: 2 * half) {
        let (low, high) = (spread + start, spread + start + half)
        for offset in 0..<half {
          let (failed, passed) = (low[offset], high[offset])
          low[offset] = (1 - t) * passed
          high[offset] = t * failed + passed
        }
      }
    }
  }

  /// The sums of a kind, one per pattern.
  func all(_ sum: Sum) -> UnsafePointer<Double> {
    UnsafePointer(sums + sum.rawValue << playerCount)
  }

  @inline(__always)
  private func value(_ sum: Sum, _ pattern: Int) -> Double {
    sums[sum.rawValue << playerCount + pattern]
  }

  /// What a player gains where a row has a pattern.
  @inline(__always)
  func gain(_ player: Int, _ pattern: Int) -> Double {
    pattern >> player & 1 == 0
      ? -value(.failed, pattern)
      : value(.passed, pattern) - value(.flipped, pattern ^ 1 << player)
  }

  /// What two players gain by each other where a row has a pattern: the gain of one in presence of
  /// the other less that in its absence.
  func gain(_ player: Int, _ other: Int, _ pattern: Int) -> Double {
    let (bit, otherBit) = (1 << player, 1 << other)
    switch (pattern & bit != 0, pattern & otherBit != 0) {
    case (false, false): return value(.bothFailed, pattern)
    case (true, false):
      return value(.oneFailedFlipped, pattern ^ bit) - value(.oneFailed, pattern)
    case (false, true):
      return value(.oneFailedFlipped, pattern ^ otherBit) - value(.oneFailed, pattern)
    case (true, true):
      return value(.bothPassed, pattern) - value(.bothPassedFlipped, pattern ^ bit)
        - value(.bothPassedFlipped, pattern ^ otherBit)
        + value(.bothPassedTwice, pattern ^ bit ^ otherBit)
    }
  }
}
