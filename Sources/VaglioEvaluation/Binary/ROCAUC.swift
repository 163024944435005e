public import VaglioFindings
internal import VaglioStatistics

/// The area under the ROC curve: the probability that a positive scores above a negative, ties
/// counted half.
///
/// Σ over pairs / (m·n) for m positives and n negatives (Hanley and McNeil 1982,
/// doi:10.1148/radiology.143.1.7063747). Undefined unless both classes occur. Scores are never
/// transformed, infinite ones are allowed. Variance: DeLong, DeLong and Clarke-Pearson 1988,
/// doi:10.2307/2531595.
public struct ROCAUC: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = RankedScores

  public init() {}

  public var measure: Measure {
    Measure(
      name: "roc_auc", title: "ROC AUC",
      definition:
        "Probability that a positive row scores above a negative one, ties counted half.",
      range: 0...1, direction: .higherIsBetter, source: "doi:10.1148/radiology.143.1.7063747")
  }

  public var intervalMethod: String {
    "DeLong on the logit scale, Newcombe's method 5 where the variance vanishes; paired DeLong of "
      + "a difference"
  }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    guard reading.positives > 0 else { throw Undefined("no row is positive") }
    guard reading.negatives > 0 else { throw Undefined("no row is negative") }
    return reading.areas.value { AreaMoments(reading) }.area
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard reading.positives > 0, reading.negatives > 0 else { return nil }
    let moments = reading.areas.value { AreaMoments(reading) }
    let deLong = DeLong(
      area: moments.area, variance: moments.variance,
      positives: reading.positives.asDouble, negatives: reading.negatives.asDouble)
    return { level in deLong.interval(level: level) }
  }

  /// φ of a positive: W/m·(V₁₀ − AUC), of a negative: W/n·(V₀₁ − AUC), with the placements V.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    let (m, n, total) = (
      reading.positives.asDouble, reading.negatives.asDouble, reading.total.asDouble
    )
    var φ = [Double](repeating: 0, count: outcomes.count)
    let ranked = outcomes.ranked
    ranked.forEachPlacement { group, v10, v01 in
      for row in ranked.rows(of: group) {
        φ[row] =
          outcomes.labels[row] == 1 ? total / m * (v10 - value) : total / n * (v01 - value)
      }
    }
    return Influence(φ)
  }

  public var scale: IntervalScale { .logit }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    guard let deLong = pair.areas else { return nil }
    return { level in deLong.interval(level: level) }
  }

  public func pairedTest(of pair: Paired<BinaryOutcomes>) -> SignificanceTest? {
    pair.areas?.result.map { SignificanceTest(name: "delong", pValue: $0.pValue) }
  }
}

extension Metric where Self == ROCAUC {
  /// The area under the ROC curve.
  public static var rocAUC: ROCAUC { ROCAUC() }
}

extension Paired<BinaryOutcomes> {
  /// The comparison of the areas under the ROC curves; `nil` when a class is empty.
  fileprivate var areas: PairedDeLong? {
    guard let classes = candidate.classes else { return nil }
    return deLong.value {
      PairedDeLong(
        Placements(candidate.order, classes), Placements(production.order, classes), classes)
    }
  }
}

extension BinaryOutcomes {
  /// The classes as whole rows; `nil` when one is empty.
  fileprivate var classes: ClassLabels? {
    guard let weights = rows.weights else { return try? ClassLabels(labels) }
    return try? ClassLabels(labels, frequencies: weights.ticks)
  }
}

extension RankedRows {
  /// Calls `body` with each group of equal scores, and with the placements of its rows: V₁₀, the
  /// share of negatives that a positive there beats, and V₀₁, the share of positives that beat a
  /// negative there; ties count half.
  @inline(__always)
  func forEachPlacement(_ body: (_ group: ScoreGroup, _ v10: Double, _ v01: Double) -> Void) {
    let (m, n) = (positives.asDouble, negatives.asDouble)
    var (positivesBelow, negativesBelow) = (Int128(0), Int128(0))
    forEachGroup { group in
      let positivesAbove = positives - positivesBelow - group.positives
      body(
        group, (2 * negativesBelow + group.negatives).asDouble / (2 * n),
        (2 * positivesAbove + group.positives).asDouble / (2 * m))
      positivesBelow += group.positives
      negativesBelow += group.negatives
    }
  }
}
