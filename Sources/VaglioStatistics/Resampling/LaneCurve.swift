/// What is read off the ROC and precision–recall curves of sixteen replicates, from rows that are
/// sorted once.
public struct LaneCurve: Sendable {
  /// The rows in descending order of scores.
  private let rows: [Int32]
  /// 1 for a positive, plus 2 for the last row of a group of equal scores.
  private let marks: [UInt8]
  /// The positive rows, ascending.
  private let positives: [Int32]

  /// The curves of rows in the order of their scores.
  ///
  /// - Precondition: labels are 0 or 1, one per row, fewer than 2²⁷.
  public init(_ order: ScoreOrder, labels: [UInt8]) {
    precondition(order.rows.count == labels.count, "one label per row")
    precondition(labels.count < 1 << 27, "at most 134 million rows can be resampled")
    rows = order.rows.reversed().map { Int32($0) }
    var marks = rows.map { labels[Int($0)] }
    for group in 0..<order.groupCount { marks[labels.count - 1 - order.start(ofGroup: group)] |= 2 }
    self.marks = marks
    positives = labels.indices.filter { labels[$0] == 1 }.map { Int32($0) }
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

  /// One walk along the curve from the highest score down.
  ///
  /// Counts are whole numbers and precisions are summed group by group in one order, so that the
  /// order of rows does not show.
  public func values(_ multiplicities: ResamplingDesign.Multiplicities) -> Values {
    var (all, positive) = (WeightLanes(), WeightLanes())
    for row in 0..<multiplicities.count { all &+= WeightLanes(multiplicities[row]) }
    positives.withUnsafeBufferPointer { rows in
      for row in rows { positive &+= WeightLanes(multiplicities[Int(row)]) }
    }
    let totals = Totals(all: all, positive: positive)
    return read(walk(multiplicities, totals), totals)
  }

  private struct Totals {
    let all: WeightLanes
    let positive: WeightLanes
  }

  /// What the walk sums up.
  private struct Tally {
    /// Twice the negatives above each positive, the tied ones once.
    var doubledLosses = ProductLanes()
    var precisions = NumberLanes()
    /// The widest gap so far, in units of 1/(positives · negatives).
    var gaps = NumberLanes()
  }

  private func walk(
    _ multiplicities: ResamplingDesign.Multiplicities, _ totals: Totals
  ) -> Tally {
    var tally = Tally()
    let scales = (NumberLanes(totals.all), NumberLanes(totals.positive))
    var (rowsAbove, positivesAbove) = (WeightLanes(), WeightLanes())
    var (before, own) = (WeightLanes(), WeightLanes())
    var hasPositive = false
    rows.withUnsafeBufferPointer { rows in
      marks.withUnsafeBufferPointer { marks in
        for position in 0..<rows.count {
          let weights = WeightLanes(multiplicities[Int(rows[position])])
          let mark = marks[position]
          rowsAbove &+= weights
          if mark & 1 == 1 {
            own &+= weights
            hasPositive = true
          }
          guard mark & 2 != 0 else { continue }
          if hasPositive {
            let negativesBefore = before &- positivesAbove
            positivesAbove &+= own
            tally.doubledLosses.add(own, negativesBefore &+ rowsAbove &- positivesAbove)
            let counts = (NumberLanes(own), NumberLanes(positivesAbove), NumberLanes(rowsAbove))
            tally.precisions.add(counts.0, counts.1, per: counts.2)
            tally.gaps.raise(counts.1, scales.0, less: counts.2, scales.1)
            own = WeightLanes()
            hasPositive = false
          }
          before = rowsAbove
        }
      }
    }
    return tally
  }

  private func read(_ tally: Tally, _ totals: Totals) -> Values {
    var values = Values()
    for lane in 0..<16 where totals.positive[lane] > 0 {
      let positives = UInt64(totals.positive[lane])
      let pairs = positives * (UInt64(totals.all[lane]) - positives)
      values.averagePrecisions[lane] = min(1, tally.precisions[lane] / Double(positives))
      guard pairs > 0 else { continue }
      values.gaps[lane] = tally.gaps[lane] / Double(pairs)
      values.areas[lane] =
        Double(2 * pairs - tally.doubledLosses[lane]) / (2 * Double(pairs))
    }
    return values
  }
}

extension NumberLanes {
  /// Adds a·b/c; a is 0 where c is.
  @inline(__always)
  fileprivate mutating func add(_ a: NumberLanes, _ b: NumberLanes, per c: NumberLanes) {
    self.a += a.a * b.a / Self.positive(c.a)
    self.b += a.b * b.b / Self.positive(c.b)
    self.c += a.c * b.c / Self.positive(c.c)
    self.d += a.d * b.d / Self.positive(c.d)
  }

  /// Raises each number to ab − cd where that is more.
  @inline(__always)
  fileprivate mutating func raise(
    _ a: NumberLanes, _ b: NumberLanes, less c: NumberLanes, _ d: NumberLanes
  ) {
    self.a = Self.larger(self.a, a.a * b.a - c.a * d.a)
    self.b = Self.larger(self.b, a.b * b.b - c.b * d.b)
    self.c = Self.larger(self.c, a.c * b.c - c.c * d.c)
    self.d = Self.larger(self.d, a.d * b.d - c.d * d.d)
  }

  /// The numbers, 1 where they are 0.
  @inline(__always)
  private static func positive(_ numbers: SIMD4<Double>) -> SIMD4<Double> {
    larger(numbers, SIMD4(repeating: 1))
  }

  @inline(__always)
  private static func larger(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> {
    a.replacing(with: b, where: a .< b)
  }
}
