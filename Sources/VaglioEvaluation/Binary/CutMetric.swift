public import VaglioFindings
internal import VaglioStatistics

/// A metric of the rows above a cut of the ranking that the rows themselves determine: so many of
/// them, or so high a rate.
///
/// Its error has two parts, that of the counts at the cut and that of the cut. The second depends on
/// the share of positives among the rows near the cut, which a kernel estimates; so it is known up
/// to terms that vanish with the number of rows (the variance of a sensitivity at an estimated
/// threshold: Linnet 1987, doi:10.1002/sim.4780060207).
public protocol CutMetric: CurveMetric {
  /// Where the cut lies, or the reason why there is none.
  func cut(of curve: RankedCurve) throws(Undefined) -> Cut
  /// The value at a cut.
  func value(at cut: Cut) -> Double
  /// The influence of rows at a cut where the value is defined.
  func influence(at cut: Cut) -> CutInfluence
  /// The weight of the rows of which the value is a share.
  func trials(at cut: Cut) -> Double
}

extension CutMetric {
  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    value(at: try cut(of: curve))
  }

  public var intervalMethod: String {
    "Wilson with the effective number of rows that linearisation gives; square-and-add of a "
      + "difference, with the correlation of the rows' influences"
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    guard let cut = try? cut(of: RankedCurve(reading)) else { return nil }
    let (value, trials) = (value(at: cut), trials(at: cut))
    let variance = cut.variance(influence(at: cut))
    return { level in
      ProportionInterval.effectiveWilson(value, variance: variance, trials: trials, level: level)
    }
  }

  /// Wilson with the effective number of rows that the robust error gives; where it gives none, as many
  /// as the rows at the cut are of Kish's effective number of all, or of the clusters.
  public func intervals(
    of reading: RankedRows, on outcomes: BinaryOutcomes, error: StandardError
  ) -> Intervals? {
    guard let cut = try? cut(of: RankedCurve(reading)) else { return nil }
    let (value, rows) = (value(at: cut), outcomes.rows)
    let parts = rows.clusterOrder.map { Double($0.count) } ?? rows.effectiveCount ?? cut.total
    let trials = trials(at: cut) / cut.total * parts
    return { level in
      ProportionInterval.effectiveWilson(
        value, variance: error.value.square, trials: trials, level: level)
    }
  }

  public func influence(of reading: RankedRows, on outcomes: BinaryOutcomes) -> Influence? {
    guard let cut = try? cut(of: RankedCurve(reading)) else { return nil }
    let influence = influence(at: cut)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        φ[position] = influence.of(
          label: outcomes.labels[row], included: cut.included(outcomes.scores[row]))
      }
    }
  }

  public var scale: IntervalScale { .logit }

  /// Square-and-add: so few rows lie at a cut that resampled values are lumps, and often all alike.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }
}

/// A place at which a ranking is cut in two, perhaps within rows of equal score.
public struct Cut: Sendable {
  /// The weight of all positives.
  let positives: Double
  /// The weight of all negatives.
  let negatives: Double
  /// The weights of the positives and negatives that score above the threshold.
  let above: (positives: Double, negatives: Double)
  /// The weights of those that score exactly the threshold.
  let tied: (positives: Double, negatives: Double)
  /// Which share of the tied rows lies above the cut.
  let share: Double
  /// The score at the cut; ∞ where nothing is above it.
  let threshold: Double
  /// The share of positives among the rows near the cut.
  let localShare: Double
  /// The weight of a typical row.
  let row: Double

  /// The cut that takes the i highest scores, of the last of them a share only.
  init(_ curve: RankedCurve, place: Int, share: Double = 1) {
    (positives, negatives) = (curve.positives, curve.negatives)
    (threshold, self.share, row) = (curve.threshold(place), place > 0 ? share : 0, curve.row)
    let before = max(place - 1, 0)
    above = (curve.truePositives[before], curve.falsePositives[before])
    tied = (
      curve.truePositives[place] - above.positives, curve.falsePositives[place] - above.negatives
    )
    localShare = curve.localShare(
      around: curve.selected(before) + share * (tied.positives + tied.negatives))
  }

  /// The cut above which `weight` of rows lie.
  ///
  /// - Precondition: `weight` is above 0 and at most that of all rows.
  init(_ curve: RankedCurve, taking weight: Double) {
    let place = curve.firstPlace { curve.selected($0) >= weight }
    let before = place > 0 ? curve.selected(place - 1) : 0
    let size = curve.selected(place) - before
    self.init(curve, place: place, share: size > 0 ? min(1, (weight - before) / size) : 1)
  }
}

extension Cut {
  /// The weight of positives above the cut, the expected one where tied rows are parted.
  var truePositives: Double { above.positives + share * tied.positives }
  /// The weight of negatives above the cut.
  var falsePositives: Double { above.negatives + share * tied.negatives }
  /// The weight of all rows.
  var total: Double { positives + negatives }

  /// Which share of a row with a score lies above the cut.
  func included(_ score: Double) -> Double {
    score > threshold ? 1 : score == threshold ? share : 0
  }

  /// Σwφ²/(W(W − 1)) over whole rows.
  func variance(_ influence: CutInfluence) -> Double {
    func squares(_ label: UInt8, _ all: Double, _ above: Double, _ tied: Double) -> Double {
      above * influence.of(label: label, included: 1).square
        + tied * influence.of(label: label, included: share).square
        + (all - above - tied) * influence.of(label: label, included: 0).square
    }
    let sum =
      squares(1, positives, above.positives, tied.positives)
      + squares(0, negatives, above.negatives, tied.negatives)
    return sum / total / max(total - 1, 1)
  }

  /// What a reader must know where tied rows are parted.
  var notes: [String] {
    share < 1 && tied.positives + tied.negatives > row
      ? ["rows of equal score lie at the cut: the value is the mean over their orders"] : []
  }
}

/// The influence of a row on a metric at a cut: for each label a constant, and so much more if the
/// row lies above the cut.
public struct CutInfluence: Sendable {
  let positive: (base: Double, above: Double)
  let negative: (base: Double, above: Double)

  /// The influence of a row of which a share lies above the cut.
  @inline(__always)
  func of(label: UInt8, included: Double) -> Double {
    label == 1
      ? positive.base + included * positive.above : negative.base + included * negative.above
  }

  /// This influence, multiplied.
  func scaled(by factor: Double) -> CutInfluence {
    CutInfluence(
      positive: (positive.base * factor, positive.above * factor),
      negative: (negative.base * factor, negative.above * factor))
  }
}
