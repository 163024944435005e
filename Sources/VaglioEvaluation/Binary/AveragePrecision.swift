public import VaglioFindings
internal import VaglioStatistics

/// The mean over positive rows of the precision at their score, Σ (Rᵢ − Rᵢ₋₁)·Pᵢ.
///
/// Rows of equal score form one threshold, as in scikit-learn since 0.19; nothing is interpolated
/// (Davis and Goadrich 2006, doi:10.1145/1143844.1143874, on why not). Undefined when no row is
/// positive; 1 when all are. Its chance level is the prevalence.
public struct AveragePrecision: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = RankedScores

  public init() {}

  public var measure: Measure {
    Measure(
      name: "average_precision", title: "Average precision",
      definition:
        "Σ (R_i − R_{i−1})·P_i over distinct scores: the mean precision at positive rows.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Linearisation on the logit scale; of a difference linearisation"
  }

  public func makeStatistic() -> RankedScores { RankedScores() }

  public func value(of reading: RankedRows) throws(Undefined) -> Double {
    guard reading.positives > 0 else { throw Undefined("no row is positive") }
    return reading.averagePrecision.value { walk(reading) }
  }

  private func walk(_ reading: RankedRows) -> Double {
    var sum = BufferedSum()
    var (positivesAbove, above) = (reading.positives, reading.total)
    reading.forEachGroup { group in
      if group.positives > 0 {
        sum.add(group.positives.asDouble * (positivesAbove.asDouble / above.asDouble))
      }
      positivesAbove &-= group.positives
      above &-= group.positives &+ group.negatives
    }
    return min(1, sum.value / reading.positives.asDouble)
  }

  /// Linearised from one more walk along the curve. A perfect ranking has no visible variance; there
  /// the interval is Wilson's for as many hits as there are positive rows, which no ranking of so few
  /// rows can better.
  public func intervals(of reading: RankedRows) -> Intervals? {
    guard let value = try? value(of: reading) else { return nil }
    guard value < 1 else {
      let positives = reading.positives.asDouble
      return { level in
        let wilson = Proportion(successes: positives, trials: positives).wilson(level)
        return Interval(lower: wilson.lower, upper: 1, level: level, method: "wilson-positives")
      }
    }
    var (ofPositives, ofNegatives) = (BufferedSum(), BufferedSum())
    forEachInfluence(of: reading, value) { group, ofPositive, ofNegative in
      ofPositives.add(group.positives.asDouble * ofPositive.square)
      ofNegatives.add(group.negatives.asDouble * ofNegative.square)
    }
    let error = StandardError(
      squares: (ofPositives.value, ofNegatives.value),
      rows: (reading.positives.asDouble, reading.negatives.asDouble))
    guard let error else { return nil }
    return { level in scale.interval(value, error, level: level, method: linearization) }
  }

  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    let ranked = outcomes.ranked
    return Influence(
      [Double](unsafeUninitializedCapacity: ranked.count) { φ, filled in
        forEachInfluence(of: ranked, value) { group, ofPositive, ofNegative in
          for position in group.start..<group.end {
            let row = Int(ranked.order.rows[position])
            φ[row] = ranked.sortedLabels[position] == 1 ? ofPositive : ofNegative
          }
        }
        filled = ranked.count
      })
  }

  /// Calls `body` with each group of equal scores and the influence of its positives and negatives.
  ///
  /// With the weights p of positives at each score s, A of positives and B of all rows at or above
  /// it, AP = Σ pₛAₛ/Bₛ/P. A row's weight moves Aₛ (if positive) and Bₛ of every s up to its own.
  @inline(__always)
  func forEachInfluence(
    of ranked: RankedRows, _ value: Double,
    _ body: (_ group: ScoreGroup, _ ofPositive: Double, _ ofNegative: Double) -> Void
  ) {
    let (all, total) = (ranked.positives.asDouble, ranked.total.asDouble)
    var (positivesAbove, above) = (ranked.positives, ranked.total)
    var (gain, loss) = (0.0, 0.0)
    ranked.forEachGroup { group in
      let (a, b) = (positivesAbove.asDouble, 1 / above.asDouble)
      let share = group.positives.asDouble / all * b
      gain += share
      loss += share * a * b
      body(group, total * ((a * b - value) / all + gain - loss), -total * loss)
      positivesAbove &-= group.positives
      above &-= group.positives &+ group.negatives
    }
  }

  public var scale: IntervalScale { .logit }
}

extension Metric where Self == AveragePrecision {
  /// Average precision.
  public static var averagePrecision: AveragePrecision { AveragePrecision() }
}
