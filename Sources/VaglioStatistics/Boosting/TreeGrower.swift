/// Grows one tree on the sums of derivatives in bins, depth first; the smaller of two children is
/// summed up, the larger is the difference.
struct TreeGrower {
  private let columns: BinnedColumns
  private let gradients: GradientSums
  private let plan: BoostingPlan
  private let search: SplitSearch
  /// Where each column's bins begin among all, and the end.
  private let offsets: [Int]
  private var nodes: [TreeNode] = []

  private init(_ columns: BinnedColumns, _ gradients: GradientSums, _ plan: BoostingPlan) {
    (self.columns, self.gradients, self.plan) = (columns, gradients, plan)
    search = SplitSearch(
      regularization: plan.regularization, minimumChildWeight: plan.minimumChildWeight)
    offsets = columns.rules.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.valueBins + 1) }
  }

  /// The nodes of a tree, the root first.
  static func tree(
    _ columns: BinnedColumns, _ gradients: GradientSums, rows: [Int32], _ plan: BoostingPlan
  ) -> [TreeNode] {
    var grower = TreeGrower(columns, gradients, plan)
    var rows = rows
    rows.withUnsafeMutableBufferPointer { rows in
      var total = SIMD2<Int64>.zero
      for row in rows { total &+= gradients.values[Int(row)] }
      grower.nodes = [TreeNode(value: grower.value(total))]
      guard plan.depth > 0 else { return }
      let sums = grower.sums(of: UnsafeMutableBufferPointer(rebasing: rows[...]))
      grower.split(0, rows, sums, total, depth: 1)
    }
    return grower.nodes
  }

  /// −η·G/(H + λ).
  private func value(_ total: SIMD2<Int64>) -> Double {
    let sum = gradients.numbers(total)
    return -plan.learningRate * sum.x / (sum.y + plan.regularization)
  }

  private mutating func split(
    _ node: Int, _ rows: UnsafeMutableBufferPointer<Int32>, _ sums: [SIMD2<Int64>],
    _ total: SIMD2<Int64>, depth: Int
  ) {
    var best = TreeSplit.none
    sums.withUnsafeBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      for (column, rule) in columns.rules.enumerated() {
        search.improve(
          &best, column: column, rule: rule, base + offsets[column], gradients, total: total)
      }
    }
    guard best.column >= 0 else { return }
    let left = nodes.count
    nodes[node].column = Int32(best.column)
    nodes[node].left = Int32(left)
    nodes[node].leftBins = best.leftBins
    let (parts, totals) = partition(rows, nodes[node])
    nodes.append(TreeNode(value: value(totals.0)))
    nodes.append(TreeNode(value: value(totals.1)))
    guard depth < plan.depth else { return }
    let leftIsSmaller = parts.0.count <= parts.1.count
    let smaller = self.sums(of: leftIsSmaller ? parts.0 : parts.1)
    let larger = zip(sums, smaller).map { $0 &- $1 }
    split(left, parts.0, leftIsSmaller ? smaller : larger, totals.0, depth: depth + 1)
    split(left + 1, parts.1, leftIsSmaller ? larger : smaller, totals.1, depth: depth + 1)
  }

  /// Puts the rows that go left before the others, each in their order.
  private func partition(
    _ rows: UnsafeMutableBufferPointer<Int32>, _ node: TreeNode
  ) -> (
    parts: (UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<Int32>),
    totals: (SIMD2<Int64>, SIMD2<Int64>)
  ) {
    var (left, right, count) = (SIMD2<Int64>.zero, SIMD2<Int64>.zero, 0)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { others in
      columns.bins[Int(node.column)].withUnsafeBufferPointer { bins in
        gradients.values.withUnsafeBufferPointer { values in
          var rest = 0
          for place in 0..<rows.count {
            let row = rows[place]
            if node.goesLeft(bins[Int(row)]) {
              rows[count] = row
              count &+= 1
              left &+= values[Int(row)]
            } else {
              others[rest] = row
              rest &+= 1
              right &+= values[Int(row)]
            }
          }
          for place in 0..<rest { rows[count &+ place] = others[place] }
        }
      }
    }
    return (
      (
        UnsafeMutableBufferPointer(rebasing: rows[..<count]),
        UnsafeMutableBufferPointer(rebasing: rows[count...])
      ), (left, right)
    )
  }

  /// The sums of derivatives in every bin of every column.
  private func sums(of rows: UnsafeMutableBufferPointer<Int32>) -> [SIMD2<Int64>] {
    var sums = [SIMD2<Int64>](repeating: .zero, count: offsets[offsets.count - 1])
    sums.withUnsafeMutableBufferPointer { sums in
      withUnsafeTemporaryAllocation(of: SIMD2<Int64>.self, capacity: Self.block) { own in
        gradients.values.withUnsafeBufferPointer { values in
          for start in stride(from: 0, to: rows.count, by: Self.block) {
            let size = min(Self.block, rows.count - start)
            for place in 0..<size { own[place] = values[Int(rows[start &+ place])] }
            for (column, bins) in columns.bins.enumerated() {
              let offset = offsets[column]
              bins.withUnsafeBufferPointer { bins in
                for place in 0..<size {
                  sums[offset &+ Int(bins[Int(rows[start &+ place])])] &+= own[place]
                }
              }
            }
          }
        }
      }
    }
    return sums
  }

  /// How many rows are summed up column by column at once.
  private static let block = 2048
}
