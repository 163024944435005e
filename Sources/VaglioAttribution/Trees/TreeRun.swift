internal import VaglioModels

/// Rows that are explained after a plan: the sums of every column for every row.
struct TreeRun {
  let forest: PlayerForest
  let plan: TreePlan
  let background: TreeBackground?
  let threads: Int

  private var columns: AttributionColumns { plan.columns }

  /// How many rows are in hand at a time.
  static let chunkRows = 1 << 15

  /// How many rows of a block lie in the second cache with their sums.
  static func blockRows(columns: Int) -> Int {
    min(max((1 << 16) / (columns + 1) / 16, 1), 16) * 16
  }

  /// Calls `body` with every row and its sums, whose column c stands at c × stride; rows come in any
  /// order, from several threads.
  func forEachRow(
    of rows: CodedFeatures,
    _ body: @Sendable (_ row: Int, _ sums: UnsafePointer<Double>, _ stride: Int) -> Void
  ) {
    let blockRows = Self.blockRows(columns: columns.count)
    for start in stride(from: 0, to: rows.rowCount, by: Self.chunkRows) {
      let range = start..<min(start + Self.chunkRows, rows.rowCount)
      let ranked = RankedRows(
        rows, range, forest.questions, blockRows: blockRows, threads: threads)
      let size = (columns.count + 1) * blockRows
      let sums = UnsafeMutablePointer<Double>.allocate(capacity: size * ranked.blockCount)
      defer { sums.deallocate() }
      sums.initialize(repeating: 0, count: size * ranked.blockCount)
      for group in plan.groups { run(group, ranked, sums, size) }
      nonisolated(unsafe) let all = sums
      forEachConcurrently(ranked.blockCount, threads: threads) { block in
        for row in 0..<ranked.count(ofBlock: block) {
          body(start + block * blockRows + row, all + block * size + row, blockRows)
        }
      }
    }
  }

  private func run(
    _ group: TreePlan.Group, _ rows: RankedRows, _ sums: UnsafeMutablePointer<Double>, _ size: Int
  ) {
    let values = UnsafeMutablePointer<Double>.allocate(capacity: max(group.valueCount, 1))
    defer { values.deallocate() }
    nonisolated(unsafe) let (tables, all) = (values, sums)
    forEachConcurrently(group.trees.count, threads: threads) { index in
      fill(group.trees.lowerBound + index, of: group, tables)
    }
    forEachConcurrently(rows.blockCount, threads: threads) { block in
      rows.withBlock(block) { ranks in
        add(group, ranks, rows, block, tables, to: all + block * size)
      }
    }
  }

  /// Fills the tables of a tree.
  private func fill(
    _ tree: Int, of group: TreePlan.Group, _ values: UnsafeMutablePointer<Double>
  ) {
    let own = plan.tables[group.tables].indices.filter { plan.tables[$0].tree == tree }
    guard let first = own.first, let last = own.last else { return }
    let shares = background?.shares(plan.programs[tree], plan.tables[first...last])
    for table in first...last {
      plan.tables[table].fill(
        values + plan.offsets[table], values: forest.trees[tree].values,
        background: shares?[table - first], rules: plan.rules)
    }
  }

  private func add(
    _ group: TreePlan.Group, _ ranks: UnsafePointer<UInt16>, _ rows: RankedRows, _ block: Int,
    _ values: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) {
    let count = rows.blockRows
    let levels = group.trees.map { plan.programs[$0].levelCount }.max() ?? 0
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (levels + 1) * count) { levels in
      guard let levels = levels.baseAddress else { return }
      for tree in group.trees {
        plan.programs[tree].run(ranks, count: count, levels: levels) { table, indices in
          plan.tables[table].columns.withUnsafeBufferPointer { columns in
            TableAddition.add(
              values + plan.offsets[table], columns: columns, indices, count: count, to: sums)
          }
        }
      }
    }
    let walker = TreeWalker(forest: forest, plan: plan)
    walker.add(group.trees, ranks, stride: count, rows: rows.count(ofBlock: block), to: sums)
  }
}
