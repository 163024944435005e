public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A confidence sequence for the mean of bounded values from two gamblers, valid from the first row on:
/// the hedged capital sequence.
///
/// Narrower than ``EmpiricalBernsteinSequence`` by a twentieth to a half for up to 1,000 rows of coins or
/// beta values, wider by a tenth at 10,000: its first bets are bold, and what they lose must be won back.
/// For alarms take ``AdaptiveBettingTest`` or ``EDetector``, which find small changes much sooner.
///
/// For each mean m of a grid, one gambler bets λ that rows lie above it, one that they lie below, with
/// λₜ = √(2 log(2/α)/(σ̂²ₜ₋₁·t·log(1 + t))), at most ½/m and ½/(1 − m); m is left out once half of
/// either's capital exceeds 1/α (Waudby-Smith and Ramdas 2024, doi:10.1093/jrsssb/qkad009, theorem 3).
/// The means still in are contiguous here: those outside the bounds are played no further, so that rows
/// cost less as the bounds close in. Bounds are rounded outwards by a step of the grid, and never
/// narrower than two. Order matters; states cannot be merged. The state has two numbers per step.
public struct BettingSequence: ConfidenceSequence {
  public let alpha: Double
  public let range: ClosedRange<Double>
  /// Into how many steps the range is divided.
  public let steps: Int
  public private(set) var rowCount = 0
  private var sum = 0.0
  private var squares = 0.25
  private var (mean, variance) = (0.5, 0.25)
  /// The means still played, as multiples of a step.
  private var (lowest, highest): (Int, Int)
  private var above: [Double]
  private var below: [Double]

  /// A sequence of values within `range`, on a grid of at most 100,000 steps.
  public init(
    alpha: Double, range: ClosedRange<Double> = 0...1, steps: Int = 1000
  ) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.range = try SequentialInput.range(range)
    guard 2...100_000 ~= steps else {
      throw .setting("steps", expected: "between 2 and 100000, not \(steps)")
    }
    self.steps = steps
    (lowest, highest) = (0, steps)
    above = Array(repeating: 1, count: steps + 1)
    below = above
  }

  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values, in: range)
    let (low, scale) = (range.lowerBound, 1 / (range.upperBound - range.lowerBound))
    let odds = 2 * log(2 / alpha)
    for index in 0..<values.count {
      let x = min(1, max(0, (values[index] - low) * scale))
      rowCount += 1
      let row = Double(rowCount)
      play(x, bet: (odds / (row * log(1 + row) * variance)).squareRoot())
      leaveOut()
      sum += x
      mean = (0.5 + sum) / (row + 1)
      squares += (x - mean) * (x - mean)
      variance = squares / (row + 1)
    }
  }

  /// Both gamblers' capital after a row, at every mean still played.
  private mutating func play(_ x: Double, bet: Double) {
    let step = 1 / Double(steps)
    let (first, last) = (lowest, highest)
    above.withUnsafeMutableBufferPointer { above in
      below.withUnsafeMutableBufferPointer { below in
        guard let above = above.baseAddress, let below = below.baseAddress else { return }
        for index in first...last {
          let m = Double(index) * step
          let surplus = x - m
          // A capital beyond 1e200 is held there, which can only widen the bounds.
          above[index] = min(1e200, above[index] * (1 + min(bet, 0.5 / m) * surplus))
          below[index] = min(1e200, below[index] * (1 - min(bet, 0.5 / (1 - m)) * surplus))
        }
      }
    }
  }

  /// Moves the ends of the played means past those that are ruled out.
  private mutating func leaveOut() {
    let limit = 2 / alpha
    while lowest < highest, max(above[lowest], below[lowest]) > limit { lowest += 1 }
    while highest > lowest, max(above[highest], below[highest]) > limit { highest -= 1 }
  }

  /// The bounds now, method `betting-sequence`; the estimate is the rows' mean.
  public func bounds() throws(Undefined) -> SequentialBounds {
    guard rowCount > 0 else { throw Undefined("no rows") }
    let width = range.upperBound - range.lowerBound
    let step = 1 / Double(steps)
    return SequentialBounds(
      estimate: range.lowerBound + width * (sum / Double(rowCount)),
      lower: range.lowerBound + width * max(0, Double(lowest) * step - step),
      upper: range.lowerBound + width * min(1, Double(highest) * step + step),
      alpha: alpha, method: "betting-sequence")
  }
}

extension BettingSequence {
  private enum CodingKeys: String, CodingKey {
    case alpha, range, steps, rowCount, sum, squares, mean, variance, lowest, highest, above, below
  }

  /// Reads a saved state; one whose grid does not fit is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      alpha: container.decode(Double.self, forKey: .alpha),
      range: container.decode(ClosedRange<Double>.self, forKey: .range),
      steps: container.decode(Int.self, forKey: .steps))
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    sum = try container.decode(Double.self, forKey: .sum)
    squares = try container.decode(Double.self, forKey: .squares)
    mean = try container.decode(Double.self, forKey: .mean)
    variance = try container.decode(Double.self, forKey: .variance)
    lowest = try container.decode(Int.self, forKey: .lowest)
    highest = try container.decode(Int.self, forKey: .highest)
    above = try container.decode([Double].self, forKey: .above)
    below = try container.decode([Double].self, forKey: .below)
    guard lowest >= 0, lowest <= highest, highest <= steps, rowCount >= 0,
      above.count == steps + 1, below.count == steps + 1
    else { throw SavedState.damaged(container, "the grid of a betting sequence") }
  }
}
