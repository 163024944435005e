public import VaglioFindings

/// Intervals that combine the intervals of independent parts, each bound on its own side.
public enum NewcombeInterval {
  /// A part of a linear combination: its coefficient, its estimate, and its interval.
  public struct Term: Hashable, Sendable {
    public let coefficient: Double
    public let estimate: Double
    public let interval: Interval

    /// coefficient · estimate, with the estimate's own interval.
    public init(_ coefficient: Double = 1, _ estimate: Double, _ interval: Interval) {
      (self.coefficient, self.estimate, self.interval) = (coefficient, estimate, interval)
    }

    var value: Double { coefficient * estimate }
    var lower: Double { min(coefficient * interval.lower, coefficient * interval.upper) }
    var upper: Double { max(coefficient * interval.lower, coefficient * interval.upper) }
  }

  /// p₁ − p₂ of two independent proportions, method `newcombe`: method 10 of Newcombe 1998,
  /// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, on Wilson's bounds.
  ///
  /// The whole range when one of them has no trials.
  public static func difference(
    _ first: Proportion, _ second: Proportion, level: ConfidenceLevel
  ) -> Interval {
    guard first.trials > 0, second.trials > 0 else { return .vacuous(-1...1, level, "newcombe") }
    let terms = [(1.0, first), (-1.0, second)].map { coefficient, part in
      Term(
        coefficient, part.value,
        ProportionInterval.wilson(successes: part.successes, trials: part.trials, level: level))
    }
    return sum(terms, range: -1...1, level: level, method: "newcombe")
      ?? .vacuous(-1...1, level, "newcombe")
  }

  /// Σcᵢθᵢ of independent estimates, each with its interval (square-and-add; Zou and Donner 2008,
  /// doi:10.1002/sim.3095); `nil` if a bound is not finite.
  ///
  /// The balanced accuracy of two Wilson intervals has coefficients ½ and ½, Youden's index 1 and 1
  /// with `offset` −1. All intervals must be of the same `level`.
  public static func sum(
    _ terms: [Term], offset: Double = 0, range: ClosedRange<Double> = -.infinity ... .infinity,
    level: ConfidenceLevel, method: String = "square-and-add"
  ) -> Interval? {
    let value = terms.reduce(offset) { $0 + $1.value }
    let below = terms.reduce(0) { $0 + ($1.value - $1.lower) * ($1.value - $1.lower) }
    let above = terms.reduce(0) { $0 + ($1.upper - $1.value) * ($1.upper - $1.value) }
    return Interval(
      value - below.squareRoot(), value + above.squareRoot(), in: range, level, method)
  }
}
