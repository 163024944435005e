/// Bootstrap replicates of the area under the ROC curve, from rows that are sorted once.
///
/// A replicate is one walk over the sorted rows with integer weights, sixteen replicates at a time.
/// Counts and sums are integers, so that no order of rows, partition of replicates or number of
/// threads shows.
public struct AUCBootstrap: Sendable {
  /// One per row in ascending order of scores.
  private let keys: [UInt64]
  /// 1 for a positive, plus 2 for the last row of a group of equal scores.
  private let marks: [UInt8]

  /// The sorted rows of one model; `keys` hold one identity per row.
  ///
  /// - Precondition: labels are 0 or 1, there are as many keys and scores, fewer than 2²⁷.
  public init(_ order: ScoreOrder, labels: [UInt8], keys: [UInt64]) {
    precondition(order.rows.count == labels.count && keys.count == labels.count, "one per row")
    precondition(labels.count < 1 << 27, "at most 134 million rows can be resampled")
    self.keys = order.rows.map { keys[Int($0)] }
    var marks = order.rows.map { labels[Int($0)] }
    for end in order.groupEnds { marks[Int(end) - 1] |= 2 }
    self.marks = marks
  }

  /// The area in each replicate of a range; `nil` where a class has no row in it.
  public func areas(_ bootstrap: PoissonBootstrap, replicates: Range<Int>) -> [Double?] {
    guard !replicates.isEmpty else { return [] }
    let streams = keys.map { bootstrap.stream(ofKey: $0) }
    let lanes = PoissonBootstrap.lanes
    let blocks = replicates.lowerBound / lanes...(replicates.upperBound - 1) / lanes
    var areas: [Double?] = []
    for block in blocks {
      let tally = streams.withUnsafeBufferPointer { streams in
        marks.withUnsafeBufferPointer { Self.walk(streams, $0, block: block) }
      }
      for lane in 0..<lanes where replicates.contains(block * lanes + lane) {
        areas.append(tally.area(lane))
      }
    }
    return areas
  }

  /// The area of `first` less that of `second` in each replicate; both must hold the same rows.
  public static func differences(
    _ first: AUCBootstrap, _ second: AUCBootstrap, _ bootstrap: PoissonBootstrap,
    replicates: Range<Int>
  ) -> [Double?] {
    precondition(first.keys.count == second.keys.count, "two models of the same rows")
    return zip(
      first.areas(bootstrap, replicates: replicates),
      second.areas(bootstrap, replicates: replicates)
    ).map { first, second in
      guard let first, let second else { return nil }
      return first - second
    }
  }

  private struct Tally {
    /// Twice the pairs in order, the tied ones once.
    var doubledPairs = ProductLanes()
    var positives = WeightLanes()
    var negatives = WeightLanes()

    func area(_ lane: Int) -> Double? {
      let pairs = Double(positives[lane]) * Double(negatives[lane])
      return pairs > 0 ? Double(doubledPairs[lane]) / (2 * pairs) : nil
    }
  }

  private static func walk(
    _ streams: UnsafeBufferPointer<UInt64>, _ marks: UnsafeBufferPointer<UInt8>, block: Int
  ) -> Tally {
    var tally = Tally()
    var (positives, negatives) = (WeightLanes(), WeightLanes())
    var hasPositive = false
    for row in 0..<streams.count {
      let weights = WeightLanes(PoissonBootstrap.weights(streams[row], block: block))
      let mark = marks[row]
      if mark & 1 == 0 {
        negatives &+= weights
      } else {
        positives &+= weights
        hasPositive = true
      }
      guard mark & 2 != 0 else { continue }
      if hasPositive {
        tally.doubledPairs.add(positives, tally.negatives &+ tally.negatives &+ negatives)
        tally.positives &+= positives
        positives = WeightLanes()
        hasPositive = false
      }
      tally.negatives &+= negatives
      negatives = WeightLanes()
    }
    return tally
  }
}
