/// What is read off the ROC and precision–recall curves of sixteen replicates, from rows that are
/// sorted once.
public struct LaneCurve: Sendable {
  /// The rows in ascending order of scores.
  private let rows: [Int32]
  /// 1 for a positive, plus 2 for the first row of a group of equal scores.
  private let marks: [UInt8]

  /// The curves of rows in the order of their scores.
  ///
  /// - Precondition: labels are 0 or 1, one per row, fewer than 2²⁷.
  public init(_ order: ScoreOrder, labels: [UInt8]) {
    precondition(order.rows.count == labels.count, "one label per row")
    precondition(labels.count < 1 << 27, "at most 134 million rows can be resampled")
    rows = order.rows.map { Int32($0) }
    var marks = order.rows.map { labels[Int($0)] }
    for group in 0..<order.groupCount { marks[order.start(ofGroup: group)] |= 2 }
    self.marks = marks
  }

  /// The values of the sixteen replicates; `nil` where a class that is needed has no row.
  public struct Values: Sendable {
    /// P(positive above negative) + ½P(equal).
    public fileprivate(set) var areas = [Double?](repeating: nil, count: 16)
    /// Average precision, rows of equal score as one threshold.
    public fileprivate(set) var averagePrecisions = [Double?](repeating: nil, count: 16)
    /// The largest TPR − FPR, 0 where positives never lead.
    public fileprivate(set) var gaps = [Double?](repeating: nil, count: 16)
  }

  private typealias Lanes = UnsafeMutablePointer<Double>

  /// One walk along the curve from the highest score down.
  ///
  /// Counts are whole numbers below 2⁵³ and precisions are summed group by group in one order, so
  /// that the order of rows does not show.
  public func values(_ multiplicities: ResamplingDesign.Multiplicities) -> Values {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 16 * 9) { space in
      space.initialize(repeating: 0)
      guard let base = space.baseAddress else { return Values() }
      let totals = (base, base + 16)
      count(multiplicities, totals.0, totals.1)
      walk(multiplicities, totals.0, totals.1, base + 32)
      return read(totals.0, totals.1, base + 32)
    }
  }

  private func count(
    _ multiplicities: ResamplingDesign.Multiplicities, _ positives: Lanes, _ all: Lanes
  ) {
    let flat = multiplicities.flat
    for position in 0..<rows.count {
      let drawn = flat + 16 &* Int(rows[position])
      let label = Double(marks[position] & 1)
      for lane in 0..<16 {
        let weight = Double(drawn[lane])
        all[lane] += weight
        positives[lane] += weight * label
      }
    }
  }

  /// Fills `state`: positives above, rows above, positives of the group, sum of precisions, widest
  /// gap, pairs in order doubled, rows above before the group.
  private func walk(
    _ multiplicities: ResamplingDesign.Multiplicities, _ positives: Lanes, _ all: Lanes,
    _ state: Lanes
  ) {
    let (above, rowsAbove, group) = (state, state + 16, state + 32)
    var hasPositive = false
    let flat = multiplicities.flat
    rows.withUnsafeBufferPointer { rows in
      marks.withUnsafeBufferPointer { marks in
        for position in stride(from: rows.count - 1, through: 0, by: -1) {
          let drawn = flat + 16 &* Int(rows[position])
          let mark = marks[position]
          if mark & 1 == 1 {
            hasPositive = true
            for lane in 0..<16 {
              let weight = Double(drawn[lane])
              rowsAbove[lane] += weight
              group[lane] += weight
            }
          } else {
            for lane in 0..<16 { rowsAbove[lane] += Double(drawn[lane]) }
          }
          guard mark & 2 != 0 else { continue }
          if hasPositive { Self.close(positives, all, state) }
          hasPositive = false
          for lane in 0..<16 { state[96 + lane] = rowsAbove[lane] - above[lane] }
        }
      }
    }
  }

  /// Ends a group that holds a positive.
  @inline(__always)
  private static func close(_ positives: Lanes, _ all: Lanes, _ state: Lanes) {
    let (above, rowsAbove, group) = (state, state + 16, state + 32)
    let (precisions, gaps, pairs, before) = (state + 48, state + 64, state + 80, state + 96)
    for lane in 0..<16 {
      let own = group[lane]
      let positivesAbove = above[lane] + own
      let negativesAbove = rowsAbove[lane] - positivesAbove
      let negatives = all[lane] - positives[lane]
      above[lane] = positivesAbove
      // A group that was not drawn adds 0 · x / 1.
      precisions[lane] += own * positivesAbove / max(rowsAbove[lane], 1)
      gaps[lane] = max(
        gaps[lane], positivesAbove * negatives - negativesAbove * positives[lane])
      pairs[lane] += own * (2 * negatives - negativesAbove - before[lane])
      group[lane] = 0
    }
  }

  private func read(_ positives: Lanes, _ all: Lanes, _ state: Lanes) -> Values {
    var values = Values()
    for lane in 0..<16 where positives[lane] > 0 {
      let negatives = all[lane] - positives[lane]
      values.averagePrecisions[lane] = min(1, state[48 + lane] / positives[lane])
      guard negatives > 0 else { continue }
      values.gaps[lane] = state[64 + lane] / (positives[lane] * negatives)
      values.areas[lane] = state[80 + lane] / (2 * positives[lane] * negatives)
    }
    return values
  }
}
