public import VaglioFindings

/// The difference of two correlated estimates, each with an interval of its own.
public enum PairedSquareAndAdd {
  /// θ₁ − θ₂ where each bound moves by √(a² + b² − 2ρab), a and b being how far the two estimates'
  /// own bounds lie on the side in question, method `paired-square-and-add` (Zou 2007,
  /// doi:10.1037/1082-989X.12.4.399, equation 15).
  ///
  /// Skew and edges that the single intervals know are kept. `correlation` is that of the estimates,
  /// held within −1 and 1; 0 where it is not a number. `nil` if a bound is not finite.
  public static func difference(
    _ first: (estimate: Double, interval: Interval),
    _ second: (estimate: Double, interval: Interval),
    correlation: Double, level: ConfidenceLevel
  ) -> Interval? {
    let ρ = correlation.isNaN ? 0 : min(1, max(-1, correlation))
    func distance(_ a: Double, _ b: Double) -> Double {
      max(0, a * a + b * b - 2 * ρ * a * b).squareRoot()
    }
    let below = distance(
      first.estimate - first.interval.lower, second.interval.upper - second.estimate)
    let above = distance(
      first.interval.upper - first.estimate, second.estimate - second.interval.lower)
    let difference = first.estimate - second.estimate
    return Interval(difference - below, difference + above, level, "paired-square-and-add")
  }
}
