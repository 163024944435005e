/// LORD++: each discovery earns α, spent on the claims after it.
///
/// αₜ = w₀γₜ + (α − w₀)γ₍t−τ₁₎ + αΣγ₍t−τⱼ₎ over later discoveries τⱼ, never more than the wealth left.
/// Keeps the false discovery rate for independent p-values (Ramdas, Yang, Wainwright and Jordan 2017,
/// arXiv:1710.00499, section 3).
public struct LevelsByRecentDiscovery: OnlineDiscovery {
  public let alpha: Double
  /// The wealth w₀ to begin with.
  public let initialWealth: Double
  public private(set) var claimCount = 0
  private var wealth: Double
  /// The claims that were refuted, from 1.
  private var discoveries: [Int] = []

  /// A rule with an initial wealth between 0 and α; half of α by default.
  public init(alpha: Double, initialWealth: Double? = nil) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.initialWealth = try DiscoveryWealth.checked(initialWealth, alpha)
    wealth = self.initialWealth
  }

  public var nextLevel: Double {
    let t = claimCount + 1
    var level = initialWealth * DiscoverySpending.slow(t)
    for (rank, time) in discoveries.enumerated() {
      level += DiscoveryWealth.earned(rank, alpha, initialWealth) * DiscoverySpending.slow(t - time)
    }
    return min(level, wealth)
  }

  /// Decides by a p-value.
  public mutating func decide(_ evidence: Double) throws(SequentialError) -> OnlineDecision {
    guard evidence >= 0, evidence <= 1 else {
      throw .notAProbability(evidence.isNaN ? -1 : evidence, row: claimCount)
    }
    let level = nextLevel
    claimCount += 1
    wealth -= level
    if evidence <= level {
      wealth += alpha
      discoveries.append(claimCount)
    }
    return OnlineDecision(level: level, isDiscovery: evidence <= level)
  }
}

/// What rules of alpha-investing share.
enum DiscoveryWealth {
  /// An initial wealth strictly between 0 and α.
  static func checked(_ wealth: Double?, _ alpha: Double) throws(SequentialError) -> Double {
    let wealth = wealth ?? alpha / 2
    guard wealth > 0, wealth < alpha else {
      throw .setting("initialWealth", expected: "above 0 and below alpha, not \(wealth)")
    }
    return wealth
  }

  /// What a discovery earns: the first only what the initial wealth left of α.
  static func earned(_ rank: Int, _ alpha: Double, _ wealth: Double) -> Double {
    rank == 0 ? alpha - wealth : alpha
  }
}
