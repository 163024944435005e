internal import VaglioModels

/// The rows that absent players are drawn from.
struct TreeBackground: Sendable {
  let rows: RankedRows

  /// How many rows, of 1 in all, have each index of some tables that a program finds.
  func shares(
    _ program: TableProgram, _ tables: ArraySlice<PieceTable>
  ) -> [[Double]] {
    var counts = tables.map { [UInt32](repeating: 0, count: $0.entryCount) }
    let room = (program.levelCount + 1) * rows.blockRows
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room) { levels in
      guard let levels = levels.baseAddress else { return }
      for block in 0..<rows.blockCount {
        rows.withBlock(block) { ranks in
          program.run(ranks, count: rows.blockRows, levels: levels, factor: { _ in 1 }) {
            table, indices in
            counts[table - tables.startIndex].withUnsafeMutableBufferPointer { counts in
              for row in 0..<rows.count(ofBlock: block) { counts[Int(indices[row])] += 1 }
            }
          }
        }
      }
    }
    let all = Double(rows.rowCount)
    return counts.map { $0.map { Double($0) / all } }
  }

  /// The mean margins over the rows: each leaf with the share of the rows that come to it.
  func expectedMargins(_ forest: PlayerForest) -> [Double] {
    var margins = forest.base
    for tree in forest.trees {
      let shares = leafShares(tree)
      for (leaf, share) in shares.enumerated() where share > 0 {
        for output in 0..<tree.width {
          margins[tree.firstOutput + output] += share * tree.values[leaf * tree.width + output]
        }
      }
    }
    return margins
  }

  private func leafShares(_ tree: PlayerTree) -> [Double] {
    var counts = [Int](repeating: 0, count: (tree.nodes.count + 1) / 2)
    for block in 0..<rows.blockCount {
      rows.withBlock(block) { ranks in
        for row in 0..<rows.count(ofBlock: block) {
          var node = 0
          while !tree.nodes[node].isLeaf {
            let question = tree.nodes[node]
            let rank = ranks[Int(question.column) * rows.blockRows + row]
            node = rank < question.below ? node + 1 : Int(question.link)
          }
          counts[Int(tree.nodes[node].link)] += 1
        }
      }
    }
    return counts.map { Double($0) / Double(rows.rowCount) }
  }
}
