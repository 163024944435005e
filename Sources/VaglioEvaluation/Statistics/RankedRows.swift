internal import VaglioStatistics

/// Labels in the order of their scores, with the totals of each class.
public struct RankedRows: Sendable {
  let rows: LabelledRows<UInt8>
  let order: ScoreOrder
  /// Σ of ticks over positive rows, of rows where there are no weights.
  let positives: Int128
  /// Σ of ticks over negative rows.
  let negatives: Int128
  /// The labels in the order of the scores, so that curves are walked through memory in order.
  let sortedLabels: [UInt8]
  /// The ticks in the order of the scores; `nil` when all rows count the same.
  private let sortedTicks: [Int64]?
  /// What metrics find on their walk along the curve, for those that share it.
  let areas = Cached<AreaMoments>()
  let widest = Cached<WidestGap>()
  let gapOptimism = Cached<Double>()
  let averagePrecision = Cached<Double>()
  let isotonic = Cached<IsotonicRegression>()
  let decomposition = Cached<ScoreDecomposition>()
  let fine = Cached<FineBins>()
  let coarse = Cached<CalibrationGroups>()
  let calibrated = Cached<CalibratedDraws>()
  let recalibrated = Cached<CalibratedDraws>()
  let logistic = Cached<LogisticCalibration>()

  init(_ rows: LabelledRows<UInt8>, order: ScoreOrder) {
    (self.rows, self.order) = (rows, order)
    sortedLabels = order.rows.map { rows.labels[Int($0)] }
    sortedTicks = rows.ticks.map { ticks in order.rows.map { ticks[Int($0)] } }
    if let ticks = rows.ticks {
      positives = zip(ticks, rows.labels).reduce(0) { $0 + ($1.1 == 1 ? Int128($1.0) : 0) }
    } else {
      positives = Int128(rows.labels.reduce(0) { $0 &+ Int($1) })
    }
    negatives = rows.total - positives
  }

  /// One model's rows in the order of their scores.
  init(_ outcomes: BinaryOutcomes) {
    var rows = LabelledRows<UInt8>()
    rows.add(outcomes.labels, outcomes.scores, 0..<outcomes.count, of: outcomes.rows)
    self.init(rows, order: outcomes.order)
  }

  /// The weight of all rows.
  var total: Int128 { positives + negatives }

  /// How many rows there are.
  public var count: Int { rows.count }

  /// Whether two models put the same rows into the same order, ties included.
  public func ranksAlike(_ other: RankedRows) -> Bool { order == other.order }

  /// The rows of a group, in the numbering of the labels.
  func rows(of group: ScoreGroup) -> some Sequence<Int> {
    order.rows[group.start..<group.end].lazy.map { Int($0) }
  }

  /// The score of a group.
  func score(of group: ScoreGroup) -> Double { rows.values[Int(order.rows[group.start])] }

  /// Calls `body` with each group of rows of equal score, from the lowest up.
  @inline(__always)
  func forEachGroup(_ body: (_ group: ScoreGroup) -> Void) {
    sortedLabels.withUnsafeBufferPointer { labels in
      var start = 0
      for end in order.groupEnds {
        body(group(start, Int(end), labels))
        start = Int(end)
      }
    }
  }

  /// Calls `body` with each group of rows of equal score, from the highest down.
  @inline(__always)
  func forEachGroupFromTop(_ body: (_ group: ScoreGroup) -> Void) {
    sortedLabels.withUnsafeBufferPointer { labels in
      for number in (0..<order.groupCount).reversed() {
        body(group(order.start(ofGroup: number), Int(order.groupEnds[number]), labels))
      }
    }
  }

  /// Calls `body` with each group of rows of equal score and the score, from the lowest up. The
  /// scores are fetched many at a time: one by one each would be waited for.
  @inline(__always)
  func forEachScoredGroup(_ body: (_ group: ScoreGroup, _ score: Double) -> Void) {
    let block = 256
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { scores in
      sortedLabels.withUnsafeBufferPointer { labels in
        var start = 0
        for first in stride(from: 0, to: order.groupCount, by: block) {
          let last = min(first + block, order.groupCount)
          for number in first..<last { scores[number &- first] = score(ofGroup: number) }
          for number in first..<last {
            let end = Int(order.groupEnds[number])
            body(group(start, end, labels), scores[number &- first])
            start = end
          }
        }
      }
    }
  }

  @inline(__always)
  private func score(ofGroup number: Int) -> Double {
    rows.values[Int(order.rows[order.start(ofGroup: number)])]
  }

  @inline(__always)
  private func group(
    _ start: Int, _ end: Int, _ labels: UnsafeBufferPointer<UInt8>
  ) -> ScoreGroup {
    var group = ScoreGroup(start: start, end: end)
    guard let ticks = sortedTicks else {
      var positives = 0
      for position in start..<end { positives &+= Int(labels[position]) }
      group.positives = Int128(positives)
      group.negatives = Int128(end &- start &- positives)
      return group
    }
    for position in start..<end {
      let weight = Int128(ticks[position])
      if labels[position] == 1 {
        group.positives += weight
      } else {
        group.negatives += weight
      }
    }
    return group
  }
}

/// The rows of one score.
struct ScoreGroup {
  /// Where the group begins in the order of scores.
  let start: Int
  /// Where it ends.
  let end: Int
  /// The weight of its positive rows, in ticks.
  var positives: Int128 = 0
  /// The weight of its negative rows, in ticks.
  var negatives: Int128 = 0
}
