/// Sums of contributions over the cells of a table of levels, gathered in one pass over the rows.
struct SubgroupTally {
  /// Σu, Σv, Σu², Σuv, Σv² and the rows of each cell.
  private var sums: [Double]
  private static let width = 6

  /// The sums over all rows whose cell is told by `cells`, numbers below `count`.
  init(_ contributions: RowContributions, cells: [Int32], count: Int) {
    sums = [Double](repeating: 0, count: Self.width * count)
    sums.withUnsafeMutableBufferPointer { sums in
      contributions.worsening.withUnsafeBufferPointer { worsening in
        contributions.share.withUnsafeBufferPointer { share in
          cells.withUnsafeBufferPointer { cells in
            for row in 0..<cells.count {
              let (place, u, v) = (Int(cells[row]) &* Self.width, worsening[row], share[row])
              sums[place] += u
              sums[place &+ 1] += v
              sums[place &+ 2] += u * u
              sums[place &+ 3] += u * v
              sums[place &+ 4] += v * v
              sums[place &+ 5] += 1
            }
          }
        }
      }
    }
  }

  /// How many cells there are.
  var cells: Int { sums.count / Self.width }

  /// The rows of a cell.
  func rows(_ cell: Int) -> Int { Int(sums[cell * Self.width + 5]) }

  /// How much worse the metric is in a cell, Σu/Σv, and its variance per share, Σ(u − δv)²/Σv; `nil`
  /// where the metric has nothing to divide by.
  func worsening(_ cell: Int) -> (value: Double, variance: Double, share: Double)? {
    let s = sums[(cell * Self.width)..<((cell + 1) * Self.width)]
    let first = s.startIndex
    let share = s[first + 1]
    guard share > 0 else { return nil }
    let value = s[first] / share
    let squares = s[first + 2] - 2 * value * s[first + 3] + value * value * s[first + 4]
    return (value, max(0, squares) / share, share)
  }
}
