/// The growth of boosted trees: the rows to learn from, compactly, and their scores so far.
struct BoostingRun {
  private let columns: BinnedColumns
  private let targets: [Double]
  private let weights: [Double]?
  private let keys: [UInt64]
  private let objective: BoostingObjective
  private let plan: BoostingPlan
  private let base: Double

  init(
    targets: [Double], columns: BinnedColumns, rows: [Int32], weights: [Double]?,
    keys: [UInt64], objective: BoostingObjective, plan: BoostingPlan, base: Double
  ) {
    self.columns = columns.taking(rows)
    self.targets = rows.map { targets[Int($0)] }
    self.weights = weights.map { weights in rows.map { weights[Int($0)] } }
    self.keys = rows.map { keys[Int($0)] }
    (self.objective, self.plan, self.base) = (objective, plan, base)
  }

  /// The trees, up to where the rows held out gained last.
  func trees() -> [[TreeNode]] {
    let all = (0..<Int32(columns.count)).map { $0 }
    var scores = [Double](repeating: base, count: columns.count)
    var gradients = GradientSums(count: columns.count)
    var trees: [[TreeNode]] = []
    let patience = keys.contains { isHeldOut($0) } ? plan.patience : nil
    var progress = Progress(patience: patience)
    for number in 0..<plan.trees {
      gradients.fill { row in
        objective.derivatives(target: targets[row], score: scores[row]) * (weights?[row] ?? 1)
      }
      let rows = all.filter { isInBag(keys[Int($0)], tree: number) }
      let tree = TreeGrower.tree(columns, gradients, rows: rows, plan)
      trees.append(tree)
      BoostedTrees.add(tree, columns, all, to: &scores)
      if patience != nil, progress.ends(after: number, heldLoss(scores)) { break }
    }
    return patience == nil ? trees : Array(trees.prefix(progress.best + 1))
  }

  /// Whether a tree is grown on a row.
  private func isInBag(_ key: UInt64, tree: Int) -> Bool {
    guard !isHeldOut(key) else { return false }
    guard plan.rowShare < 1 else { return true }
    let word = HashedDraws(seed: plan.seed, key: key)[tree]
    return Double(word >> 11) * 0x1p-53 < plan.rowShare
  }

  /// By other draws than those of cross-fitting's folds, of which one is missing here.
  private func isHeldOut(_ key: UInt64) -> Bool {
    plan.patience != nil
      && HashedFolds(count: plan.validationFolds, seed: ~plan.seed).fold(ofKey: key) == 0
  }

  private func heldLoss(_ scores: [Double]) -> Double {
    var sum = ExactSum()
    for row in scores.indices where isHeldOut(keys[row]) {
      sum.add(
        product: weights?[row] ?? 1, objective.loss(target: targets[row], score: scores[row]))
    }
    return sum.value
  }

  /// How the loss of the rows held out goes.
  private struct Progress {
    let patience: Int?
    var (best, least) = (-1, Double.infinity)

    init(patience: Int?) { self.patience = patience }

    mutating func ends(after tree: Int, _ loss: Double) -> Bool {
      if loss < least { (best, least) = (tree, loss) }
      return tree - best >= patience ?? .max
    }
  }
}
