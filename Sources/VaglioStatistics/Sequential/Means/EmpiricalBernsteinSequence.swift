public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A confidence sequence for the mean of bounded values, valid from the first row on: the predictable
/// plug-in empirical Bernstein sequence.
///
/// With x scaled to 0...1, predictable λₜ = min(½, √(2 log(2/α)/(σ̂²ₜ₋₁·t·log(1 + t)))) and
/// ψ(λ) = (−log(1 − λ) − λ)/4: Σλx/Σλ ± (log(2/α) + Σ4(xᵢ − μ̂ᵢ₋₁)²ψ(λᵢ))/Σλ, intersected over the
/// looks (Waudby-Smith and Ramdas 2024, doi:10.1093/jrsssb/qkad009, theorem 2). It bounds the mean that
/// every row has given the rows before; for a mean that drifts take ``RunningAverageSequence``. One side
/// alone, α on it, comes from twice the α. Weights λ depend on the rows before: order matters, and states
/// cannot be merged.
public struct EmpiricalBernsteinSequence: ConfidenceSequence {
  public let alpha: Double
  public let range: ClosedRange<Double>
  public private(set) var rowCount = 0
  private var state = State()

  /// A sequence of values within `range`.
  public init(alpha: Double, range: ClosedRange<Double> = 0...1) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.range = try SequentialInput.range(range)
  }

  /// The sums of the formula, in units of the range.
  private struct State: Codable, Hashable, Sendable {
    var (sum, squares) = (0.0, 0.25)
    var (mean, variance) = (0.5, 0.25)
    var (bets, weighted, slack) = (0.0, 0.0, 0.0)
    var (lower, upper) = (0.0, 1.0)

    mutating func add(_ x: Double, row: Double, odds: Double) {
      let bet = min(0.5, (2 * odds / (variance * row * log(1 + row))).squareRoot())
      let surprise = 4 * (x - mean) * (x - mean)
      bets += bet
      weighted += bet * x
      slack += surprise * (-log1p(-bet) - bet) / 4
      let (centre, margin) = (weighted / bets, (odds + slack) / bets)
      lower = max(lower, centre - margin)
      upper = min(upper, centre + margin)
      sum += x
      mean = (0.5 + sum) / (row + 1)
      squares += (x - mean) * (x - mean)
      variance = squares / (row + 1)
    }
  }

  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values, in: range)
    let (low, scale) = (range.lowerBound, 1 / (range.upperBound - range.lowerBound))
    let odds = log(2 / alpha)
    var state = state
    for index in 0..<values.count {
      // Rounding may carry a scaled value past the end of the range.
      let x = min(1, max(0, (values[index] - low) * scale))
      state.add(x, row: Double(rowCount &+ index &+ 1), odds: odds)
    }
    self.state = state
    rowCount += values.count
  }

  /// The running lower bound, also where the bounds have crossed.
  var lowerBound: Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * state.lower
  }

  /// The running upper bound; where the bounds have crossed that of all rows alone, which is never less,
  /// so misses no more often.
  var upperBound: Double {
    let last = (state.weighted + log(2 / alpha) + state.slack) / state.bets
    let upper = state.lower <= state.upper ? state.upper : min(1, max(state.upper, last))
    return range.lowerBound + (range.upperBound - range.lowerBound) * upper
  }

  /// The bounds now, method `empirical-bernstein-sequence`; the estimate is the mean weighted by λ.
  ///
  /// Undefined before the first row, and when the bounds have crossed: then no one mean fits all rows.
  public func bounds() throws(Undefined) -> SequentialBounds {
    guard rowCount > 0 else { throw Undefined("no rows") }
    guard state.lower <= state.upper else {
      throw Undefined("no single mean fits all rows: the mean has moved")
    }
    let width = range.upperBound - range.lowerBound
    let centre = state.weighted / state.bets
    return SequentialBounds(
      estimate: range.lowerBound + width * centre,
      lower: range.lowerBound + width * state.lower,
      upper: range.lowerBound + width * state.upper,
      alpha: alpha, method: "empirical-bernstein-sequence")
  }
}
