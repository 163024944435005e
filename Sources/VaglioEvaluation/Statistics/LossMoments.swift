internal import VaglioStatistics

/// A loss of single rows, whose mean is a metric.
public protocol RowLoss<Observed>: Hashable, Codable, Sendable {
  associatedtype Observed: Outcomes
  /// Writes the loss of each row of a block into a buffer of the block's length, NaN for a row that
  /// the loss leaves out; returns how many rows it had to mend (scores it clipped).
  @discardableResult
  func write(
    _ outcomes: Observed, rows: Range<Int>, into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int
  /// What a reader must know of the rows that were left out or mended.
  func notes(on moments: Moments) -> [String]
  /// Whether the loss is so skewed that its mean needs Hall's interval, which asks for the sum of its
  /// cubes.
  var isSkewed: Bool { get }
}

extension RowLoss {
  public func notes(on moments: Moments) -> [String] { [] }

  public var isSkewed: Bool { false }
}

/// A loss that mends nothing, stated for one row.
public protocol SingleRowLoss: RowLoss {
  /// The loss of a row, NaN where the loss leaves it out.
  func loss(of row: Int, in outcomes: Observed) -> Double
}

extension SingleRowLoss {
  @discardableResult
  public func write(
    _ outcomes: Observed, rows: Range<Int>, into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    for (position, row) in rows.enumerated() { losses[position] = loss(of: row, in: outcomes) }
    return 0
  }
}

/// The moments of a loss over rows, as exact sums.
public struct LossMoments<Loss: RowLoss>: SufficientStatistic {
  public typealias Observed = Loss.Observed

  public private(set) var count = 0
  let loss: Loss
  private var left = 0
  private var mended = 0
  private var weight = ExactSum()
  private var first = ExactSum()
  private var second = ExactSum()
  /// Σwl³, each rounded, of a skewed loss.
  private var third = ExactSum()

  /// The moments of no rows.
  public init(of loss: Loss) { self.loss = loss }

  public mutating func add(_ outcomes: Loss.Observed, rows: Range<Int>) {
    count += rows.count
    forEachBlock(of: rows) { block, losses in
      mended += loss.write(outcomes, rows: block, into: losses)
      if let weights = outcomes.rows.weights {
        for (position, row) in block.enumerated() { add(losses[position], weight: weights[row]) }
      } else {
        add(losses)
      }
    }
  }

  private mutating func add(_ losses: UnsafeMutableBufferPointer<Double>) {
    var kept = 0
    for loss in losses where !loss.isNaN {
      losses[kept] = loss
      kept += 1
    }
    left += losses.count - kept
    let losses = UnsafeMutableBufferPointer(rebasing: losses[0..<kept])
    weight.add(Double(kept))
    first.add(UnsafeBufferPointer(losses))
    if loss.isSkewed { third.add(cubesOf: UnsafeBufferPointer(losses)) }
    second.add(squaresOf: losses)
  }

  private mutating func add(_ loss: Double, weight: Double) {
    guard !loss.isNaN else {
      left += 1
      return
    }
    self.weight.add(weight)
    first.add(product: weight, loss)
    let square = loss * loss
    second.add(product: weight, square)
    second.add(product: weight, (-square).addingProduct(loss, loss))
    if self.loss.isSkewed { third.add(product: weight, square * loss) }
  }

  public mutating func merge(_ other: LossMoments) {
    count += other.count
    left += other.left
    mended += other.mended
    weight.merge(other.weight)
    first.merge(other.first)
    second.merge(other.second)
    third.merge(other.third)
  }

  public func read() -> Moments {
    let total = weight.value
    let mean = first.value / total
    // Σw(l − μ)² = Σwl² − (Σwl)²/Σw, in twice the precision so that nothing cancels.
    let (sum, squares) = (first.doubleDouble, second.doubleDouble)
    let spread = squares - sum * sum / weight.doubleDouble
    return Moments(
      rows: count, left: left, mended: mended, weight: total, mean: mean,
      spread: nonnegative(spread.value), skewness: skewness(spread.value))
  }

  /// Σw(l − μ)³/Σw over the spread's root of three halves; 0 where that is not known.
  private func skewness(_ spread: Double) -> Double {
    guard loss.isSkewed, spread > 0 else { return 0 }
    let total = weight.doubleDouble
    let mean = first.doubleDouble / total
    let squares = second.doubleDouble
    let cubes =
      third.doubleDouble - DoubleDouble(3) * mean * squares
      + DoubleDouble(2) * mean * mean * mean * total
    let variance = spread / total.value
    let skewness = (cubes / total).value / (variance * variance.squareRoot())
    return skewness.isFinite ? skewness : 0
  }
}

/// What is read off the moments of a loss.
public struct Moments: Hashable, Sendable {
  /// The rows that were looked at.
  public let rows: Int
  /// Those of them that the loss leaves out.
  public let left: Int
  /// Those whose scores the loss had to mend.
  public let mended: Int
  /// Σw over the rows kept.
  public let weight: Double
  /// Σwl/Σw.
  public let mean: Double
  /// Σw(l − mean)².
  public let spread: Double
  /// Of a skewed loss the third standardised moment, 0 of others.
  public internal(set) var skewness = 0.0
}

/// A sum of squares as it must be: not below 0 for a rounding, and infinite where it overflowed.
func nonnegative(_ squares: Double) -> Double { squares.isNaN ? .infinity : max(0, squares) }

/// The rows of a block that kernels work on at once: small enough for the nearest cache.
let blockLength = 2048

/// Calls `body` with each block of `rows` and a buffer of the block's length.
func forEachBlock(
  of rows: Range<Int>, _ body: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
) {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: blockLength) { buffer in
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + blockLength, rows.upperBound)
      body(start..<end, UnsafeMutableBufferPointer(rebasing: buffer[0..<end - start]))
      start = end
    }
  }
}

extension ExactSum {
  /// Adds the rounded cube of every value of a block.
  mutating func add(cubesOf values: UnsafeBufferPointer<Double>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { cubes in
      for index in values.indices { cubes[index] = values[index] * values[index] * values[index] }
      add(UnsafeBufferPointer(cubes))
    }
  }

  /// Adds the square of every value of a block, exactly: its rounded value and the rounding's error.
  ///
  /// The block's values are lost.
  mutating func add(squaresOf values: UnsafeMutableBufferPointer<Double>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { rounded in
      var isFinite = true
      for index in values.indices {
        let value = values[index]
        let square = value * value
        rounded[index] = square
        values[index] = (-square).addingProduct(value, value)
        isFinite = isFinite && square.isFinite
      }
      add(UnsafeBufferPointer(rounded))
      if isFinite { add(UnsafeBufferPointer(values)) }
    }
  }
}
