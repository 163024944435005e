/// Rows that go one by one through parts of trees.
struct TreeWalker {
  let parts: [WalkedPart]
  let columns: AttributionColumns
  let gains: MeetingGains
  let rankColumns: Int
  let playerCount: Int

  /// Adds what the parts give to the rows of a block; ranks and sums stand column-major, `stride`
  /// rows a column. All rows go through a part before the next, which stays in the cache that long.
  func add(
    _ ranks: UnsafePointer<UInt16>, stride: Int, rows: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    let room = max(rankColumns * rows, 1)
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: room) { turned in
      withSpace { walk, failed in
        guard let turned = turned.baseAddress else { return }
        for column in 0..<rankColumns {
          for row in 0..<rows {
            turned[row * rankColumns + column] = ranks[column * stride + row]
          }
        }
        for part in parts {
          for row in 0..<rows {
            let (own, target) = (UnsafePointer(turned + row * rankColumns), sums + row)
            switch part {
            case .quadrature(let tree): walk.add(tree, ranks: own, to: target, stride: stride)
            case .patterns(let patterns):
              patterns.add(own, failed: failed, columns, gains, to: target, stride: stride)
            }
          }
        }
      }
    }
  }

  private func withSpace(_ body: (QuadratureWalk, UnsafeMutablePointer<UInt64>) -> Void) {
    let depth = parts.reduce(1) { max($0, $1.levelCount) }
    withUnsafeTemporaryAllocation(of: QuadratureWalk.Level.self, capacity: depth) { levels in
      levels.initialize(repeating: QuadratureWalk.Level())
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: depth) { failed in
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(playerCount, 1)) { hasFailed in
          hasFailed.initialize(repeating: false)
          guard let levels = levels.baseAddress, let failed = failed.baseAddress,
            let hasFailed = hasFailed.baseAddress
          else { return }
          body(QuadratureWalk(columns: columns, levels: levels, hasFailed: hasFailed), failed)
        }
      }
    }
  }
}
