internal import VaglioStatistics

/// The labels in the order of their scores: what curves, areas and ranks are read off.
///
/// The state is the set of rows itself. Two states are equal when they hold the same rows, in
/// whatever order these came.
public struct RankedScores: SufficientStatistic {
  public typealias Observed = BinaryOutcomes

  private var rows = LabelledRows<UInt8>()
  private var known = Known()

  /// No rows.
  public init() {}

  public var count: Int { rows.count }

  public mutating func add(_ outcomes: BinaryOutcomes, rows: Range<Int>) {
    let isWhole = count == 0 && rows == 0..<outcomes.count
    self.rows.add(outcomes.labels, outcomes.scores, rows, of: outcomes.rows)
    known.ranked = isWhole ? outcomes.ranked : nil
  }

  public mutating func merge(_ other: RankedScores) {
    guard other.count > 0 else { return }
    known.ranked = count == 0 ? other.known.ranked : nil
    rows.merge(other.rows)
  }

  public func read() -> RankedRows {
    known.ranked ?? RankedRows(rows, order: ScoreOrder(rows.values))
  }

  /// The rows in order where someone has sorted them already; it is no part of the state.
  private struct Known: Hashable, Codable {
    var ranked: RankedRows?

    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws {}
    static func == (left: Known, right: Known) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
  }
}
