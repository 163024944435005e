public import VaglioFindings

/// What a study of two models is to find, and how surely.
public struct PowerRequest: Hashable, Sendable {
  /// The difference, candidate minus production, that is to be found; `nil` where none is named.
  public let difference: Double?
  /// The margin of non-inferiority and equivalence; `nil` where none is named.
  public let margin: Double?
  /// The wanted probability of success.
  public let power: Double
  public let level: ConfidenceLevel

  /// A request. Without a difference, margins are planned for models that are truly equal.
  ///
  /// - Precondition: the margin is positive, the difference finite, the power above α and below 1.
  public init(
    difference: Double? = nil, margin: Double? = nil, power: Double = 0.8,
    level: ConfidenceLevel = .ninetyFivePercent
  ) {
    precondition(power > level.alpha && power < 1, "a power of \(power)")
    precondition(margin.map { $0 > 0 && $0.isFinite } ?? true, "the margin is positive")
    precondition(difference.map { $0.isFinite } ?? true, "the difference is finite")
    (self.difference, self.margin) = (difference, margin)
    (self.power, self.level) = (power, level)
  }
}
