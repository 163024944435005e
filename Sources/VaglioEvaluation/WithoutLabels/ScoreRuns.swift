internal import VaglioStatistics

/// Rows pooled into runs of neighbouring scores, of which the middle row's score stands for all.
struct ScoreRuns: Sendable {
  /// The score that stands for each run, ascending.
  let scores: [Double]
  /// The run of each row.
  let cells: [Int32]

  /// At most `most` runs of nearly equally many rows; equal scores share a run.
  init(_ values: [Double], most: Int) {
    self.init(ScoreOrder(values), values, most: most)
  }

  init(_ order: ScoreOrder, _ values: [Double], most: Int) {
    var cells = [Int32](repeating: 0, count: values.count)
    var (scores, start) = ([Double](), 0)
    let size = max(1, values.count / most)
    for (group, end) in order.groupEnds.enumerated() {
      let isLast = group + 1 == order.groupCount
      guard isLast || Int(end) - start >= size else { continue }
      for place in start..<Int(end) { cells[Int(order.rows[place])] = Int32(scores.count) }
      scores.append(values[Int(order.rows[(start + Int(end)) / 2])])
      start = Int(end)
    }
    (self.scores, self.cells) = (scores, cells)
  }
}
