public import VaglioFindings
internal import VaglioStatistics

/// The largest distance by which the true positive rate exceeds the false positive rate,
/// max over thresholds of TPR − FPR.
///
/// The two-sample statistic of the scores of positives and negatives, one-sided: 0 where positives
/// never lead. Undefined unless both classes occur. At a unique maximum it is smooth, and its error
/// is that of the two rates there (Raghavachari 1973, doi:10.1214/aos/1193342383); the value is
/// slightly too high on average, being the largest of many, and the lower bound is lowered by an
/// estimate of how much.
public struct KolmogorovSmirnov: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = RankedScores

  public init() {}

  public var measure: Measure {
    Measure(
      name: "ks", title: "Kolmogorov–Smirnov",
      definition: "max over thresholds of TPR − FPR.", range: 0...1,
      direction: .higherIsBetter, source: "doi:10.1214/aos/1193342383")
  }

  public var intervalMethod: String {
    "Square-and-add of the two Wilson intervals at the maximum, its lower bound less the optimism "
      + "that halves of the rows show; square-and-add of a difference, with the correlation of the "
      + "rows' influences"
  }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    guard reading.positives > 0 else { throw Undefined("no row is positive") }
    guard reading.negatives > 0 else { throw Undefined("no row is negative") }
    let best = maximum(of: reading)
    return best.truePositiveRate - best.falsePositiveRate
  }

  private func maximum(of reading: RankedRows) -> WidestGap {
    reading.widest.value { WidestGap(reading) }
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard reading.positives > 0, reading.negatives > 0 else { return nil }
    let best = maximum(of: reading)
    let (m, n) = (reading.positives.asDouble, reading.negatives.asDouble)
    let tpr = Proportion(successes: best.truePositiveRate * m, trials: m)
    let fpr = Proportion(successes: best.falsePositiveRate * n, trials: n)
    let optimism = reading.gapOptimism.value { reading.optimism { $0.gap } }
    return { level in
      NewcombeInterval.sum(
        [.init(1, tpr.value, tpr.wilson(level)), .init(-1, fpr.value, fpr.wilson(level))],
        range: 0...1, level: level, method: "wilson-square-and-add-at-maximum"
      ).map { own in
        Interval(
          lower: max(0, own.lower - optimism), upper: own.upper, level: level, method: own.method)
      }
    }
  }

  public func optimism(
    of reading: RankedRows, on outcomes: BinaryOutcomes
  ) -> (below: Double, above: Double) {
    (outcomes.optimism { $0.gap }, 0)
  }

  /// Square-and-add of intervals that know the optimism of a maximum; resampling sees it twice.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }

  /// φ = W/m·(1[s ≥ t] − TPR) of a positive, −W/n·(1[s ≥ t] − FPR) of a negative, at the maximum t.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    let best = maximum(of: reading)
    let total = reading.total.asDouble
    let (byPositive, byNegative) = (
      total / reading.positives.asDouble, total / reading.negatives.asDouble
    )
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let isAbove = outcomes.scores[row] >= best.threshold ? 1.0 : 0
        φ[position] =
          outcomes.labels[row] == 1
          ? byPositive * (isAbove - best.truePositiveRate)
          : -byNegative * (isAbove - best.falsePositiveRate)
      }
    }
  }

  public func resampling(of reading: RankedRows) -> Resampling? {
    { weights in
      let labels = reading.rows.labels
      var totals = (positives: 0, negatives: 0)
      for row in 0..<weights.count {
        if labels[row] == 1 {
          totals.positives += Int(weights[row])
        } else {
          totals.negatives += Int(weights[row])
        }
      }
      guard totals.positives > 0, totals.negatives > 0 else { return nil }
      let (m, n) = (Double(totals.positives), Double(totals.negatives))
      var (positives, negatives, best) = (0, 0, 0.0)
      for group in (0..<reading.order.groupCount).reversed() {
        for row in reading.order.rows(inGroup: group) {
          if labels[Int(row)] == 1 {
            positives += Int(weights[Int(row)])
          } else {
            negatives += Int(weights[Int(row)])
          }
        }
        best = max(best, Double(positives) / m - Double(negatives) / n)
      }
      return best
    }
  }
}

extension Metric where Self == KolmogorovSmirnov {
  /// The Kolmogorov–Smirnov distance of the two classes' scores.
  public static var kolmogorovSmirnov: KolmogorovSmirnov { KolmogorovSmirnov() }
}

/// The rates at the threshold where TPR − FPR is largest, the highest such threshold.
struct WidestGap: Sendable {
  let truePositiveRate: Double
  let falsePositiveRate: Double
  let threshold: Double

  /// - Precondition: both classes have weight.
  init(_ ranked: RankedRows) {
    let (m, n) = (ranked.positives, ranked.negatives)
    let scale = (m.asDouble, n.asDouble)
    var (positivesAbove, negativesAbove) = (m, n)
    var best = (lead: 0.0, positives: Int128(0), negatives: Int128(0))
    var place: ScoreGroup?
    ranked.forEachGroup { group in
      // In ticks, TPR − FPR times m·n.
      let lead = positivesAbove.asDouble * scale.1 - negativesAbove.asDouble * scale.0
      if lead >= best.lead, lead > 0 {
        best = (lead, positivesAbove, negativesAbove)
        place = group
      }
      positivesAbove &-= group.positives
      negativesAbove &-= group.negatives
    }
    truePositiveRate = best.positives.asDouble / scale.0
    falsePositiveRate = best.negatives.asDouble / scale.1
    threshold = place.map { ranked.score(of: $0) } ?? .infinity
  }
}
