internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// The share of rows of which something holds.
public struct RowShare: Hashable, Sendable {
  /// Σw over the rows of which it holds, divided by Σw over all.
  public let value: Double
  /// The number of rows.
  public let count: Int
  /// Kish's effective number of rows; `nil` without importance weights.
  public let effectiveCount: Double?
  /// The independent parts that stand for rows.
  let trials: Double
  /// The variance of the share; `nil` where rows are independent and count whole.
  let variance: Double?

  /// The share of the rows that are `true`.
  ///
  /// - Precondition: one truth per row.
  init(_ truths: [Bool], _ design: RowDesign) {
    precondition(truths.count == design.count, "one truth per row")
    let values = truths.map { $0 ? 1.0 : 0 }
    value = design.mean(of: values)
    (count, effectiveCount, trials) = (design.count, design.effectiveCount, design.parts)
    let share = value
    variance =
      design.isPlain
      ? nil : design.standardError(of: values.map { $0 - share }).map { $0.value * $0.value }
  }

  /// Wilson's interval; with importance weights or clusters at the number of rows that would give the
  /// share its variance.
  public func interval(level: ConfidenceLevel) -> Interval {
    guard let variance else {
      return ProportionInterval.wilson(successes: value * trials, trials: trials, level: level)
        .stretched(to: value)
    }
    return ProportionInterval.effectiveWilson(
      value, variance: variance, trials: trials, level: level)
  }

  /// The estimate with its interval at every level.
  func estimate(level: ConfidenceLevel) -> Estimate {
    Estimate(value, Uncertainty(at: level) { interval(level: $0) })
  }
}
