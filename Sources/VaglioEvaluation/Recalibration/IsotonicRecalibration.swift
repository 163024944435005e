public import VaglioFindings
internal import VaglioStatistics

/// The rising map that fits the labels best: event rates pooled until they rise with the score, straight
/// lines between the blocks, constant beyond them, as scikit-learn draws it.
///
/// Blocks at either end are often pure, and then give probabilities of exactly 0 or 1, whose log loss
/// is infinite when they are wrong. With `min_block` > 0 blocks of fewer rows join the next one, half
/// a positive and half a negative row are added to each, and what no longer rises is pooled again:
/// no probability is 0 or 1 then. Zadrozny and Elkan 2002, doi:10.1145/775047.775151.
public struct IsotonicRecalibration: Recalibrator {
  /// The fewest rows of a block; 0 leaves blocks as they are.
  public let minimumBlock: Int

  /// Isotonic regression, with smoothed blocks of at least so many rows where not 0.
  public init(minimumBlock: Int = 0) { self.minimumBlock = minimumBlock }

  public var name: String {
    minimumBlock == 0 ? "isotonic" : "isotonic[min_block=\(minimumBlock)]"
  }
  public var title: String { "Isotonic regression" }
  public var definition: String {
    "The rising map nearest to the labels in least squares (pool adjacent violators); "
      + "[min_block=20] joins smaller blocks and adds half a row of each class to every block."
  }
  public var advice: String {
    "Thousands of rows and an error of unknown shape; with [min_block=20] where log loss counts."
  }
  public var source: String { "doi:10.1145/775047.775151" }

  public func configured(_ options: [String: String]) -> IsotonicRecalibration? {
    guard let text = options["min_block"], options.count == 1 else {
      return options.isEmpty ? self : nil
    }
    guard let rows = Int(text), (1...1_000_000).contains(rows) else { return nil }
    return IsotonicRecalibration(minimumBlock: rows)
  }

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> RisingCurve {
    let pooled = IsotonicRegression(sums: sample.positives, weights: sample.totals)
    var blocks = Self.blocks(pooled, sample.scores)
    if minimumBlock > 0 { blocks = Self.smoothed(joined(blocks)) }
    guard blocks.count > 1 else {
      throw minimumBlock == 0
        ? .wrongWay
        : Unfittable("no two blocks of \(minimumBlock) rows differ: choose a smaller min_block")
    }
    return RisingCurve(blocks)
  }

  /// Rows with neighbouring scores that get one probability.
  struct Block {
    var lowest: Double
    var highest: Double
    var positives: Double
    var total: Double

    /// This block and the one behind it.
    func joined(with next: Block) -> Block {
      Block(
        lowest: lowest, highest: next.highest, positives: positives + next.positives,
        total: total + next.total)
    }
  }

  private static func blocks(_ pooled: IsotonicRegression, _ scores: [Double]) -> [Block] {
    var start = 0
    return pooled.ends.indices.map { block in
      let end = Int(pooled.ends[block])
      defer { start = end }
      return Block(
        lowest: scores[start], highest: scores[end - 1], positives: pooled.sums[block],
        total: pooled.weights[block])
    }
  }

  /// Blocks of enough rows: each takes in those behind it until it has them, the last the rest.
  private func joined(_ blocks: [Block]) -> [Block] {
    var joined: [Block] = []
    for block in blocks {
      if let last = joined.last, last.total < Double(minimumBlock) {
        joined[joined.count - 1] = last.joined(with: block)
      } else {
        joined.append(block)
      }
    }
    if let last = joined.last, last.total < Double(minimumBlock), joined.count > 1 {
      joined.removeLast()
      joined[joined.count - 1] = joined[joined.count - 1].joined(with: last)
    }
    return joined
  }

  /// Half a row of each class more in every block, pooled where that spoils the order.
  private static func smoothed(_ blocks: [Block]) -> [Block] {
    let pooled = IsotonicRegression(
      sums: blocks.map { $0.positives + 0.5 }, weights: blocks.map { $0.total + 1 })
    var start = 0
    return pooled.ends.indices.map { block in
      let end = Int(pooled.ends[block])
      defer { start = end }
      return Block(
        lowest: blocks[start].lowest, highest: blocks[end - 1].highest,
        positives: pooled.sums[block], total: pooled.weights[block])
    }
  }
}

/// Straight lines between points whose scores ascend and whose probabilities do not fall; constant
/// outside.
public struct RisingCurve: ProbabilityMap {
  /// Ascending.
  public let scores: [Double]
  /// One per score, not falling.
  public let probabilities: [Double]

  fileprivate init(_ blocks: [IsotonicRecalibration.Block]) {
    var (scores, probabilities) = ([Double](), [Double]())
    for block in blocks {
      let rate = block.positives / block.total
      scores.append(block.lowest)
      probabilities.append(rate)
      if block.highest > block.lowest {
        scores.append(block.highest)
        probabilities.append(rate)
      }
    }
    (self.scores, self.probabilities) = (scores, probabilities)
  }

  public func probability(of score: Double) -> Double {
    let next = scores.firstIndex(above: score)
    guard next > 0 else { return probabilities[0] }
    let (low, lower) = (scores[next - 1], probabilities[next - 1])
    guard next < scores.count, score > low else { return lower }
    let (high, upper) = (scores[next], probabilities[next])
    // Halves first: the distance of two scores may be beyond the range of a double.
    let share = (score / 2 - low / 2) / (high / 2 - low / 2)
    return min(upper, max(lower, lower + (upper - lower) * share))
  }

  public var parameters: JSONValue {
    ["scores": .numbers(scores), "probabilities": .numbers(probabilities)]
  }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["scores", "probabilities"])
    scores = try parameters["scores"].ascendingNumbers()
    probabilities = try parameters["probabilities"].probabilities(
      count: scores.count, areRising: true)
  }
}
