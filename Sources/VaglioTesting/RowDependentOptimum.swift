public import VaglioEvaluation

/// A metric whose best value is not the end of its range, but depends on the rows: a perfect ranking
/// cannot fill a tenth of the rows with positives where there are fewer.
public protocol RowDependentOptimum<Observed>: Metric {
  /// The value of a perfect prediction of these labels; `nil` where it is undefined.
  func optimum(on outcomes: Observed) -> Double?
}

extension PositiveLikelihoodRatio: RowDependentOptimum {
  /// Infinite, and so undefined.
  public func optimum(on outcomes: BinaryOutcomes) -> Double? { nil }
}

extension DiagnosticOddsRatio: RowDependentOptimum {
  /// Infinite, and so undefined.
  public func optimum(on outcomes: BinaryOutcomes) -> Double? { nil }
}

extension ExpectedCost: RowDependentOptimum {
  /// What the right decisions cost.
  public func optimum(on outcomes: BinaryOutcomes) -> Double? {
    let prevalence = outcomes.prevalence
    return prevalence * costs.truePositive + (1 - prevalence) * costs.trueNegative
  }
}

extension PrecisionAtTop: RowDependentOptimum {
  public func optimum(on outcomes: BinaryOutcomes) -> Double? {
    min(1, outcomes.prevalence / fraction)
  }
}

extension PrecisionAtK: RowDependentOptimum {
  public func optimum(on outcomes: BinaryOutcomes) -> Double? {
    min(1, outcomes.prevalence * Double(outcomes.count) / Double(k))
  }
}

extension Gain: RowDependentOptimum {
  public func optimum(on outcomes: BinaryOutcomes) -> Double? {
    min(1, fraction / outcomes.prevalence)
  }
}

extension Lift: RowDependentOptimum {
  public func optimum(on outcomes: BinaryOutcomes) -> Double? {
    min(1 / fraction, 1 / outcomes.prevalence)
  }
}

extension BinaryOutcomes {
  /// The share of positives among rows that all count the same.
  fileprivate var prevalence: Double {
    Double(labels.reduce(0) { $0 + Int($1) }) / Double(count)
  }
}
