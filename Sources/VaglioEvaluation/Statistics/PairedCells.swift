/// How many rows fall into each pair of cells: the candidate's and production's.
///
/// Both share the label, so that eight of the sixteen pairs can occur.
public struct PairedCells: Hashable, Sendable {
  /// Σ of ticks per pair, at 4·candidate + production in the order of ``Cell``.
  private let ticks: [Int128]
  /// Σ of squared ticks per pair for importance weights, Σ of ticks otherwise.
  private let squares: [Int128]
  private let shift: Int
  private let countsWholeRows: Bool

  /// The pairs of cells of all rows.
  public init(_ pair: Paired<BinaryOutcomes>) {
    self = pair.cells.value { PairedCells(counting: pair) }
  }

  private init(counting pair: Paired<BinaryOutcomes>) {
    let (candidate, production) = (pair.candidate, pair.production)
    var ticks = [Int128](repeating: 0, count: 16)
    var squares = ticks
    let weights = pair.rows.weights
    countsWholeRows = weights?.kind != .importance
    shift = weights?.shift ?? 0
    if let weights {
      for row in 0..<pair.rows.count {
        let cell = Self.index(candidate, production, row)
        let weight = Int128(weights.ticks[row])
        ticks[cell] += weight
        squares[cell] += countsWholeRows ? weight : weight * weight
      }
    } else {
      ticks = Self.count(candidate, production).map { Int128($0) }
      squares = ticks
    }
    (self.ticks, self.squares) = (ticks, squares)
  }

  private static func index(
    _ candidate: BinaryOutcomes, _ production: BinaryOutcomes, _ row: Int
  ) -> Int {
    let label = candidate.labels[row]
    return Cell.index(label: label, predictedPositive: candidate.isPredictedPositive(row)) << 2
      | Cell.index(label: label, predictedPositive: production.isPredictedPositive(row))
  }

  private static func count(
    _ candidate: BinaryOutcomes, _ production: BinaryOutcomes
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: 16)
    let (upper, lower) = (candidate.threshold, production.threshold)
    candidate.labels.withUnsafeBufferPointer { labels in
      candidate.scores.withUnsafeBufferPointer { candidate in
        production.scores.withUnsafeBufferPointer { production in
          counts.withUnsafeMutableBufferPointer { counts in
            for row in 0..<labels.count {
              let label = Int(labels[row]) << 1
              let first = label | (candidate[row] >= upper ? 1 : 0)
              let second = label | (production[row] >= lower ? 1 : 0)
              counts[first << 2 | second] &+= 1
            }
          }
        }
      }
    }
    return counts
  }
}

/// The rows that are in a set of cells under one model but not the other.
public struct Discordance: Hashable, Sendable {
  /// In the set under the candidate only.
  public let onlyCandidate: Int
  /// In the set under production only.
  public let onlyProduction: Int
  /// In the set under both.
  public let both: Int
  /// All rows that could be in the set.
  public let rows: Int

  /// The rows in the set under neither.
  public var neither: Int { rows - both - onlyCandidate - onlyProduction }
}

extension PairedCells {
  /// The rows in the numerator's cells under one model only; whole rows are assumed.
  public func discordance(numerator: [Cell], denominator: [Cell]) -> Discordance {
    var (onlyCandidate, onlyProduction, both, rows) = (0, 0, 0, 0)
    for (candidate, production) in Self.pairs where denominator.contains(candidate) {
      let count = Int(ticks[Self.position(candidate, production)])
      rows += count
      switch (numerator.contains(candidate), numerator.contains(production)) {
      case (true, true): both += count
      case (true, false): onlyCandidate += count
      case (false, true): onlyProduction += count
      case (false, false): break
      }
    }
    return Discordance(
      onlyCandidate: onlyCandidate, onlyProduction: onlyProduction, both: both, rows: rows)
  }

  /// The weights as numbers, and half a row more in each pair of cells that can occur when
  /// `smoothed`.
  func weights(smoothed: Bool) -> (weights: [Double], squares: [Double]) {
    var weights = ticks.map { $0.asDouble.scaled(by: -shift) }
    var squares = self.squares.map { $0.asDouble.scaled(by: countsWholeRows ? 0 : -2 * shift) }
    guard smoothed else { return (weights, squares) }
    let (sum, square) = (weights.reduce(0, +), squares.reduce(0, +))
    let typical = sum > 0 ? square / sum : 1
    for (candidate, production) in Self.pairs {
      weights[Self.position(candidate, production)] += typical / 2
      squares[Self.position(candidate, production)] += typical * (countsWholeRows ? 1 : typical) / 2
    }
    return (weights, squares)
  }

  /// The table of one model: the candidate's, or production's.
  static func margin(_ paired: (weights: [Double], squares: [Double]), candidate: Bool)
    -> CellWeights
  {
    var weights = [Double](repeating: 0, count: 4)
    var squares = weights
    for (first, second) in pairs {
      let (cell, position) = ((candidate ? first : second).rawValue, position(first, second))
      weights[cell] += paired.weights[position]
      squares[cell] += paired.squares[position]
    }
    return CellWeights(weights: weights, squares: squares)
  }

  /// The pairs of cells that share a label.
  static let pairs: [(Cell, Cell)] = Cell.allCases.flatMap { candidate in
    Cell.allCases.filter { $0.rawValue >> 1 == candidate.rawValue >> 1 }.map { (candidate, $0) }
  }

  /// Where a pair stands.
  static func position(_ candidate: Cell, _ production: Cell) -> Int {
    candidate.rawValue << 2 | production.rawValue
  }
}
