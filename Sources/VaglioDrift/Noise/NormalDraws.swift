internal import VaglioStatistics

/// Standard normal numbers that depend on a seed, a replicate, a cell and a side, and on nothing
/// else; the same for every column.
struct NormalDraws: Sendable {
  /// How many replicates there are.
  static let replicates = 1999

  /// How many cells of either side there are.
  let cells: Int
  /// Replicate after replicate: the cells of one side, then those of the other.
  private let numbers: [Float]

  /// The numbers of a seed for up to `cells` cells.
  init(seed: UInt64, cells: Int) {
    self.cells = cells
    var numbers = [Float](repeating: 0, count: Self.replicates * cells * 2)
    for place in 0..<(2 * cells) {
      // The key of a cell does not hang on how many cells there are.
      let key = UInt64(place % cells) &* 2 &+ UInt64(place / cells)
      let draws = HashedDraws(seed: seed, key: key)
      for replicate in 0..<Self.replicates {
        let share = (Double(draws[replicate] >> 12) + 0.5) * 0x1p-52
        numbers[replicate * 2 * cells + place] = Float(Normal.quantile(share))
      }
    }
    self.numbers = numbers
  }

  /// Calls `body` with each replicate's numbers of the first and of the second side.
  func forEach(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for replicate in 0..<Self.replicates {
        let start = base + replicate * 2 * cells
        body(start, start + cells)
      }
    }
  }
}
