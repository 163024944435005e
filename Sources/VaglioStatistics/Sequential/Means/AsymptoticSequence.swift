public import VaglioFindings

/// A confidence sequence for a mean from count, sum and sum of squares alone.
///
/// The state is exact: ``merge(_:)`` is associative and commutative to the last bit, and neither the
/// order of rows nor the blocks matter. Values may be unbounded; α holds as the number of rows at the
/// first look grows (see ``NormalMixtureBoundary``), whence the count below which it says nothing.
/// Paired differences are values like any other.
public struct AsymptoticSequence: ConfidenceSequence {
  public let boundary: NormalMixtureBoundary
  /// The fewest rows that it speaks for.
  public let minimumCount: Int
  public private(set) var rowCount = 0
  private var sum = ExactSum()
  private var squares = ExactSum()

  /// A sequence without rows.
  public init(
    _ boundary: NormalMixtureBoundary, minimumCount: Int = 300
  ) throws(SequentialError) {
    self.boundary = boundary
    self.minimumCount = try SequentialInput.count(minimumCount, "minimumCount", atLeast: 2)
  }

  public var alpha: Double { boundary.alpha }

  /// Adds rows; a value whose square overflows makes the bounds undefined.
  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values)
    rowCount += values.count
    sum.add(values)
    for value in values { squares.add(product: value, value) }
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) {
    guard boundary == other.boundary, minimumCount == other.minimumCount else {
      throw .differentSettings
    }
    rowCount += other.rowCount
    sum.merge(other.sum)
    squares.merge(other.squares)
  }

  public func bounds() throws(Undefined) -> SequentialBounds {
    guard rowCount > 0 else { throw Undefined("no rows") }
    let count = DoubleDouble(Double(rowCount))
    let mean = sum.doubleDouble / count
    // σ̂² = Σx²/n − x̄², to 106 bits, so that a large mean does not cancel it away.
    let variance = (squares.doubleDouble / count - mean * mean).value
    let error =
      variance > 0 ? (variance / Double(rowCount)).squareRoot() : variance.isNaN ? .nan : 0
    return try boundary.bounds(
      estimate: mean.value, standardError: error, count: rowCount, minimumCount: minimumCount)
  }
}
