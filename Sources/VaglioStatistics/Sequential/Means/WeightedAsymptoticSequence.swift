public import VaglioFindings

/// A confidence sequence for a weighted mean Σwx/Σw, such as importance weights give.
///
/// The mean is linearised: φᵢ = wᵢ(xᵢ − θ̂)/w̄, with the standard error √(Σw²(x − θ̂)²)/Σw. Pairs (w, x)
/// must be independent draws with finite variance of w·x and w; then the sequence is as good as
/// ``AsymptoticSequence`` is for the effective count (Σw)²/Σw², below whose minimum it says nothing.
/// Merging is exact, in any order.
public struct WeightedAsymptoticSequence: Codable, Hashable, Sendable {
  public let boundary: NormalMixtureBoundary
  /// The fewest effective rows that it speaks for.
  public let minimumCount: Int
  public private(set) var rowCount = 0
  private var weights = ExactSum()
  private var squaredWeights = ExactSum()
  private var weighted = ExactSum()
  private var squaredWeighted = ExactSum()
  private var squaredFirst = ExactSum()

  /// A sequence without rows.
  public init(
    _ boundary: NormalMixtureBoundary, minimumCount: Int = 300
  ) throws(SequentialError) {
    self.boundary = boundary
    self.minimumCount = try SequentialInput.count(minimumCount, "minimumCount", atLeast: 2)
  }

  /// Adds rows with their weights, finite and 0 or more.
  public mutating func add(_ values: [Double], weights new: [Double]) throws(SequentialError) {
    guard values.count == new.count else { throw .unequalCounts(values.count, new.count) }
    if let row = values.indices.first(where: { !values[$0].isFinite || !new[$0].isFinite }) {
      throw .notFinite(row: row)
    }
    if let row = new.firstIndex(where: { $0 < 0 }) {
      throw .outsideRange(new[row], row: row, 0...Double.greatestFiniteMagnitude)
    }
    rowCount += values.count
    weights.add(new)
    for (value, weight) in zip(values, new) {
      let product = value * weight
      squaredWeights.add(product: weight, weight)
      weighted.add(product)
      squaredWeighted.add(product: product, product)
      squaredFirst.add(product: product, weight)
    }
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) {
    guard boundary == other.boundary, minimumCount == other.minimumCount else {
      throw .differentSettings
    }
    rowCount += other.rowCount
    weights.merge(other.weights)
    squaredWeights.merge(other.squaredWeights)
    weighted.merge(other.weighted)
    squaredWeighted.merge(other.squaredWeighted)
    squaredFirst.merge(other.squaredFirst)
  }

  /// Kish's effective count (Σw)²/Σw², 0 without weight.
  public var effectiveCount: Double {
    let squares = squaredWeights.value
    return squares > 0 ? weights.value * weights.value / squares : 0
  }

  /// The bounds now.
  public func bounds() throws(Undefined) -> SequentialBounds {
    let total = weights.doubleDouble
    guard total.value > 0 else { throw Undefined("no row has weight") }
    let mean = weighted.doubleDouble / total
    // Σw²(x − θ)² = Σ(wx)² − 2θΣw²x + θ²Σw².
    let cross = mean * squaredFirst.doubleDouble
    let square = mean * mean * squaredWeights.doubleDouble
    let residual = (squaredWeighted.doubleDouble - (cross + cross) + square).value
    let error = residual > 0 ? residual.squareRoot() / total.value : residual.isNaN ? .nan : 0
    return try boundary.bounds(
      estimate: mean.value, standardError: error, count: Int(min(effectiveCount, 0x1p53)),
      minimumCount: minimumCount)
  }
}
