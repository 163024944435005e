public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How much more often rows like each reference row occur among current rows: w(x) = p_cur(x)/p_ref(x),
/// from a learner that tells the two apart.
///
/// w = p̂/(1 − p̂)·n_ref/n_cur with p̂ by boosted trees that have not seen the row, their log odds
/// stretched by a logistic regression on them, for shrinkage leaves them too small (Bickel, Brückner and
/// Scheffer 2009, jmlr.org/papers/v10/bickel09a.html). Nothing is clipped; where few reference rows
/// would carry everything, ``effectiveCount`` says so.
public struct DensityRatio: Sendable {
  /// One per reference row, with mean 1.
  public let weights: [Double]
  /// Kish's effective number of reference rows, (Σw)²/Σw².
  public let effectiveCount: Double

  /// The ratio of two samples.
  ///
  /// `keys`: The identity of every row, reference rows first; a row that is in both parts may
  /// have one key in both.
  /// - Throws: `Undefined` where a column can't be learnt from, and where the learner tells both samples
  ///   apart without error, for then no reference row is like a current one.
  public init(
    _ joined: JoinedColumns, keys: [UInt64], plan: CrossFittedTrees.Plan
  ) throws(Undefined) {
    precondition(keys.count == joined.count, "one key per row")
    var plan = plan
    plan.training = .others
    let columns = try BinnedColumns(joined.columns, keys: keys, seed: plan.seed)
    let targets = (0..<joined.count).map { $0 < joined.referenceCount ? 0.0 : 1 }
    let fitted = try CrossFittedTrees(
      targets: targets, columns: columns, keys: keys, objective: .logLoss, plan: plan)
    let slope = try Self.stretch(fitted.scores, targets)
    self.init(odds: fitted.scores[..<joined.referenceCount].map { exp(slope * $0) })
  }

  /// What log odds are to be multiplied with; 0 where they don't vary, or point the wrong way.
  private static func stretch(
    _ scores: [Double], _ targets: [Double]
  ) throws(Undefined) -> Double {
    guard let first = scores.first, scores.contains(where: { $0 != first }) else { return 0 }
    guard
      let stretch = try? LogisticRegression(
        targets: targets, terms: [.intercept, .column(scores)])
    else {
      throw Undefined(
        "a learner tells current rows from the reference's without error, so that none of these is like "
          + "them")
    }
    return max(0, stretch.coefficients[1])
  }

  /// The plan that suits a ratio: shallow trees, as many as rows held out gain from.
  public static func plan(seed: UInt64, threads: Int = 1) -> CrossFittedTrees.Plan {
    var plan = CrossFittedTrees.Plan(seed: seed)
    plan.boosting.trees = 150
    plan.boosting.depth = 3
    plan.boosting.minimumChildWeight = 20
    plan.boosting.patience = 8
    plan.threads = threads
    return plan
  }

  /// The ratio from numbers in proportion to it, one per reference row.
  ///
  /// - Precondition: every one is finite and not negative, and one is above 0.
  public init(odds: [Double]) {
    let sum = ExactSum(odds).value
    precondition(sum > 0 && sum.isFinite, "a density ratio needs weight")
    let mean = sum / Double(odds.count)
    weights = odds.map { $0 / mean }
    let squares = ExactSum(weights.map { $0 * $0 }).value
    let total = Double(odds.count)
    effectiveCount = total * total / squares
  }
}
