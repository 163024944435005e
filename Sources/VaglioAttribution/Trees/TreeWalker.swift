internal import VaglioModels

/// Rows that go one by one through the parts of trees that have no tables.
struct TreeWalker {
  let forest: PlayerForest
  let plan: TreePlan

  /// Adds what these parts give to the rows of a block; ranks and sums stand column-major, `stride` rows
  /// a column.
  func add(
    _ ranks: UnsafePointer<UInt16>, stride: Int, rows: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    let walked = forest.trees.indices.filter { plan.walks[$0] != nil || plan.patterns[$0] != nil }
    guard !walked.isEmpty else { return }
    let columnCount = plan.columns.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: columnCount) { own in
      withSpace(walked) { asked, walk, failed in
        guard let own = own.baseAddress else { return }
        for row in 0..<rows {
          for column in 0..<forest.questions.columnCount {
            asked[column] = ranks[column * stride + row]
          }
          own.update(repeating: 0, count: columnCount)
          for tree in walked {
            if let part = plan.walks[tree] {
              walk.add(part, ranks: UnsafePointer(asked), to: own, stride: 1)
            }
            plan.patterns[tree]?.add(
              UnsafePointer(asked), rankStride: 1, failed: failed, plan.columns, plan.gains,
              to: own,
              stride: 1)
          }
          for column in 0..<columnCount { sums[column * stride + row] += own[column] }
        }
      }
    }
  }

  private func withSpace(
    _ trees: [Int],
    _ body: (UnsafeMutablePointer<UInt16>, QuadratureWalk, UnsafeMutablePointer<UInt64>) -> Void
  ) {
    let depth = trees.reduce(1) {
      max($0, plan.walks[$1]?.levelCount ?? 1, plan.patterns[$1]?.tree.levelCount ?? 1)
    }
    let columns = max(forest.questions.columnCount, 1)
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: columns) { ranks in
      withUnsafeTemporaryAllocation(of: QuadratureWalk.Level.self, capacity: depth) { levels in
        levels.initialize(repeating: QuadratureWalk.Level())
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: depth) { failed in
          withUnsafeTemporaryAllocation(
            of: Bool.self, capacity: max(forest.players.count, 1)
          ) { hasFailed in
            hasFailed.initialize(repeating: false)
            guard let ranks = ranks.baseAddress, let levels = levels.baseAddress,
              let failed = failed.baseAddress, let hasFailed = hasFailed.baseAddress
            else { return }
            body(
              ranks, QuadratureWalk(columns: plan.columns, levels: levels, hasFailed: hasFailed),
              failed)
          }
        }
      }
    }
  }
}
