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
    let (table, width) = (Self.table, 2 * cells)
    numbers = [Float](unsafeUninitializedCapacity: Self.replicates * width) { numbers, filled in
      table.withUnsafeBufferPointer { table in
        for place in 0..<width {
          // The key of a cell does not hang on how many cells there are.
          let key = UInt64(place % cells) &* 2 &+ UInt64(place / cells)
          let draws = HashedDraws(seed: seed, key: key)
          var word: UInt64 = 0
          for replicate in 0..<Self.replicates {
            word = replicate & 3 == 0 ? draws[replicate &>> 2] : word &>> 16
            numbers[replicate &* width &+ place] = table[Int(word & 0xffff)]
          }
        }
      }
      filled = Self.replicates * width
    }
  }

  /// The quantiles of a standard normal at the middles of 2¹⁶ equal shares, in units of their standard
  /// deviation.
  private static let table: [Float] = {
    let quantiles = (0..<65536).map { Normal.quantile((Double($0) + 0.5) / 65536) }
    let square = quantiles.reduce(0) { $0 + $1 * $1 } / 65536
    return quantiles.map { Float($0 / square.squareRoot()) }
  }()

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
