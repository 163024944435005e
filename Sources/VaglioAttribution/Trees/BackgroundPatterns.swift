/// The patterns of a background at the leaves of a ``PatternTree``, each with the share of the rows
/// that have it.
struct BackgroundPatterns: Sendable {
  struct Entry: Sendable {
    let pattern: UInt64
    let share: Double
  }

  let tree: PatternTree
  /// For each leaf its entries, by pattern.
  let entries: [[Entry]]
  /// For each leaf the players that pass in some row.
  let passed: [UInt64]

  /// The patterns of rows.
  init(_ tree: PatternTree, _ rows: RankedRows) {
    self.tree = tree
    var counts = [[UInt64: Int]](repeating: [:], count: tree.leaves.count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: tree.levelCount) { failed in
      guard let failed = failed.baseAddress else { return }
      for block in 0..<rows.blockCount {
        rows.withBlock(block) { ranks in
          for row in 0..<rows.count(ofBlock: block) {
            tree.forEachLeaf(ranks + row, stride: rows.blockRows, failed: failed) {
              counts[$0][$1, default: 0] += 1
            }
          }
        }
      }
    }
    entries = counts.map { counts in
      counts.sorted { $0.key < $1.key }.map {
        Entry(pattern: $0.key, share: Double($0.value) / Double(rows.rowCount))
      }
    }
    passed = entries.map { $0.reduce(0) { $0 | $1.pattern } }
  }

  /// Adds what the leaves give to a row; the sum of column c stands at c × `stride`.
  func add(
    _ ranks: UnsafePointer<UInt16>, rankStride: Int, failed: UnsafeMutablePointer<UInt64>,
    _ columns: AttributionColumns, _ gains: MeetingGains,
    to sums: UnsafeMutablePointer<Double>, stride: Int
  ) {
    tree.forEachLeaf(ranks, stride: rankStride, failed: failed) { leaf, pattern in
      let all = tree.leaves[leaf].all
      guard pattern | passed[leaf] == all else { return }
      for entry in entries[leaf] where pattern | entry.pattern == all {
        let (bringing, keeping) = (pattern & ~entry.pattern, entry.pattern & ~pattern)
        guard bringing | keeping != 0 else { continue }
        for output in 0..<tree.width {
          let value = tree.values[tree.leaves[leaf].number * tree.width + output] * entry.share
          meet(leaf, output, value, bringing, keeping, columns, gains, sums, stride)
        }
      }
    }
  }

  private func meet(
    _ leaf: Int, _ output: Int, _ value: Double, _ bringing: UInt64, _ keeping: UInt64,
    _ columns: AttributionColumns, _ gains: MeetingGains,
    _ sums: UnsafeMutablePointer<Double>, _ stride: Int
  ) {
    let (a, b) = (bringing.nonzeroBitCount, keeping.nonzeroBitCount)
    let players = tree.leaves[leaf].players
    let target = tree.firstOutput + output
    var left = bringing | keeping
    while left != 0 {
      let place = left.trailingZeroBitCount
      left &= left - 1
      let brings = bringing >> UInt64(place) & 1 == 1
      let column = columns.column(output: target, player: players[place])
      sums[column * stride] += value * (brings ? gains.bringing(a, b) : gains.keeping(a, b))
      guard columns.hasPairs else { continue }
      var others = left
      while others != 0 {
        let other = others.trailingZeroBitCount
        others &= others - 1
        let otherBrings = bringing >> UInt64(other) & 1 == 1
        let pair = columns.column(output: target, players[place], players[other])
        sums[pair * stride] += value * gains.pair(a, b, brings, otherBrings)
      }
    }
  }
}
