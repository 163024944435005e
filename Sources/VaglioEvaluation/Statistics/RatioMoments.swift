internal import VaglioStatistics

/// The moments of two losses on the same rows, for the ratio of their means, as exact sums.
public struct RatioMoments<Top: RowLoss, Bottom: RowLoss>: SufficientStatistic
where Top.Observed == Bottom.Observed {
  public typealias Observed = Top.Observed

  public private(set) var count = 0
  private let top: Top
  private let bottom: Bottom
  private var left = 0
  private var weight = ExactSum()
  private var first = ExactSum()
  private var second = ExactSum()
  private var firstSquared = ExactSum()
  private var secondSquared = ExactSum()
  private var product = ExactSum()

  /// The moments of no rows.
  public init(_ top: Top, over bottom: Bottom) { (self.top, self.bottom) = (top, bottom) }

  /// Factors of products are scaled by 2⁻¹⁵⁰, exactly, so that squares from 10⁻¹⁰¹ to 10¹⁹⁹ neither
  /// vanish nor overflow.
  private static var scale: Double { 0x1p-150 }

  public mutating func add(_ outcomes: Observed, rows: Range<Int>) {
    count += rows.count
    forEachBlock(of: rows) { block, tops in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: block.count) { bottoms in
        top.write(outcomes, rows: block, into: tops)
        bottom.write(outcomes, rows: block, into: bottoms)
        for (position, row) in block.enumerated() {
          add(tops[position], bottoms[position], weight: outcomes.rows.weights?[row] ?? 1)
        }
      }
    }
  }

  private mutating func add(_ a: Double, _ b: Double, weight w: Double) {
    guard !a.isNaN, !b.isNaN else {
      left += 1
      return
    }
    weight.add(w)
    first.add(product: w, a)
    second.add(product: w, b)
    let (u, v) = (a * Self.scale, b * Self.scale)
    firstSquared.add(w, times: u, u)
    secondSquared.add(w, times: v, v)
    product.add(w, times: u, v)
  }

  public mutating func merge(_ other: RatioMoments) {
    count += other.count
    left += other.left
    weight.merge(other.weight)
    first.merge(other.first)
    second.merge(other.second)
    firstSquared.merge(other.firstSquared)
    secondSquared.merge(other.secondSquared)
    product.merge(other.product)
  }

  public func read() -> MeanPair {
    let (total, scale) = (weight.doubleDouble, DoubleDouble(Self.scale))
    func central(_ products: ExactSum, _ first: ExactSum, _ second: ExactSum) -> Double {
      let (a, b) = (first.doubleDouble * scale, second.doubleDouble * scale)
      return ((products.doubleDouble - a * b / total) / total).value
    }
    return MeanPair(
      rows: count, left: left, weight: weight.value,
      top: first.value / weight.value, bottom: second.value / weight.value, unit: Self.scale,
      topVarianceInUnits: nonnegative(central(firstSquared, first, first)),
      bottomVarianceInUnits: nonnegative(central(secondSquared, second, second)),
      covarianceInUnits: central(product, first, second))
  }
}

/// What is read off the moments of two losses; variances divide by Σw.
public struct MeanPair: Hashable, Sendable {
  /// The rows that were looked at.
  public let rows: Int
  /// Those of them that a loss leaves out.
  public let left: Int
  /// Σw over the rows kept.
  public let weight: Double
  /// The mean of the loss above the line.
  public let top: Double
  /// The mean of the loss below the line.
  public let bottom: Double
  /// What losses are multiplied by before they are squared, a power of 2.
  let unit: Double
  let topVarianceInUnits: Double
  let bottomVarianceInUnits: Double
  let covarianceInUnits: Double
}
