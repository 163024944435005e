/// A merged pair of samples in at most some hundred cells of neighbouring values, on which the
/// noise of distances is worked out: the distances themselves come from all values.
///
/// Cells follow from the pooled ranks alone, so that no monotone map of the values moves them. A cell
/// holds at most 1/256 of the rows and at most a twelfth of those beyond it on its shorter side,
/// unless it is a single value.
struct RankCells: Sendable {
  /// The rows of either sample in each cell.
  private(set) var reference: [Int] = []
  private(set) var current: [Int] = []
  /// For each cell but the last the width by which |F − G| at its end counts in ∫|F − G|dx. Where a
  /// cell has several values the width keeps E∫|F − G|dx of two samples of one distribution.
  private(set) var widths: [Double] = []
  /// The same for ∫(F − G)²dx.
  private(set) var squareWidths: [Double] = []
  let referenceCount: Int
  let currentCount: Int

  /// The cells of a pair with rows on both sides.
  init(_ pair: TiedPair) {
    (referenceCount, currentCount) = (pair.referenceCount, pair.currentCount)
    let ends = Self.ends(pair)
    var start = 0
    for end in ends {
      var (a, b) = (0, 0)
      for place in start..<end {
        a &+= Int(pair.reference[place])
        b &+= Int(pair.current[place])
      }
      reference.append(a)
      current.append(b)
      start = end
    }
    let widths = Self.widths(pair, ends)
    (self.widths, squareWidths) = (widths.plain, widths.square)
  }

  /// Where each cell ends, as a number of distinct values.
  private static func ends(_ pair: TiedPair) -> [Int] {
    let pooled = pair.pooledCount
    var (ends, before, own) = ([Int](), 0, 0)
    for place in pair.values.indices {
      let rows = Int(pair.reference[place]) + Int(pair.current[place])
      let tail = min(before, max(0, pooled - before - own - rows))
      if own > 0, own + rows > max(1, min(pooled / 256, tail / 12)) {
        ends.append(place)
        before += own
        own = 0
      }
      own += rows
    }
    ends.append(pair.values.count)
    return ends
  }

  /// Every stretch between two neighbouring values counts at the end of its cell, those of the last
  /// cell at the end of the one before.
  private static func widths(
    _ pair: TiedPair, _ ends: [Int]
  ) -> (plain: [Double], square: [Double]) {
    guard ends.count > 1, pair.hasUsableSpan else { return ([], []) }
    let pooled = Double(pair.pooledCount)
    var plain = [RunningSum](repeating: RunningSum(), count: ends.count - 1)
    var square = plain
    var (spreads, below, cell) = ([Double](), 0, 0)
    for place in pair.values.indices.dropLast() {
      if place == ends[cell] { cell += 1 }
      below += Int(pair.reference[place]) + Int(pair.current[place])
      let share = Double(below) / pooled
      let width = pair.values[place + 1] - pair.values[place]
      let node = min(cell, ends.count - 2)
      plain[node].add(width * (share * (1 - share)).squareRoot())
      square[node].add(width * share * (1 - share))
      if place + 1 == ends[cell] { spreads.append(share * (1 - share)) }
    }
    return (
      zip(plain, spreads).map { $0.value / $1.squareRoot() },
      zip(square, spreads).map { $0.value / $1 }
    )
  }
}

extension RankCells {
  /// More cells than any pair of samples can have: two neighbours hold more than a cell may, so that
  /// there are at most 2·256 and, in the tails, 2·2·12·ln(2³¹·12/256).
  static let most = 1408
}
