/// Attributions from coalitions of features, what they cost, and how their errors hang together.
public struct SampledAttributions: Equatable, Sendable {
  /// The attributions, with their standard errors by source where there are any.
  public let attributions: Attributions
  /// What they cost, and how good they got.
  public let account: SamplingAccount
  /// The covariances of the errors of each row and output, rows × outputs × features × features;
  /// `nil` where they were not asked for, or there are more than 256 features.
  public let covariances: Covariances?
  /// What each row of the background does to the mean of |φ| over the explained rows, background ×
  /// outputs × features: the mean of sign(φ)·(φ_b − φ). Its spread is the error that the background
  /// gives global importances.
  public let backgroundInfluences: [Double]
  /// One per background row, of sum 1.
  public let backgroundWeights: [Double]

  /// Covariances by source.
  public struct Covariances: Equatable, Sendable {
    /// Of the coalitions that were drawn: all lines have the sum 0, since attributions add up to the
    /// same output whatever is drawn.
    public let coalitions: [Double]
    /// Of coalitions and background together.
    public let total: [Double]
  }

  init(
    _ attributions: Attributions, _ account: SamplingAccount, covariances: Covariances?,
    backgroundInfluences: [Double], backgroundWeights: [Double]
  ) {
    (self.attributions, self.account, self.covariances) = (attributions, account, covariances)
    self.backgroundInfluences = backgroundInfluences
    self.backgroundWeights = backgroundWeights
  }
}
