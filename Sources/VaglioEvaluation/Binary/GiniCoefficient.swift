public import VaglioFindings

/// 2·AUC − 1: the area between the ROC curve and the diagonal, doubled; Somers' D of score by label.
///
/// Undefined where the AUC is. Everything about it is the AUC's, carried over.
public struct GiniCoefficient: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = RankedScores

  public init() {}

  public var measure: Measure {
    Measure(
      name: "gini", title: "Gini", definition: "2·AUC − 1, Somers' D of score by label.",
      range: -1...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { ROCAUC().intervalMethod + ", carried over" }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    2 * (try ROCAUC().value(of: reading)) - 1
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    ROCAUC().intervals(of: reading).map { area in
      { level in area(level)?.mapped { 2 * $0 - 1 } }
    }
  }

  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let area = ROCAUC().influence(of: reading, on: outcomes) else { return nil }
    return Influence { rows, φ in
      area.write(rows, φ)
      for position in φ.indices { φ[position] *= 2 }
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    ROCAUC().pairedIntervals(of: pair, candidate: candidate, production: production).map { area in
      { level in area(level)?.mapped { 2 * $0 } }
    }
  }

  public func pairedTest(of pair: Paired<BinaryOutcomes>) -> SignificanceTest? {
    ROCAUC().pairedTest(of: pair)
  }
}

extension Metric where Self == GiniCoefficient {
  /// The Gini coefficient of a score.
  public static var gini: GiniCoefficient { GiniCoefficient() }
}
