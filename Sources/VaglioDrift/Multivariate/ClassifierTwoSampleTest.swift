public import VaglioFindings
public import VaglioStatistics

/// Whether a learner can tell current from reference rows, how well, and by which columns.
///
/// Boosted trees are fitted to the folds before each and judged on it (Lopez-Paz and Oquab 2017,
/// arXiv:1610.06545, with the area under the ROC curve for the accuracy). An area of ½ says that the
/// learner sees no difference, 1 that every row gives itself away. The p-value is that of no difference
/// in any way the learner can see; it falls with the number of rows, so that a drift is judged by the
/// area and its interval against a tolerance.
public struct ClassifierTwoSampleTest: Sendable {
  /// How the test is made.
  public struct Plan: Hashable, Sendable {
    /// Folds, trees, threads and seed; every fold learns from those before it.
    public var learning: CrossFittedTrees.Plan
    /// The area up to which a difference is tolerated.
    public var tolerance = 0.55
    public var level = ConfidenceLevel.ninetyFivePercent
    /// About how many rows the drops of columns are measured on.
    public var mostRowsForColumns = 50_000
    /// The most columns that are taken away one after the other.
    public var mostRemovals = 3

    /// The standard plan under a seed.
    public init(seed: UInt64) { learning = CrossFittedTrees.Plan(seed: seed) }
  }

  /// What is left of the area without some columns.
  public struct Removal: Hashable, Sendable {
    /// All columns taken away so far, in the order in which they were.
    public let removed: [String]
    public let area: Estimate
  }

  /// The mean area of the folds, with DeLong's interval.
  public let area: Estimate
  /// The one-sided p-value of no difference.
  public let pValue: Double
  /// The p-value of "the area is at most the tolerance".
  public let tolerancePValue: Double
  /// One per column, the greatest drop first.
  public let columns: [ColumnDrop]
  /// What remains when the columns with the greatest drops, each above 0 for certain, are taken away
  /// one after the other, as long as a difference above ½ remains.
  public let removals: [Removal]
  /// How many rows the area is measured on.
  public let count: Int

  /// The test of two samples.
  ///
  /// `keys`: The identity of every row, reference rows first; a row that is in both parts may
  /// have one key in both.
  /// - Throws: `Undefined` where no fold has two rows of both parts, or a column can't be learnt from.
  public init(_ joined: JoinedColumns, keys: [UInt64], plan: Plan) throws(Undefined) {
    precondition(keys.count == joined.count, "one key per row")
    let binned = try BinnedColumns(joined.columns, keys: keys, seed: plan.learning.seed)
    let sides =
      [UInt8](repeating: 0, count: joined.referenceCount)
      + [UInt8](repeating: 1, count: joined.currentCount)
    let whole = try Round(binned, sides, keys, plan)
    area = whole.area.estimate(level: plan.level)
    pValue = whole.area.pValue
    tolerancePValue = whole.area.pValue(above: plan.tolerance)
    count = whole.count
    columns = whole.drops()
    removals = try Self.removals(whole, binned, sides, keys, plan)
  }

  private static func removals(
    _ whole: Round, _ binned: BinnedColumns, _ sides: [UInt8], _ keys: [UInt64], _ plan: Plan
  ) throws(Undefined) -> [Removal] {
    var (round, columns, removed) = (whole, binned, [String]())
    var removals: [Removal] = []
    while removals.count < plan.mostRemovals, columns.names.count > 1,
      let lower = round.area.estimate(level: plan.level).interval?.lower, lower > 0.5,
      let strongest = round.drops().first, (strongest.drop.interval?.lower ?? 0) > 0,
      let place = columns.names.firstIndex(of: strongest.column)
    {
      removed.append(strongest.column)
      columns = columns.without(place)
      round = try Round(columns, sides, keys, plan)
      removals.append(
        Removal(removed: removed, area: round.area.estimate(level: plan.level)))
    }
    return removals
  }
}

/// One fit of the learner to all folds.
private struct Round {
  let area: ForwardArea
  let count: Int
  private let fitted: CrossFittedTrees
  private let columns: BinnedColumns
  private let sides: [UInt8]
  private let keys: [UInt64]
  private let plan: ClassifierTwoSampleTest.Plan

  init(
    _ columns: BinnedColumns, _ sides: [UInt8], _ keys: [UInt64],
    _ plan: ClassifierTwoSampleTest.Plan
  ) throws(Undefined) {
    (self.columns, self.sides, self.keys, self.plan) = (columns, sides, keys, plan)
    var learning = plan.learning
    learning.training = .earlier
    let fitted = try CrossFittedTrees(
      targets: sides.map { Double($0) }, columns: columns, keys: keys, objective: .logLoss,
      plan: learning)
    self.fitted = fitted
    let judged = fitted.folds.dropFirst()
    let folds = judged.map { rows in
      ForwardArea.Fold(
        scores: rows.map { fitted.scores[Int($0)] },
        isCurrent: rows.map { sides[Int($0)] })
    }
    guard let area = ForwardArea(folds) else {
      throw Undefined("no fold has two rows of both the reference and the current data")
    }
    self.area = area
    count = judged.reduce(0) { $0 + $1.count }
  }

  /// The drop of every column, the greatest first.
  func drops() -> [ColumnDrop] {
    let sample = HashedSample(
      seed: plan.learning.seed, most: plan.mostRowsForColumns / max(1, fitted.folds.count - 1))
    let folds = zip(fitted.models, fitted.folds).compactMap { model, rows -> FoldDrops? in
      guard let model else { return nil }
      let kept = sample.rows(of: rows, keys: keys)
      return FoldDrops(
        model: model, columns: columns.taking(kept), isCurrent: kept.map { sides[Int($0)] },
        keys: kept.map { keys[Int($0)] }, seed: plan.learning.seed)
    }
    return columns.names.indices.map { column in
      ColumnDrop(column: columns.names[column], drop: drop(of: column, folds))
    }.enumerated().sorted { left, right in
      (-(left.element.drop.value ?? 0), left.offset)
        < (-(right.element.drop.value ?? 0), right.offset)
    }.map(\.element)
  }

  private func drop(of column: Int, _ folds: [FoldDrops]) -> Estimate {
    guard folds.contains(where: { $0.model.usedColumns.contains(column) }) else {
      return Estimate(
        0,
        Uncertainty(at: plan.level) {
          Interval(lower: 0, upper: 0, level: $0, method: "not-an-input")
        })
    }
    let drops = folds.compactMap { $0.drop(of: column) }
    let total = drops.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return .undefined(Undefined("no fold has rows of both parts")) }
    let value = drops.reduce(0) { $0 + $1.weight / total * $1.value }
    let variance = drops.reduce(0) { $0 + $1.weight * $1.weight / total / total * $1.variance }
    return Estimate(
      value,
      Uncertainty(at: plan.level) { level in
        WaldInterval.linear(
          value, standardError: variance.squareRoot(), level: level, method: "dealt-out-anew",
          range: -1...1)
      })
  }
}
