internal import VaglioFindings
internal import VaglioStatistics

/// The interval of the discrimination component of a score.
///
/// Isotonic regression fits chance as well, so that an observed discrimination D̂ is too large by as
/// much as the miscalibration of calibrated labels is, on average: e, with the variance v. The interval
/// is D̂ − e ± t·√(se² + v), se being the standard error of the rows' gains over the prevalence; it is
/// stretched to hold D̂. e and v come from labels drawn from the scores after a logistic recalibration.
struct DiscriminationInterval {
  private let observed: Double
  private let excess: Double
  private let error: Double
  private let rows: Double

  init(_ ranked: RankedRows, _ score: ProperScore) {
    let draws = ranked.recalibratedDraws(score)
    rows = ranked.total.asDouble.scaled(by: -ranked.rows.shift)
    (observed, excess) = (ranked.parts(of: score).discrimination, draws.mean)
    let variance = Self.variance(ranked, score, observed) / max(1, rows - 1)
    error = (variance + draws.variance).squareRoot()
  }

  /// The mean square of S(π, y) − S(c, y) less that of its mean.
  private static func variance(
    _ ranked: RankedRows, _ score: ProperScore, _ mean: Double
  ) -> Double {
    let prevalence = ranked.positives.asDouble / ranked.total.asDouble
    var squares = BufferedSum()
    ranked.forEachFitted(ranked.isotonicFit) { group, fitted in
      if group.positives > 0 {
        let gain = score.gainOfPositive(prevalence, fitted) - mean
        squares.add(group.positives.asDouble * gain * gain)
      }
      if group.negatives > 0 {
        let gain = score.gainOfNegative(prevalence, fitted) - mean
        squares.add(group.negatives.asDouble * gain * gain)
      }
    }
    return squares.value / ranked.total.asDouble
  }

  var intervals: Intervals {
    { level in
      MeanInterval.t(
        mean: observed - excess, standardError: error, degreesOfFreedom: max(1, rows - 1),
        level: level, method: "corp-discrimination")?.stretched(to: observed)
    }
  }
}
