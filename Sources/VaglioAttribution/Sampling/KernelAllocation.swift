/// How many pairs of coalitions of each size are asked about.
///
/// Every size has the same leverage in the regression (Musco and Witter 2025, arXiv:2410.01917,
/// lemma 3.2: 1/C(d, s) for each coalition), so sizes get equally many. The smallest is complete from
/// the beginning, which makes the regression solvable; others are when their share reaches all of
/// them, and leave what they don't need to the rest.
struct KernelAllocation {
  /// For each size from 1 to half of the players, how many pairs there are.
  let pairCounts: [Double]
  /// The relative share of each size: of two halves there is one size, of others two.
  private let shares: [Double]

  init(players: Int) {
    let sizes = 1...max(1, players / 2)
    pairCounts = sizes.map { size in
      let all = (0..<size).reduce(1.0) { $0 * Double(players - $1) / Double($1 + 1) }
      return (2 * size == players ? all / 2 : all).rounded()
    }
    shares = sizes.map { 2 * $0 == players ? 1 : 2 }
  }

  /// The fewest pairs that allow an estimate with its error: the smallest size complete, two of each
  /// other.
  var fewest: Int { minima.reduce(0, +) }

  /// All pairs there are.
  var all: Double { pairCounts.reduce(0, +) }

  /// The fewest pairs of each size.
  private var minima: [Int] {
    pairCounts.enumerated().map { $0.offset == 0 ? Int($0.element) : Int(min(2, $0.element)) }
  }

  /// How many pairs of each size, at most `total` together and at least as many as there are.
  ///
  /// - Precondition: `total` is at least ``fewest``.
  func counts(total: Int, drawn: [Int]) -> [Int] {
    var counts = zip(minima, drawn).map(max)
    let floor = counts
    let level = level(total: Double(total) - pairCounts[0])
    for size in counts.indices.dropFirst() {
      counts[size] = max(counts[size], Int(min(pairCounts[size], level * shares[size])))
    }
    // What the minima took too much, the largest counts give back.
    var surplus = counts.reduce(0, +) - total
    while surplus > 0,
      let size = counts.indices.filter({ counts[$0] > floor[$0] })
        .max(by: { counts[$0] < counts[$1] })
    {
      counts[size] -= 1
      surplus -= 1
    }
    return counts
  }

  /// The pairs per share up to which every size but the first is filled, sizes leaving as they are
  /// complete.
  private func level(total: Double) -> Double {
    let order = pairCounts.indices.dropFirst().sorted {
      (pairCounts[$0] / shares[$0], $0) < (pairCounts[$1] / shares[$1], $1)
    }
    var (left, level) = (total, 0.0)
    var open = order.reduce(0) { $0 + shares[$1] }
    for size in order {
      let needed = pairCounts[size] / shares[size] - level
      guard needed * open <= left else { break }
      (left, level, open) = (left - needed * open, level + needed, open - shares[size])
    }
    return open > 0 ? level + left / open : level
  }
}
