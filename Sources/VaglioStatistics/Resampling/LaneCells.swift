/// How many rows each of a few cells holds in sixteen replicates.
public struct LaneCells: Sendable {
  /// The rows of each cell, ascending.
  private let rows: [[Int32]]

  /// Rows in `count` cells, by the number of each row's cell.
  ///
  /// - Precondition: fewer than 2²⁷ rows, cells from 0 up to but not including `count`.
  public init(_ cells: [UInt8], count: Int) {
    precondition(cells.count < 1 << 27, "at most 134 million rows can be resampled")
    var rows = [[Int32]](repeating: [], count: count)
    for (row, cell) in cells.enumerated() { rows[Int(cell)].append(Int32(row)) }
    self.rows = rows
  }

  /// Cell after cell, its rows in the sixteen replicates.
  public func counts(_ multiplicities: ResamplingDesign.Multiplicities) -> [[Int]] {
    rows.map { rows in
      var sum = WeightLanes()
      rows.withUnsafeBufferPointer { rows in
        for row in rows { sum &+= WeightLanes(multiplicities[Int(row)]) }
      }
      return (0..<16).map { Int(sum[$0]) }
    }
  }
}
