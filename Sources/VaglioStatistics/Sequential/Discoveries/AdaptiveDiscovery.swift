/// SAFFRON and ADDIS: rules that spend no level on claims that are hopeless anyway.
///
/// A claim with p ≤ λ is a candidate; for ADDIS one with p > τ is discarded. Time t in
/// ``LevelsByRecentDiscovery`` is replaced by the number of claims that were neither, and levels are
/// multiplied by τ − λ (τ = 1 for SAFFRON) and at most λ. Both keep the false discovery rate for
/// independent p-values, ADDIS also gains from conservative ones (Ramdas, Zrnic, Wainwright and Jordan
/// 2018, arXiv:1802.09098; Tian and Ramdas 2019, arXiv:1905.11465, equation 7).
public struct AdaptiveDiscovery: OnlineDiscovery {
  public let alpha: Double
  /// The wealth w₀ to begin with.
  public let initialWealth: Double
  /// p-values up to it are candidates.
  public let lambda: Double
  /// p-values above it are discarded.
  public let tau: Double
  public private(set) var claimCount = 0
  /// Claims neither candidates nor discarded so far.
  private var spent = 0
  /// That number at each discovery.
  private var discoveries: [Int] = []

  /// SAFFRON, which discards nothing.
  public static func saffron(
    alpha: Double, initialWealth: Double? = nil, lambda: Double = 0.5
  ) throws(SequentialError) -> Self {
    try Self(alpha: alpha, initialWealth: initialWealth, lambda: lambda, tau: 1)
  }

  /// ADDIS.
  public static func addis(
    alpha: Double, initialWealth: Double? = nil, lambda: Double = 0.25, tau: Double = 0.5
  ) throws(SequentialError) -> Self {
    guard tau < 1 else { throw .setting("tau", expected: "below 1, not \(tau)") }
    return try Self(alpha: alpha, initialWealth: initialWealth, lambda: lambda, tau: tau)
  }

  private init(
    alpha: Double, initialWealth: Double?, lambda: Double, tau: Double
  ) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.initialWealth = try DiscoveryWealth.checked(initialWealth, alpha)
    guard lambda > 0, lambda < tau else {
      throw .setting("lambda", expected: "above 0 and below \(tau), not \(lambda)")
    }
    (self.lambda, self.tau) = (lambda, tau)
  }

  public var nextLevel: Double {
    var level = initialWealth * DiscoverySpending.power(spent + 1)
    for (rank, before) in discoveries.enumerated() {
      level +=
        DiscoveryWealth.earned(rank, alpha, initialWealth)
        * DiscoverySpending.power(spent - before + 1)
    }
    return min(lambda, (tau - lambda) * level)
  }

  /// Decides by a p-value.
  public mutating func decide(_ evidence: Double) throws(SequentialError) -> OnlineDecision {
    guard evidence >= 0, evidence <= 1 else {
      throw .notAProbability(evidence.isNaN ? -1 : evidence, row: claimCount)
    }
    let level = nextLevel
    claimCount += 1
    if evidence > lambda, evidence <= tau { spent += 1 }
    if evidence <= level { discoveries.append(spent) }
    return OnlineDecision(level: level, isDiscovery: evidence <= level)
  }
}
