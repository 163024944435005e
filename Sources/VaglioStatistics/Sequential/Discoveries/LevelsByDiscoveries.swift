/// LOND: the level of claim t is αγₜ(D + 1), D the number of discoveries before.
///
/// Keeps the false discovery rate for independent or positively dependent p-values; with
/// `anyDependence` the level is divided by Σ1/i over i ≤ t, and it keeps it always (Javanmard and
/// Montanari 2015, arXiv:1502.06197; Zrnic, Ramdas and Jordan 2021, jmlr.org/papers/v22/19-910.html).
public struct LevelsByDiscoveries: OnlineDiscovery {
  public let alpha: Double
  public let anyDependence: Bool
  public private(set) var claimCount = 0
  /// How many claims were refuted.
  public private(set) var discoveryCount = 0
  private var harmonic = 0.0

  public init(alpha: Double, anyDependence: Bool = false) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.anyDependence = anyDependence
  }

  public var nextLevel: Double {
    let level = alpha * DiscoverySpending.slow(claimCount + 1) * Double(discoveryCount + 1)
    return anyDependence ? level / (harmonic + 1 / Double(claimCount + 1)) : level
  }

  /// Decides by a p-value.
  public mutating func decide(_ evidence: Double) throws(SequentialError) -> OnlineDecision {
    guard evidence >= 0, evidence <= 1 else {
      throw .notAProbability(evidence.isNaN ? -1 : evidence, row: claimCount)
    }
    let level = nextLevel
    claimCount += 1
    harmonic += 1 / Double(claimCount)
    if evidence <= level { discoveryCount += 1 }
    return OnlineDecision(level: level, isDiscovery: evidence <= level)
  }
}

/// e-LOND: the levels of ``LevelsByDiscoveries`` for e-values, refuting at e ≥ 1/level.
///
/// Keeps the false discovery rate under any dependence (Xu and Ramdas 2024,
/// proceedings.mlr.press/v238/xu24a.html): the rule for alarms of one model that share rows.
public struct EValueLevelsByDiscoveries: OnlineDiscovery {
  public let alpha: Double
  public private(set) var claimCount = 0
  /// How many claims were refuted.
  public private(set) var discoveryCount = 0

  public init(alpha: Double) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
  }

  public var nextLevel: Double {
    alpha * DiscoverySpending.slow(claimCount + 1) * Double(discoveryCount + 1)
  }

  /// Decides by an e-value.
  public mutating func decide(_ evidence: Double) throws(SequentialError) -> OnlineDecision {
    guard evidence >= 0 else { throw .notAnEValue(row: claimCount) }
    let level = nextLevel
    claimCount += 1
    let isDiscovery = evidence >= 1 / level
    if isDiscovery { discoveryCount += 1 }
    return OnlineDecision(level: level, isDiscovery: isDiscovery)
  }
}
