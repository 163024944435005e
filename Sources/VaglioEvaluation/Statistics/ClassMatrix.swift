/// How many rows fall into each cell of label and predicted class.
public struct ClassMatrix: SufficientStatistic {
  public typealias Observed = MulticlassOutcomes

  public private(set) var count = 0
  private var classes: [String] = []
  /// Σ of ticks per cell, row-major labels × predictions.
  private var ticks: [Int128] = []
  /// Σ of squared ticks per cell for importance weights, empty otherwise.
  private var squares: [Int128] = []
  private var shift = 0

  /// A table of no rows.
  public init() {}

  public mutating func add(_ outcomes: MulticlassOutcomes, rows: Range<Int>) {
    if classes.isEmpty {
      classes = outcomes.classes
      ticks = [Int128](repeating: 0, count: classes.count * classes.count)
    }
    precondition(classes == outcomes.classes, "parts share their classes")
    count += rows.count
    guard let weights = outcomes.rows.weights else {
      for (cell, rows) in outcomes.countCells(rows).enumerated() { ticks[cell] += Int128(rows) }
      return
    }
    shift = weights.shift
    if weights.kind == .importance, squares.isEmpty {
      squares = [Int128](repeating: 0, count: ticks.count)
    }
    for row in rows {
      let cell = outcomes.cell(row)
      let weight = Int128(weights.ticks[row])
      ticks[cell] += weight
      if !squares.isEmpty { squares[cell] += weight * weight }
    }
  }

  public mutating func merge(_ other: ClassMatrix) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(shift == other.shift, "parts share the weights' scale")
    precondition(classes == other.classes, "parts share their classes")
    count += other.count
    for cell in ticks.indices { ticks[cell] += other.ticks[cell] }
    for cell in squares.indices { squares[cell] += other.squares[cell] }
  }

  public func read() -> ClassTable {
    let weights = ticks.map { $0.asDouble.scaled(by: -shift) }
    return ClassTable(
      classes: classes, weights: weights,
      squares: squares.isEmpty ? weights : squares.map { $0.asDouble.scaled(by: -2 * shift) })
  }
}

extension MulticlassOutcomes {
  /// The cell of a row: label · classes + prediction.
  @inline(__always)
  func cell(_ row: Int) -> Int { Int(labels[row]) * classes.count + Int(predicted[row]) }

  /// How many rows of a block fall into each cell.
  fileprivate func countCells(_ rows: Range<Int>) -> [Int] {
    let width = classes.count
    var counts = [Int](repeating: 0, count: width * width)
    labels.withUnsafeBufferPointer { labels in
      predicted.withUnsafeBufferPointer { predicted in
        counts.withUnsafeMutableBufferPointer { counts in
          for row in rows { counts[Int(labels[row]) &* width &+ Int(predicted[row])] &+= 1 }
        }
      }
    }
    return counts
  }
}
