/// How high the label's score stands among its row's scores, counted over rows.
public struct LabelRanks: SufficientStatistic {
  public typealias Observed = MulticlassOutcomes

  public private(set) var count = 0
  /// Σ of ticks per rank: rank r has r classes before the label.
  private var ticks: [Int128] = []
  /// By how many rows more than at the count before k a tie decides whether the label is among the
  /// first k.
  private var ties: [Int] = []
  private var shift = 0
  private var hasScores = false

  /// The ranks of no rows.
  public init() {}

  public mutating func add(_ outcomes: MulticlassOutcomes, rows: Range<Int>) {
    count += rows.count
    if ticks.isEmpty {
      ticks = [Int128](repeating: 0, count: outcomes.classes.count)
      ties = [Int](repeating: 0, count: outcomes.classes.count + 2)
    }
    hasScores = hasScores || !outcomes.scores.isEmpty
    guard !outcomes.scores.isEmpty else { return }
    shift = outcomes.rows.weights?.shift ?? 0
    outcomes.forEachRank(of: rows) { row, rank in
      ticks[rank.place] += outcomes.rows.weights.map { Int128($0.ticks[row]) } ?? 1
      guard rank.equal > 0 else { return }
      ties[rank.above + 1] += 1
      ties[rank.above + rank.equal + 1] -= 1
    }
  }

  public mutating func merge(_ other: LabelRanks) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(shift == other.shift, "parts share the weights' scale")
    count += other.count
    hasScores = hasScores || other.hasScores
    for rank in ticks.indices { ticks[rank] += other.ticks[rank] }
    for rank in ties.indices { ties[rank] += other.ties[rank] }
  }

  public func read() -> RankCounts {
    RankCounts(weights: ticks.map { $0.asDouble.scaled(by: -shift) }, ties: ties)
  }
}

/// What is read off the ranks of the labels.
public struct RankCounts: Hashable, Sendable {
  /// Σw of the rows with so many classes before the label.
  public let weights: [Double]
  private let ties: [Int]

  init(weights: [Double], ties: [Int]) { (self.weights, self.ties) = (weights, ties) }

  /// The weight of all rows.
  public var total: Double { weights.reduce(0, +) }

  /// The weight of the rows whose label is among the first `k`.
  public func hits(within k: Int) -> Double { weights.prefix(k).reduce(0, +) }

  /// The rows where equal scores leave it open whether the label is among the first `k`.
  public func ties(at k: Int) -> Int { ties.prefix(k + 1).reduce(0, +) }
}

/// Where the label's score stands among its row's scores.
struct LabelRank {
  /// How many classes score higher.
  let above: Int
  /// How many other classes score the same.
  let equal: Int
  /// How many classes come before the label: those that score higher, and those of the same score
  /// that are listed before it.
  let place: Int
}

extension MulticlassOutcomes {
  /// Calls `body` with each row and its label's rank.
  ///
  /// - Precondition: there are scores.
  func forEachRank(of rows: Range<Int>, _ body: (_ row: Int, _ rank: LabelRank) -> Void) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      let block = start..<min(start + blockLength, rows.upperBound)
      let ranks = ranks(of: block)
      for (position, row) in block.enumerated() { body(row, ranks[position]) }
      start = block.upperBound
    }
  }

  private func ranks(of block: Range<Int>) -> [LabelRank] {
    let own = block.map { scores[Int(labels[$0])][$0] }
    var above = [Int32](repeating: 0, count: block.count)
    var (equal, before) = (above, above)
    for (number, column) in scores.enumerated() {
      for position in own.indices {
        let score = column[block.lowerBound + position]
        let isSame = score == own[position]
        above[position] &+= score > own[position] ? 1 : 0
        equal[position] &+= isSame ? 1 : 0
        before[position] &+= isSame && Int32(number) < labels[block.lowerBound + position] ? 1 : 0
      }
    }
    return own.indices.map { position in
      LabelRank(
        above: Int(above[position]), equal: Int(equal[position]) - 1,
        place: Int(above[position] + before[position]))
    }
  }
}
