public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Gradient-boosted trees over the bins of columns: small, for diagnosis, not for serving.
///
/// Trees are grown by second-order boosting on histograms (Friedman 2001,
/// doi:10.1214/aos/1013203451; Chen and Guestrin 2016, doi:10.1145/2939672.2939785), each on a hashed
/// part of the rows. Sums over rows are of integers and exact, so that the same rows under the same
/// keys give the same bits in any order. Memory is one byte per row and column, and forty more per
/// row.
public struct BoostedTrees: Hashable, Sendable {
  public let objective: BoostingObjective
  /// What a row has before the first tree: log odds, or the mean.
  public let base: Double
  let trees: [[TreeNode]]
  /// The names of the columns, in their order.
  public let columns: [String]

  /// The columns, from 0, that any tree asks.
  public var usedColumns: Set<Int> {
    Set(trees.joined().compactMap { $0.column < 0 ? nil : Int($0.column) })
  }

  /// How many trees there are.
  public var treeCount: Int { trees.count }

  /// Fits the targets of some rows.
  ///
  /// `targets`: One per row of `columns`, finite; from 0 to 1 for log loss.
  /// `rows`: The rows to learn from.
  /// `weights`: One per row of `columns`, finite and not negative.
  /// `keys`: The identity of each row of `columns`, which parts of the rows hang on.
  ///
  /// - Throws: `Undefined` where no row has weight.
  public init(
    targets: [Double], columns: BinnedColumns, rows: [Int32], weights: [Double]? = nil,
    keys: [UInt64], objective: BoostingObjective, plan: BoostingPlan
  ) throws(Undefined) {
    precondition(targets.count == columns.count && keys.count == columns.count, "one per row")
    precondition(weights.map { $0.count == columns.count } ?? true, "one weight per row")
    (self.objective, self.columns) = (objective, columns.names)
    let start = try objective.base(targets, rows, weights)
    base = start
    guard objective.canImprove(on: start) else {
      trees = []
      return
    }
    let training = BoostingRun(
      targets: targets, columns: columns, rows: rows, weights: weights, keys: keys,
      objective: objective, plan: plan, base: start)
    trees = training.trees()
  }

  /// The sum of the trees for some rows: log odds, or the estimate itself.
  ///
  /// - Precondition: `columns` are binned by the rules of those that were learnt from.
  public func scores(of columns: BinnedColumns, rows: [Int32]) -> [Double] {
    var scores = [Double](repeating: base, count: rows.count)
    for tree in trees { Self.add(tree, columns, rows, to: &scores) }
    return scores
  }

  /// The scores of all rows.
  public func scores(of columns: BinnedColumns) -> [Double] {
    scores(of: columns, rows: (0..<Int32(columns.count)).map { $0 })
  }

  /// Adds what a tree gives each row.
  static func add(
    _ tree: [TreeNode], _ columns: BinnedColumns, _ rows: [Int32], to scores: inout [Double]
  ) {
    tree.withUnsafeBufferPointer { nodes in
      withBins(columns) { bins in
        scores.withUnsafeMutableBufferPointer { scores in
          for (position, row) in rows.enumerated() {
            var place = 0
            while nodes[place].column >= 0 {
              let node = nodes[place]
              let bin = bins[Int(node.column)][Int(row)]
              place = Int(node.left) &+ (node.goesLeft(bin) ? 0 : 1)
            }
            scores[position] += nodes[place].value
          }
        }
      }
    }
  }

  /// Gives the columns' bins as bare buffers.
  private static func withBins(
    _ columns: BinnedColumns,
    _ body: (UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    let count = columns.bins.count
    withUnsafeTemporaryAllocation(of: UnsafeBufferPointer<UInt8>.self, capacity: count) { room in
      func open(_ column: Int) {
        guard column < count else { return body(room) }
        columns.bins[column].withUnsafeBufferPointer { bins in
          room.initializeElement(at: column, to: bins)
          open(column + 1)
        }
      }
      open(0)
    }
  }
}

extension BoostingObjective {
  /// The constant that fits best.
  func base(
    _ targets: [Double], _ rows: [Int32], _ weights: [Double]?
  ) throws(Undefined) -> Double {
    var (sum, weight) = (ExactSum(), ExactSum())
    for row in rows {
      let own = weights?[Int(row)] ?? 1
      sum.add(product: own, targets[Int(row)])
      weight.add(own)
    }
    guard weight.value > 0 else { throw Undefined("no row to learn from has weight") }
    let mean = sum.value / weight.value
    guard self == .logLoss else { return mean }
    let kept = min(1 - 1e-9, max(1e-9, mean))
    return log(kept / (1 - kept))
  }

  /// Whether trees could add to a constant: not where all targets are 0, or all are 1.
  func canImprove(on base: Double) -> Bool { self != .logLoss || abs(base) < 20 }

  /// The first and second derivative of a row's loss by its score.
  @inline(__always)
  func derivatives(target: Double, score: Double) -> SIMD2<Double> {
    guard self == .logLoss else { return SIMD2(score - target, 1) }
    let p = 1 / (1 + exp(-score))
    return SIMD2(p - target, p * (1 - p))
  }

  /// A row's loss.
  func loss(target: Double, score: Double) -> Double {
    guard self == .logLoss else { return (score - target) * (score - target) / 2 }
    return max(score, 0) - score * target + log1p(exp(-abs(score)))
  }
}
