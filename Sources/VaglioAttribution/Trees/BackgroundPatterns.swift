/// The patterns of a background at the leaves of a ``PatternTree``, each with the share of the rows
/// that have it.
struct BackgroundPatterns: Sendable {
  /// Where what belongs to a leaf stands.
  private struct Place: Sendable {
    /// Its patterns.
    var first: Int
    var count: Int
    /// Its sets: for each player, in 64-bit words, which of the patterns pass.
    var firstSet: Int
  }

  private struct Entry: Sendable {
    let pattern: UInt64
    var share: Double
  }

  let tree: PatternTree
  private let places: [Place]
  private let entries: [Entry]
  private let sets: [UInt64]

  /// The patterns of rows.
  init(_ tree: PatternTree, _ rows: RankedRows) {
    self.tree = tree
    let all = Self.patterns(tree, rows)
    var (places, entries, sets): ([Place], [Entry], [UInt64]) = ([], [], [])
    for leaf in tree.leaves.indices {
      let own = all[leaf * rows.rowCount..<(leaf + 1) * rows.rowCount].sorted()
      let (first, firstSet) = (entries.count, sets.count)
      for pattern in own {
        if entries.count > first, entries[entries.count - 1].pattern == pattern {
          entries[entries.count - 1].share += 1
        } else {
          entries.append(Entry(pattern: pattern, share: 1))
        }
      }
      for index in first..<entries.count { entries[index].share /= Double(rows.rowCount) }
      for player in 0..<tree.leaves[leaf].playerCount {
        sets += Self.set(of: entries[first...], player)
      }
      places.append(Place(first: first, count: entries.count - first, firstSet: firstSet))
    }
    (self.places, self.entries, self.sets) = (places, entries, sets)
  }

  /// Which patterns a player passes in, 64 a word.
  private static func set(of entries: ArraySlice<Entry>, _ player: Int) -> [UInt64] {
    stride(from: entries.startIndex, to: entries.endIndex, by: 64).map { start in
      var word: UInt64 = 0
      for (bit, entry) in entries[start..<min(start + 64, entries.endIndex)].enumerated() {
        word |= (entry.pattern >> UInt64(player) & 1) << UInt64(bit)
      }
      return word
    }
  }

  /// Leaf-major: leaves × rows.
  private static func patterns(_ tree: PatternTree, _ rows: RankedRows) -> [UInt64] {
    var all = [UInt64](repeating: 0, count: tree.leaves.count * rows.rowCount)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: tree.levelCount) { failed in
      guard let failed = failed.baseAddress else { return }
      for block in 0..<rows.blockCount {
        rows.withBlock(block) { ranks in
          for row in 0..<rows.count(ofBlock: block) {
            let number = block * rows.blockRows + row
            tree.forEachLeaf(ranks + row, stride: rows.blockRows, failed: failed) {
              all[$0 * rows.rowCount + number] = tree.leaves[$0].all & ~$1
            }
          }
        }
      }
    }
    return all
  }
}

extension BackgroundPatterns {
  /// What a sum is added to.
  private struct Target {
    let columns: AttributionColumns
    let gains: MeetingGains
    let sums: UnsafeMutablePointer<Double>
    let stride: Int
  }

  /// Adds what the leaves give to a row; the sum of column c stands at c × `stride`.
  func add(
    _ ranks: UnsafePointer<UInt16>, failed: UnsafeMutablePointer<UInt64>,
    _ columns: AttributionColumns, _ gains: MeetingGains,
    to sums: UnsafeMutablePointer<Double>, stride: Int
  ) {
    let target = Target(columns: columns, gains: gains, sums: sums, stride: stride)
    places.withUnsafeBufferPointer { places in
      sets.withUnsafeBufferPointer { sets in
        tree.forEachLeaf(ranks, stride: 1, failed: failed) { leaf, failures in
          let place = places[leaf]
          let words = (place.count + 63) / 64
          for word in 0..<words {
            let rest = place.count - word * 64
            var met: UInt64 = rest >= 64 ? .max : 1 << UInt64(rest) - 1
            var left = failures
            while left != 0, met != 0 {
              met &= sets[place.firstSet + left.trailingZeroBitCount * words + word]
              left &= left - 1
            }
            while met != 0 {
              meet(
                leaf, failures, entry: place.first + word * 64 + met.trailingZeroBitCount, target)
              met &= met - 1
            }
          }
        }
      }
    }
  }

  /// Adds what a leaf gives where a row that fails some players there meets a pattern.
  private func meet(_ leaf: Int, _ failures: UInt64, entry: Int, _ target: Target) {
    let own = tree.leaves[leaf]
    let (bringing, keeping) = (own.all & ~failures & ~entries[entry].pattern, failures)
    guard bringing | keeping != 0 else { return }
    let (a, b) = (bringing.nonzeroBitCount, keeping.nonzeroBitCount)
    for output in 0..<tree.width {
      let value = tree.values[own.number * tree.width + output] * entries[entry].share
      var left = bringing | keeping
      while left != 0 {
        let place = left.trailingZeroBitCount
        left &= left - 1
        let brings = bringing >> UInt64(place) & 1 == 1
        let player = tree.players[own.firstPlayer + place]
        let column = target.columns.column(output: tree.firstOutput + output, player: player)
        target.sums[column * target.stride] +=
          value * (brings ? target.gains.bringing(a, b) : target.gains.keeping(a, b))
        guard target.columns.hasPairs else { continue }
        var others = left
        while others != 0 {
          let other = others.trailingZeroBitCount
          others &= others - 1
          let otherBrings = bringing >> UInt64(other) & 1 == 1
          let pair = target.columns.column(
            output: tree.firstOutput + output, player, tree.players[own.firstPlayer + other])
          target.sums[pair * target.stride] +=
            value * target.gains.pair(a, b, brings, otherBrings)
        }
      }
    }
  }
}
