/// What boosted trees are fitted to.
public enum BoostingObjective: Hashable, Sendable {
  /// −y ln p − (1 − y) ln(1 − p) of targets from 0 to 1; trees add up to log odds.
  case logLoss
  /// ½(y − f)² of any finite targets.
  case squaredError
}

/// How boosted trees are grown.
public struct BoostingPlan: Hashable, Sendable {
  /// The most trees.
  public var trees = 50
  /// What each tree counts for.
  public var learningRate = 0.1
  /// The most splits on the way to a leaf.
  public var depth = 5
  /// The least sum of second derivatives in a leaf: of squared errors the rows' weight, of log losses
  /// up to a quarter of it.
  public var minimumChildWeight = 5.0
  /// λ, what is added to the sum of second derivatives in a leaf's value.
  public var regularization = 1.0
  /// The share of rows that a tree is grown on, chosen anew for each tree by hash.
  public var rowShare = 0.5
  /// How many trees without gain on the rows held out end the growth; `nil` grows all trees on all
  /// rows.
  public var patience: Int? = nil
  /// One in so many rows is held out where ``patience`` is set.
  public var validationFolds = 10
  public var seed: UInt64

  /// The standard plan under a seed.
  public init(seed: UInt64) { self.seed = seed }
}
