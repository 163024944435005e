internal import VaglioEvaluation
internal import VaglioModels

/// Rows that are explained after a plan: the sums of every column for every row.
struct TreeRun {
  let forest: PlayerForest
  let plan: TreePlan
  let background: TreeBackground?
  let threads: Int
  /// The tables of each group, where they are kept.
  var kept: [[Double]]?

  private var columns: AttributionColumns { plan.columns }

  /// How many rows are in hand at a time: their sums take 512 MiB at most, if there are several
  /// blocks.
  private var chunkRows: Int {
    min(1 << 15, max((1 << 26) / (columns.count + 1) / columns.blockRows, 1) * columns.blockRows)
  }

  /// Calls `body` with every row and its sums, whose column c stands at c × stride; rows come in
  /// any order, from several threads.
  func forEachRow(
    of rows: CodedFeatures,
    _ body: @Sendable (_ row: Int, _ sums: UnsafePointer<Double>, _ stride: Int) -> Void
  ) {
    let (blockRows, chunkRows) = (columns.blockRows, chunkRows)
    for start in stride(from: 0, to: rows.rowCount, by: chunkRows) {
      let range = start..<min(start + chunkRows, rows.rowCount)
      let ranked = RankedRows(
        rows, range, forest.questions, blockRows: blockRows, threads: threads)
      let size = (columns.count + 1) * blockRows
      let sums = UnsafeMutablePointer<Double>.allocate(capacity: size * ranked.blockCount)
      defer { sums.deallocate() }
      sums.initialize(repeating: 0, count: size * ranked.blockCount)
      addTables(ranked, sums, size)
      addWalks(ranked, sums, size)
      nonisolated(unsafe) let all = sums
      forEachConcurrently(ranked.blockCount, threads: threads) { block in
        for row in 0..<ranked.count(ofBlock: block) {
          body(start + block * blockRows + row, all + block * size + row, blockRows)
        }
      }
    }
  }

  private func addTables(
    _ rows: RankedRows, _ sums: UnsafeMutablePointer<Double>, _ size: Int
  ) {
    if let kept {
      for (group, values) in zip(plan.groups, kept) {
        values.withUnsafeBufferPointer { add(group, rows, $0, to: sums, size) }
      }
      return
    }
    let room = plan.groups.map(\.valueCount).max() ?? 0
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: room)
    defer { values.deallocate() }
    for group in plan.groups {
      fill(group, values)
      add(group, rows, UnsafeBufferPointer(values), to: sums, size)
    }
  }

  /// The tables of a group.
  func tables(of group: TreePlan.Group) -> [Double] {
    [Double](unsafeUninitializedCapacity: group.valueCount) { buffer, initialized in
      fill(group, buffer)
      initialized = group.valueCount
    }
  }

  private func fill(_ group: TreePlan.Group, _ values: UnsafeMutableBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    nonisolated(unsafe) let tables = start
    forEachConcurrently(group.parts.count, threads: threads) { index in
      fill(plan.parts[group.parts.lowerBound + index], tables)
    }
  }

  private func add(
    _ group: TreePlan.Group, _ rows: RankedRows, _ values: UnsafeBufferPointer<Double>,
    to sums: UnsafeMutablePointer<Double>, _ size: Int
  ) {
    guard let start = values.baseAddress else { return }
    nonisolated(unsafe) let (tables, all) = (start, sums)
    forEachConcurrently(rows.blockCount, threads: threads) { block in
      rows.withBlock(block) { ranks in
        add(group, ranks, count: rows.blockRows, tables, to: all + block * size)
      }
    }
  }

  private func fill(_ part: TreePlan.Part, _ values: UnsafeMutablePointer<Double>) {
    let shares = background?.shares(part.program, plan.tables[part.tables])
    for table in part.tables {
      plan.tables[table].fill(
        values + plan.offsets[table], values: forest.trees[part.tree].values,
        background: shares?[table - part.tables.lowerBound], rules: plan.rules)
    }
  }

  private func add(
    _ group: TreePlan.Group, _ ranks: UnsafePointer<UInt16>, count: Int,
    _ values: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) {
    let levels = group.parts.map { plan.parts[$0].program.levelCount }.max() ?? 0
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (levels + 1) * count) { levels in
      guard let levels = levels.baseAddress else { return }
      for part in group.parts {
        let program = plan.parts[part].program
        let factor = { (table: Int) in UInt32(plan.tables[table].targets.count) }
        program.run(ranks, count: count, levels: levels, factor: factor) { table, places in
          plan.tables[table].targets.withUnsafeBufferPointer { targets in
            TableAddition.add(
              values + plan.offsets[table], targets: targets, places, count: count, to: sums)
          }
        }
      }
    }
  }

  private func addWalks(
    _ rows: RankedRows, _ sums: UnsafeMutablePointer<Double>, _ size: Int
  ) {
    nonisolated(unsafe) let all = sums
    for batch in plan.walks {
      let walker = TreeWalker(
        parts: ready(batch), columns: columns, gains: plan.gains,
        rankColumns: forest.questions.columnCount, playerCount: forest.players.count)
      forEachConcurrently(rows.blockCount, threads: threads) { block in
        rows.withBlock(block) { ranks in
          walker.add(
            ranks, stride: rows.blockRows, rows: rows.count(ofBlock: block),
            to: all + block * size)
        }
      }
    }
  }

  private func ready(_ batch: WalkBatch) -> [WalkedPart] {
    concurrentMap(batch.parts.count, threads: threads) { index in
      let part = batch.parts[index]
      return WalkedPart(part, of: forest.trees[part.tree], batch.semivalue, background)
    }
  }
}
