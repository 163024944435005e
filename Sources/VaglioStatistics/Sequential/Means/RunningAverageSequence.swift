public import VaglioFindings

/// A confidence sequence for the running average of means that may drift: at every n it bounds
/// (μ₁ + … + μₙ)/n, μᵢ the mean of row i given the rows before.
///
/// |Σx − Σμ| ≤ u(V), V = Σ(xᵢ − ŷᵢ₋₁)² around the predictable mean ŷ of the rows before (half the range
/// at first), u stitched with the range as its scale (Howard, Ramdas, McAuliffe and Sekhon 2021,
/// doi:10.1214/20-AOS1991, theorem 4 and equation 10). Valid from the first row for bounded values,
/// without independence. Bounds of different looks bound different averages, and are not intersected.
/// V depends on the order; states cannot be merged.
public struct RunningAverageSequence: ConfidenceSequence {
  public let alpha: Double
  public let sides: BoundedSides
  public let range: ClosedRange<Double>
  public private(set) var rowCount = 0
  private let boundary: StitchedBoundary
  private var (sum, variance) = (0.0, 0.0)

  /// A sequence of values within `range`, tight from `leastVariance` (in squares of the range: the
  /// rows that matter first times their variance) on.
  public init(
    alpha: Double, sides: BoundedSides = .both, range: ClosedRange<Double> = 0...1,
    leastVariance: Double = 1
  ) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.sides = sides
    self.range = try SequentialInput.range(range)
    boundary = try StitchedBoundary(
      alpha: sides == .both ? alpha / 2 : alpha, leastVariance: leastVariance, scale: 1)
  }

  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values, in: range)
    let (low, scale) = (range.lowerBound, 1 / (range.upperBound - range.lowerBound))
    for value in values {
      let x = min(1, max(0, (value - low) * scale))
      let expected = rowCount == 0 ? 0.5 : sum / Double(rowCount)
      variance += (x - expected) * (x - expected)
      sum += x
      rowCount += 1
    }
  }

  /// The bounds now, method `running-average-sequence`; the estimate is the rows' mean.
  public func bounds() throws(Undefined) -> SequentialBounds {
    guard rowCount > 0 else { throw Undefined("no rows") }
    let width = range.upperBound - range.lowerBound
    let (mean, margin) = (sum / Double(rowCount), boundary(variance) / Double(rowCount))
    let (lower, upper) = (max(0, mean - margin), min(1, mean + margin))
    return SequentialBounds(
      estimate: range.lowerBound + width * mean,
      lower: sides == .upper ? range.lowerBound : range.lowerBound + width * lower,
      upper: sides == .lower ? range.upperBound : range.lowerBound + width * upper,
      alpha: alpha, method: "running-average-sequence")
  }
}
