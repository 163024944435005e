public import VaglioFindings
internal import VaglioStatistics

/// Kendall's τ_b: concordant less discordant pairs of rows, as a share of the pairs tied in neither
/// way.
///
/// S/√((n₀ − n₁)(n₀ − n₂)) with n₀ pairs, of which n₁ tie in the label and n₂ in the prediction:
/// Kendall 1945, doi:10.1093/biomet/33.3.239. Undefined when either is constant. A row of frequency w
/// is w rows. O(n log n).
public struct KendallTau: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = PredictedRows

  public init() {}

  public var measure: Measure {
    Measure(
      name: "kendall_tau", title: "Kendall's τ",
      definition:
        "(concordant − discordant pairs)/√((n₀ − n₁)(n₀ − n₂)), τ_b, with n₀ pairs, n₁ tied "
        + "in the label, n₂ in the prediction.", range: -1...1, direction: .higherIsBetter,
      source: "doi:10.1093/biomet/33.3.239")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func makeStatistic() -> PredictedRows { PredictedRows() }

  public func value(of reading: PredictedRows) throws(Undefined) -> Double {
    guard reading.rows.total > 0 else { throw Undefined("there are no rows") }
    let pairs = PairConcordance(reading.rows)
    guard pairs.labelShare > 0 else { throw Undefined("the labels are constant") }
    guard pairs.predictionShare > 0 else { throw Undefined("the predictions are constant") }
    return pairs.tau
  }

  /// φᵢ = 2(cᵢ − C)/√(DE) + τ((pᵢ − Σp²)/D + (qᵢ − Σq²)/E): the row's mean concordance cᵢ with all
  /// rows, their mean C, the shares p and q of the ties that it belongs to, D = 1 − Σp², E = 1 − Σq².
  /// None at ±1, where it vanishes.
  public func influence(
    of reading: PredictedRows, on outcomes: RegressionOutcomes
  ) -> Influence? {
    var rows = LabelledRows<Double>()
    rows.add(outcomes.actual, outcomes.predicted, 0..<outcomes.count, of: outcomes.rows)
    let pairs = PairConcordance(rows)
    guard pairs.labelShare > 0, pairs.predictionShare > 0, abs(pairs.tau) < 1 else { return nil }
    return Influence(pairs.influences)
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  public var isStandard: Bool { false }
}

extension Metric where Self == KendallTau {
  /// Kendall's τ_b.
  public static var kendallTau: KendallTau { KendallTau() }
}
