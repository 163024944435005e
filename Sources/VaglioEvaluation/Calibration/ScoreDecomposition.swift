internal import VaglioFindings
internal import VaglioStatistics

/// The mean score in its parts, S̄ = miscalibration − discrimination + uncertainty, where
/// recalibration is the isotonic regression of the labels on the scores (CORP).
///
/// Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118, equations 3 to 5. Scores are
/// pooled by ties first; the order of rows shows in no bit, since sums run over ascending scores.
struct ScoreDecomposition: Hashable, Sendable {
  /// What recalibration would gain: S̄ − S̄(recalibrated), not negative.
  let miscalibration: Double
  /// What the recalibrated scores gain over the prevalence, not negative.
  let discrimination: Double
  /// The mean score of the prevalence itself.
  let uncertainty: Double
  /// The mean square of the rows' gains by recalibration.
  let squaredGains: Double

  /// The parts of a score on rows of which there is at least one.
  init(_ ranked: RankedRows, _ score: ProperScore) {
    let fit = ranked.isotonicFit
    let scale = ranked.total.asDouble
    var (gains, squares) = (BufferedSum(), BufferedSum())
    ranked.forEachRecalibrated(by: fit) { group, given, fitted in
      if group.positives > 0 {
        let (weight, gain) = (group.positives.asDouble, score.gainOfPositive(given, fitted))
        gains.add(weight * gain)
        squares.add(weight * gain * gain)
      }
      if group.negatives > 0 {
        let (weight, gain) = (group.negatives.asDouble, score.gainOfNegative(given, fitted))
        gains.add(weight * gain)
        squares.add(weight * gain * gain)
      }
    }
    let prevalence = ranked.positives.asDouble / scale
    (miscalibration, squaredGains) = (max(0, gains.value / scale), squares.value / scale)
    discrimination = Self.discrimination(fit, prevalence, score)
    uncertainty = score.entropy(prevalence)
  }

  private static func discrimination(
    _ fit: IsotonicRegression, _ prevalence: Double, _ score: ProperScore
  ) -> Double {
    var (gains, weights) = (ExactSum(), ExactSum())
    for (sum, weight) in zip(fit.sums, fit.weights) {
      gains.add(weight * score.divergence(of: prevalence, from: sum / weight))
      weights.add(weight)
    }
    return max(0, gains.value / weights.value)
  }
}

extension RankedRows {
  /// The isotonic regression of the labels on the scores, made once.
  var isotonicFit: IsotonicRegression {
    isotonic.value {
      guard rows.isImportance else {
        var (positives, totals) = ([Int64](), [Int64]())
        positives.reserveCapacity(order.groupCount)
        totals.reserveCapacity(order.groupCount)
        forEachGroup { group in
          guard group.positives + group.negatives > 0 else { return }
          positives.append(Int64(group.positives))
          totals.append(Int64(group.positives + group.negatives))
        }
        return IsotonicRegression(positives: positives, totals: totals)
      }
      var (sums, weights) = ([Double](), [Double]())
      forEachGroup { group in
        guard group.positives + group.negatives > 0 else { return }
        sums.append(group.positives.asDouble.scaled(by: -rows.shift))
        weights.append((group.positives + group.negatives).asDouble.scaled(by: -rows.shift))
      }
      return IsotonicRegression(sums: sums, weights: weights)
    }
  }

  /// Calls `body` with each group of rows of equal score and its recalibrated score.
  @inline(__always)
  func forEachFitted(
    _ fit: IsotonicRegression, _ body: (_ group: ScoreGroup, _ fitted: Double) -> Void
  ) {
    var blocks = FittedBlocks(fit)
    forEachGroup { group in
      guard group.positives + group.negatives > 0 else { return }
      body(group, blocks.next())
    }
  }

  /// Calls `body` with each group of rows of equal score, the score and the recalibrated one.
  @inline(__always)
  func forEachRecalibrated(
    by fit: IsotonicRegression,
    _ body: (_ group: ScoreGroup, _ score: Double, _ fitted: Double) -> Void
  ) {
    var blocks = FittedBlocks(fit)
    forEachScoredGroup { group, score in
      guard group.positives + group.negatives > 0 else { return }
      body(group, score, blocks.next())
    }
  }

  /// The parts of the Brier score, found once, or those of the log score.
  func parts(of score: ProperScore) -> ScoreDecomposition {
    score == .brier
      ? decomposition.value { ScoreDecomposition(self, .brier) } : ScoreDecomposition(self, score)
  }

  /// Refuses rows that there are none of, and scores that are no probabilities.
  func checkProbabilities() throws(Undefined) {
    guard total > 0 else { throw Undefined("there are no rows") }
    guard let first = order.rows.first, let last = order.rows.last,
      rows.values[Int(first)] >= 0, rows.values[Int(last)] <= 1
    else { throw Undefined("a score lies outside 0 and 1: no probability") }
  }
}

/// The values of a regression, one for each of its groups in turn.
private struct FittedBlocks {
  private let fit: IsotonicRegression
  private let values: [Double]
  private var block = 0
  private var index = 0

  init(_ fit: IsotonicRegression) { (self.fit, values) = (fit, fit.values) }

  @inline(__always)
  mutating func next() -> Double {
    if index >= Int(fit.ends[block]) { block &+= 1 }
    index &+= 1
    return values[block]
  }
}
