public import VaglioEvaluation
public import VaglioFindings
public import VaglioModels

/// How much each feature, or group, lowers a model's loss: Shapley additive global importance (Covert,
/// Lundberg and Lee 2020, arXiv:2004.00668), of any metric that is a mean of a loss over rows.
///
/// The game of one row is −ℓ(y, mean over the background of f(x with the features outside of S taken
/// from a background row)); its Shapley values, averaged over the rows, add up to the loss of the mean
/// prediction less that of the model. They are sampled by permutations in pairs, one the reverse of
/// the other, the same number for each row. A round is one pair for each row; after the second round
/// the error of the sampling is known, and rounds stop where it is small enough or the budget is
/// spent. Where not even one round fits, as many rows as fit are taken, in the order of a hash of
/// their identity.
///
/// Intervals are of means over rows, of which the sampling is a part. The background is taken as it
/// is: features outside of S are drawn independently of those in it (marginal imputation).
///
/// The same bytes for any number of threads; permutations hang on the seed and the row's identity.
public struct SAGE<M: MeanMetric>: Sendable {
  let metric: M
  let rounds: Int
  let tolerance: Double
  let budget: Int
  let seed: UInt64
  let level: ConfidenceLevel
  let threads: Int

  /// Importances for the loss of `metric`, in at most so many rounds and about `budget` rows that the
  /// model is asked about. Rounds stop when the greatest error of the sampling is at most `tolerance`
  /// times the distance from the least to the greatest importance.
  ///
  /// - Precondition: at least one round and one thread.
  public init(
    _ metric: M, rounds: Int = 32, tolerance: Double = 0.025, budget: Int = 50_000_000,
    seed: UInt64 = 7, level: ConfidenceLevel = .ninetyFivePercent, threads: Int = 1
  ) {
    precondition(rounds > 0 && threads > 0, "at least one round and one thread")
    (self.metric, self.rounds, self.tolerance, self.budget) = (metric, rounds, tolerance, budget)
    (self.seed, self.level, self.threads) = (seed, level, threads)
  }

  /// What each feature, or group, takes off the loss of a model.
  public func values(
    of model: any Model, on data: LabelledFeatures<M.Observed>, background: FeatureMatrix,
    groups: FeatureGroups? = nil
  ) throws(AttributionError) -> SAGEValues {
    try run([model], data, background, groups)[0]
  }

  /// What each feature, or group, takes off the loss of the candidate, of production, and of the
  /// difference candidate minus production: negative where the candidate makes more of it. Both models
  /// are asked about the same rows, so that the interval of the difference is paired.
  public func values(
    of candidate: any Model, and production: any Model,
    on data: LabelledFeatures<M.Observed>, background: FeatureMatrix, groups: FeatureGroups? = nil
  ) throws(AttributionError) -> (
    candidate: SAGEValues, production: SAGEValues, difference: SAGEValues
  ) {
    let found = try run([candidate, production], data, background, groups)
    return (found[0], found[1], found[2])
  }

  private func run(
    _ models: [any Model], _ data: LabelledFeatures<M.Observed>, _ background: FeatureMatrix,
    _ groups: FeatureGroups?
  ) throws(AttributionError) -> [SAGEValues] {
    guard background.rowCount > 0 else { throw .refused("the background has no rows") }
    guard background.columns.count == data.features.columns.count else {
      throw .refused(
        "the background has \(background.columns.count) columns, and the rows "
          + "\(data.features.columns.count)")
    }
    guard data.rows.haveWeight else { throw .refused("no row has a weight above 0") }
    let sampling = try SAGESampling(self, models, data, background, groups)
    return try sampling.run()
  }
}
