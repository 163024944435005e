internal import VaglioStatistics

/// Labelled rows with a guess of each one's loss, parted by their hashed keys.
struct LabelledGuesses {
  /// The guesses that place cuts.
  private let placing: [Double]
  /// The guesses of the other rows.
  private let guesses: [Double]
  /// The losses of the other rows.
  let bounding: [Double]

  init(
    _ guesses: [Double], _ losses: [Double], _ keys: [UInt64], range: ClosedRange<Double>,
    seed: UInt64
  ) throws(SequentialError) {
    guard guesses.count == losses.count, keys.count == losses.count else {
      throw .unequalCounts(guesses.count, min(losses.count, keys.count))
    }
    guard range.lowerBound.isFinite, range.upperBound.isFinite, range.lowerBound < range.upperBound
    else { throw .setting("range", expected: "finite and of positive width, not \(range)") }
    if let row = guesses.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    if let row = losses.firstIndex(where: { !range.contains($0) }) {
      throw losses[row].isFinite
        ? .outsideRange(losses[row], row: row, range) : .notFinite(row: row)
    }
    let folds = HashedFolds(count: 4, seed: seed)
    let order = keys.indices.sorted {
      (folds.bits(ofKey: keys[$0]), keys[$0]) < (folds.bits(ofKey: keys[$1]), keys[$1])
    }
    let isPlacing = keys.map { folds.fold(ofKey: $0) == 0 }
    placing = order.filter { isPlacing[$0] }.map { guesses[$0] }.sorted()
    let others = order.filter { !isPlacing[$0] }
    (self.guesses, bounding) = (others.map { guesses[$0] }, others.map { losses[$0] })
  }

  /// Guesses that part the placing rows into about equal groups; equal guesses stay together.
  func cuts(groups count: Int) -> [Double] {
    var cuts: [Double] = []
    for number in 1..<count {
      let place = placing.count * number / count
      guard place > 0, place < placing.count else { continue }
      let cut = placing[place - 1]
      if cut > cuts.last ?? -.infinity, cut < placing[placing.count - 1] { cuts.append(cut) }
    }
    return cuts
  }

  /// The losses of each group of the bounding rows, in the order of their hashed keys.
  func losses(between cuts: [Double]) -> [[Double]] {
    var parts = [[Double]](repeating: [], count: cuts.count + 1)
    for (guess, loss) in zip(guesses, bounding) { parts[Self.group(of: guess, cuts)].append(loss) }
    return parts
  }

  /// How many cuts lie below a guess.
  static func group(of guess: Double, _ cuts: [Double]) -> Int {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] < guess { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
