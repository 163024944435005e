/// A cell of the two-by-two table of labels and predictions.
public enum Cell: Int, Hashable, Sendable, CaseIterable {
  case trueNegative
  case falsePositive
  case falseNegative
  case truePositive

  /// The cell of a row: its label is the higher bit, its prediction the lower.
  @inlinable
  static func index(label: UInt8, predictedPositive: Bool) -> Int {
    Int(label) << 1 | (predictedPositive ? 1 : 0)
  }
}

/// How many rows fall into each cell of label and prediction at the outcomes' threshold.
public struct ConfusionMatrix: SufficientStatistic {
  public typealias Observed = BinaryOutcomes

  public private(set) var count = 0
  /// Σ of ticks per cell.
  private var ticks = [Int128](repeating: 0, count: 4)
  /// Σ of squared ticks per cell for importance weights, Σ of ticks otherwise.
  private var squares = [Int128](repeating: 0, count: 4)
  private var shift = 0
  private var countsWholeRows = true

  /// A table of no rows.
  public init() {}

  public mutating func add(_ outcomes: BinaryOutcomes, rows: Range<Int>) {
    var counts = [Int128](repeating: 0, count: 4)
    var squared = [Int128](repeating: 0, count: 4)
    if let weights = outcomes.rows.weights {
      shift = weights.shift
      countsWholeRows = weights.kind == .frequency
      for row in rows {
        let cell = Cell.index(
          label: outcomes.labels[row], predictedPositive: outcomes.isPredictedPositive(row))
        let weight = Int128(weights.ticks[row])
        counts[cell] += weight
        squared[cell] += countsWholeRows ? weight : weight * weight
      }
    } else {
      counts = outcomes.countCells(rows)
      squared = counts
    }
    count += rows.count
    for cell in 0..<4 {
      ticks[cell] += counts[cell]
      squares[cell] += squared[cell]
    }
  }

  public mutating func merge(_ other: ConfusionMatrix) {
    if count == 0 { (shift, countsWholeRows) = (other.shift, other.countsWholeRows) }
    precondition(other.count == 0 || shift == other.shift, "parts share the weights' scale")
    count += other.count
    for cell in 0..<4 {
      ticks[cell] += other.ticks[cell]
      squares[cell] += other.squares[cell]
    }
  }

  public func read() -> CellWeights {
    CellWeights(
      weights: ticks.map { $0.asDouble.scaled(by: -shift) },
      squares: squares.map { $0.asDouble.scaled(by: countsWholeRows ? 0 : -2 * shift) })
  }
}

extension BinaryOutcomes {
  /// How many rows of a block fall into each cell.
  fileprivate func countCells(_ rows: Range<Int>) -> [Int128] {
    labels.withUnsafeBufferPointer { labels in
      scores.withUnsafeBufferPointer { scores in
        var (positives, predicted, both) = (0, 0, 0)
        for row in rows {
          let isPredicted = scores[row] >= threshold ? 1 : 0
          positives &+= Int(labels[row])
          predicted &+= isPredicted
          both &+= Int(labels[row]) & isPredicted
        }
        return [
          rows.count - positives - predicted + both, predicted - both, positives - both, both,
        ].map { Int128($0) }
      }
    }
  }
}

/// The confusion matrix as numbers: Σw, and Σw² (for whole rows Σw again), in each cell.
public struct CellWeights: Hashable, Sendable {
  /// Σw per cell, in the order of ``Cell``.
  public let weights: [Double]
  /// Σw² per cell for importance weights, Σw otherwise.
  public let squares: [Double]

  /// Weights per cell.
  public init(weights: [Double], squares: [Double]) {
    (self.weights, self.squares) = (weights, squares)
  }

  /// The weight of rows labelled positive and predicted positive.
  public var truePositives: Double { weights[Cell.truePositive.rawValue] }
  /// The weight of rows labelled negative and predicted positive.
  public var falsePositives: Double { weights[Cell.falsePositive.rawValue] }
  /// The weight of rows labelled positive and predicted negative.
  public var falseNegatives: Double { weights[Cell.falseNegative.rawValue] }
  /// The weight of rows labelled negative and predicted negative.
  public var trueNegatives: Double { weights[Cell.trueNegative.rawValue] }
  /// The weight of rows labelled positive.
  public var positives: Double { truePositives + falseNegatives }
  /// The weight of rows labelled negative.
  public var negatives: Double { trueNegatives + falsePositives }
  /// The weight of rows predicted positive.
  public var predictedPositives: Double { truePositives + falsePositives }
  /// The weight of rows predicted negative.
  public var predictedNegatives: Double { trueNegatives + falseNegatives }
  /// The weight of all rows.
  public var total: Double { positives + negatives }

  /// The weight of some cells.
  func weight(of cells: [Cell]) -> Double { cells.reduce(0) { $0 + weights[$1.rawValue] } }

  /// Half a row more in every cell (Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x; Anscombe
  /// 1956), where the plain table leaves no variance to be seen.
  var smoothed: CellWeights {
    let typical = total > 0 ? squares.reduce(0, +) / total : 1
    return CellWeights(
      weights: weights.map { $0 + typical / 2 }, squares: squares.map { $0 + typical * typical / 2 }
    )
  }
}
