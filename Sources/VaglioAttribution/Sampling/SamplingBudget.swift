/// How long coalitions are drawn: until the standard errors are small enough, or the budget is spent.
public struct SamplingBudget: Hashable, Sendable {
  /// What a standard error must not exceed.
  public enum Tolerance: Hashable, Sendable {
    /// So much in the unit of the attributions.
    case absolute(Double)
    /// This share of the range max φ − min φ of the row's attributions in the same output.
    case relative(Double)

    /// The greatest standard error that is allowed beside these attributions.
    func limit(_ attributions: some Collection<Double>) -> Double {
      switch self {
      case .absolute(let limit): return limit
      case .relative(let share):
        guard let least = attributions.min(), let greatest = attributions.max() else { return 0 }
        return share * (greatest - least)
      }
    }
  }

  /// Up to which standard error (of the coalitions drawn) rounds are added; `nil`: until the budget
  /// is spent.
  public let tolerance: Tolerance?
  /// The most rows the model is asked about for one explained row.
  public let evaluationsPerRow: Int
  /// The most seconds for all rows together; `nil`: as many as it takes. How many rounds fit hangs on
  /// the clock, so that only a budget in evaluations repeats to the byte.
  public let seconds: Double?

  /// A budget.
  ///
  /// - Precondition: a positive tolerance, at least one evaluation, a positive number of seconds.
  public init(
    tolerance: Tolerance? = .relative(0.01), evaluationsPerRow: Int = 1_000_000,
    seconds: Double? = nil
  ) {
    switch tolerance {
    case .absolute(let limit), .relative(let limit): precondition(limit > 0, "tolerance \(limit)")
    case nil: break
    }
    precondition(evaluationsPerRow > 0, "\(evaluationsPerRow) evaluations")
    precondition(seconds.map { $0 > 0 } ?? true, "a positive number of seconds")
    (self.tolerance, self.evaluationsPerRow) = (tolerance, evaluationsPerRow)
    self.seconds = seconds
  }
}
