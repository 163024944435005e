/// A rule that decides on claims one after the other, for ever, and keeps the false discovery rate.
///
/// The order of the claims matters: states cannot be merged. A state grows by a few numbers with each
/// discovery, and with nothing else.
public protocol OnlineDiscovery: Codable, Hashable, Sendable {
  /// The false discovery rate that is kept.
  var alpha: Double { get }
  /// How many claims were decided on.
  var claimCount: Int { get }
  /// The level of the next claim.
  var nextLevel: Double { get }
  /// Decides on the next claim by its evidence: a p-value, or an e-value where the rule says so.
  mutating func decide(_ evidence: Double) throws(SequentialError) -> OnlineDecision
}

/// What an online rule decided on a claim.
public struct OnlineDecision: Codable, Hashable, Sendable {
  /// The level α of the claim: it is refuted by p ≤ α, or e ≥ 1/α.
  public let level: Double
  public let isDiscovery: Bool

  public init(level: Double, isDiscovery: Bool) {
    (self.level, self.isDiscovery) = (level, isDiscovery)
  }
}

extension OnlineDiscovery {
  /// Decides on several claims in their order.
  public mutating func decide(_ evidence: [Double]) throws(SequentialError) -> [OnlineDecision] {
    var decisions: [OnlineDecision] = []
    for one in evidence { decisions.append(try decide(one)) }
    return decisions
  }
}
