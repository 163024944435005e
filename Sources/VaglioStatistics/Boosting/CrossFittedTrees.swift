internal import Dispatch
internal import Synchronization
public import VaglioFindings

/// Boosted trees fitted to folds of the rows, and the scores that they give to rows that they have not
/// seen.
///
/// Folds are by hash of the rows' keys. From a fold with more rows than ``Plan/mostTrainingRows`` a
/// hashed sample is learnt from, so that the time is bounded, while every row is scored.
public struct CrossFittedTrees: Sendable {
  /// Which folds a fold's trees learn from.
  public enum Training: Hashable, Sendable {
    /// From all others: every row has a score, but the errors of folds hang together.
    case others
    /// From those before it: the first fold has no scores; given the past, a fold's scores are of a
    /// fixed function, so that errors of folds are uncorrelated (martingale differences).
    case earlier
  }

  /// How folds are made and trees are grown.
  public struct Plan: Hashable, Sendable {
    public var folds = 5
    public var training = Training.others
    /// About the most rows that the trees of a fold learn from.
    public var mostTrainingRows = 100_000
    public var boosting: BoostingPlan
    /// Shows in nothing but the time.
    public var threads = 1

    /// The standard plan under a seed.
    public init(seed: UInt64) { boosting = BoostingPlan(seed: seed) }

    /// The seed of folds, samples and trees.
    public var seed: UInt64 { boosting.seed }
  }

  /// The trees of each fold; `nil` of the first where only earlier folds are learnt from.
  public let models: [BoostedTrees?]
  /// The rows of each fold, ascending.
  public let folds: [[Int32]]
  /// The score of each row by trees that have not seen it; NaN where there is none.
  public let scores: [Double]

  /// Fits trees to the other, or the earlier, folds of each.
  ///
  /// - Precondition: as in ``BoostedTrees``.
  /// - Throws: `Undefined` where there is nothing to learn from in a fold's training rows.
  public init(
    targets: [Double], columns: BinnedColumns, weights: [Double]? = nil, keys: [UInt64],
    objective: BoostingObjective, plan: Plan
  ) throws(Undefined) {
    let hashed = HashedFolds(count: plan.folds, seed: plan.seed)
    let folds = hashed.rows(ofKeys: keys)
    let sample = HashedSample(seed: plan.seed, most: plan.mostTrainingRows)
    let fitted = Self.map(plan.folds, threads: plan.threads) { fold in
      Result { () throws(Undefined) -> (BoostedTrees?, [Double]) in
        let rows = plan.training.rows(of: fold, folds, keys: keys, hashed)
        guard !(plan.training == .earlier && fold == 0) else { return (nil, []) }
        let model = try BoostedTrees(
          targets: targets, columns: columns, rows: sample.rows(of: rows, keys: keys),
          weights: weights, keys: keys, objective: objective, plan: plan.boosting)
        return (model, model.scores(of: columns, rows: folds[fold]))
      }
    }
    var scores = [Double](repeating: .nan, count: columns.count)
    var models: [BoostedTrees?] = []
    for (fold, fit) in fitted.enumerated() {
      let (model, own) = try fit.get()
      for (row, score) in zip(folds[fold], own) { scores[Int(row)] = score }
      models.append(model)
    }
    (self.models, self.folds, self.scores) = (models, folds, scores)
  }

  /// The mean of the folds' scores of other rows, each fold in proportion to its rows.
  public func scores(of columns: BinnedColumns) -> [Double] {
    var sums = [Double](repeating: 0, count: columns.count)
    var total = 0.0
    for (model, fold) in zip(models, folds) {
      guard let model else { continue }
      let share = Double(fold.count)
      total += share
      for (row, score) in model.scores(of: columns).enumerated() { sums[row] += share * score }
    }
    return sums.map { $0 / total }
  }

  /// What `body` makes of each number below `count`, on at most `threads` threads.
  private static func map<Answer: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Answer
  ) -> [Answer] {
    guard threads > 1 else { return (0..<count).map(body) }
    let next = Atomic(0)
    let answers = Mutex([Answer?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let job = next.add(1, ordering: .relaxed).oldValue
        guard job < count else { return }
        let answer = body(job)
        answers.withLock { $0[job] = answer }
      }
    }
    return answers.withLock { $0.compactMap { $0 } }
  }
}

extension CrossFittedTrees.Training {
  /// The rows that a fold's trees may learn from, ascending.
  fileprivate func rows(
    of fold: Int, _ folds: [[Int32]], keys: [UInt64], _ hashed: HashedFolds
  ) -> [Int32] {
    (0..<Int32(keys.count)).filter { row in
      let own = hashed.fold(ofKey: keys[Int(row)])
      return self == .others ? own != fold : own < fold
    }
  }
}
