public import VaglioFindings
internal import VaglioStatistics

/// The area under the ROC curve: the probability that a positive scores above a negative, ties
/// counted half.
///
/// Σ over pairs / (m·n) for m positives and n negatives (Hanley and McNeil 1982,
/// doi:10.1148/radiology.143.1.7063747). Undefined unless both classes occur. Scores are never
/// transformed, infinite ones are allowed. Variance: DeLong, DeLong and Clarke-Pearson 1988,
/// doi:10.2307/2531595.
///
/// With `max_fpr` the part of the area up to that false positive rate, standardized so that chance
/// has ½ and perfection 1 (McClish 1989, doi:10.1177/0272989X8900900307), as scikit-learn's option.
public struct ROCAUC: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = RankedScores

  /// The false positive rate up to which the area is taken; 1 for all of it.
  public let maximumFalsePositiveRate: Double

  /// - Precondition: `maximumFalsePositiveRate` is above 0 and at most 1.
  public init(maximumFalsePositiveRate: Double = 1) {
    precondition(
      maximumFalsePositiveRate > 0 && maximumFalsePositiveRate <= 1,
      "a greatest false positive rate is above 0 and at most 1")
    self.maximumFalsePositiveRate = maximumFalsePositiveRate
  }

  private var isPartial: Bool { maximumFalsePositiveRate < 1 }

  public var measure: Measure { isPartial ? partial : whole }

  private var whole: Measure {
    Measure(
      name: "roc_auc", title: "ROC AUC",
      definition:
        "Probability that a positive row scores above a negative one, ties counted half.",
      range: 0...1, direction: .higherIsBetter, source: "doi:10.1148/radiology.143.1.7063747")
  }

  public var intervalMethod: String {
    if isPartial {
      return "Linearisation on the logit scale, Wilson for the smaller class where the variance "
        + "vanishes; of a difference linearisation"
    }
    return
      "DeLong on the logit scale, Newcombe's method 5 where the variance vanishes; paired DeLong of "
      + "a difference"
  }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    guard reading.positives > 0 else { throw Undefined("no row is positive") }
    guard reading.negatives > 0 else { throw Undefined("no row is negative") }
    if isPartial { return partialArea(RankedCurve(reading)).standardized }
    return reading.areas.value { AreaMoments(reading) }.area
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard reading.positives > 0, reading.negatives > 0 else { return nil }
    if isPartial { return partialIntervals(of: reading) }
    let moments = reading.areas.value { AreaMoments(reading) }
    let deLong = DeLong(
      area: moments.area, variance: moments.variance,
      positives: reading.positives.asDouble, negatives: reading.negatives.asDouble)
    return { level in deLong.interval(level: level) }
  }

  /// φ of a positive: W/m·(V₁₀ − AUC), of a negative: W/n·(V₀₁ − AUC), with the placements V.
  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    if isPartial { return partialInfluence(on: outcomes) }
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
    guard !isPartial, let deLong = pair.areas else { return nil }
    return { level in deLong.interval(level: level) }
  }

  public func pairedTest(of pair: Paired<BinaryOutcomes>) -> SignificanceTest? {
    isPartial ? nil : pair.areas?.result.map { SignificanceTest(name: "delong", pValue: $0.pValue) }
  }
}

extension ROCAUC {
  public var options: [MetricOption] {
    [
      MetricOption(
        "max_fpr", "above 0 and at most 1", "the false positive rate up to which the area is taken",
        standard: "1",
        example: "0.1")
    ]
  }

  public func configured(_ options: [String: String]) -> ROCAUC? {
    options.onlyNumber("max_fpr", default: 1) { $0 > 0 && $0 <= 1 }
      .map { ROCAUC(maximumFalsePositiveRate: $0) }
  }

  private var partial: Measure {
    let rate = OptionNumber.text(maximumFalsePositiveRate)
    return Measure(
      name: "roc_auc[max_fpr=\(rate)]", title: "ROC AUC up to a false positive rate of \(rate)",
      definition:
        "½(1 + (A − f²/2)/(f − f²/2)) of the area A under the ROC curve up to the rate f: ½ is chance.",
      range: 0...1, direction: .higherIsBetter, source: "doi:10.1177/0272989X8900900307")
  }

  private func partialArea(_ curve: RankedCurve) -> PartialArea {
    PartialArea(curve, upTo: maximumFalsePositiveRate)
  }

  /// Linearised; a perfect or perfectly wrong ranking has no visible variance, and there Wilson's
  /// interval stands for the share of the area, with the smaller class's rows.
  private func partialIntervals(of reading: RankedRows) -> Intervals? {
    let curve = RankedCurve(reading)
    let area = partialArea(curve)
    var (ofPositives, ofNegatives) = (BufferedSum(), BufferedSum())
    for place in 1...curve.scores {
      let φ = area.influence(ofScore: place - 1, on: curve)
      let positives = curve.truePositives[place] - curve.truePositives[place - 1]
      let negatives = curve.falsePositives[place] - curve.falsePositives[place - 1]
      ofPositives.add(positives * φ.positive.square)
      ofNegatives.add(negatives * φ.negative.square)
    }
    let error = StandardError(
      squares: (ofPositives.value, ofNegatives.value), rows: (curve.positives, curve.negatives))
    if let error, error.value > 0 {
      return { level in
        scale.interval(area.standardized, error, level: level, method: linearization)
      }
    }
    let trials = PartialArea.trials(curve, upTo: area.rate)
    let share = Proportion(successes: area.area / area.rate * trials, trials: trials)
    return { level in
      let wilson = share.wilson(level).mapped {
        PartialArea.standardized($0 * area.rate, upTo: area.rate)
      }
      return Interval(
        lower: wilson.lower, upper: wilson.upper, level: level, method: "wilson-smaller-class"
      ).stretched(to: area.standardized)
    }
  }

  private func partialInfluence(on outcomes: BinaryOutcomes) -> Influence? {
    let ranked = outcomes.ranked
    let curve = RankedCurve(ranked)
    let area = partialArea(curve)
    var φ = [Double](repeating: 0, count: outcomes.count)
    var place = curve.scores
    ranked.forEachGroup { group in
      place -= 1
      let influence = area.influence(ofScore: place, on: curve)
      for row in ranked.rows(of: group) {
        φ[row] = outcomes.labels[row] == 1 ? influence.positive : influence.negative
      }
    }
    return Influence(φ)
  }
}

extension Metric where Self == ROCAUC {
  /// The area under the ROC curve.
  public static var rocAUC: ROCAUC { ROCAUC() }

  /// The area under the ROC curve up to a false positive rate, standardized.
  public static func rocAUC(maximumFalsePositiveRate: Double) -> ROCAUC {
    ROCAUC(maximumFalsePositiveRate: maximumFalsePositiveRate)
  }
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
