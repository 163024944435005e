internal import VaglioFindings
internal import VaglioStatistics

/// The interval of the miscalibration component of a score.
///
/// An observed miscalibration M̂ is about δ + e with variance κδ/n + v: δ the true one, κδ the
/// variance of the rows' gains, which vanishes with δ, and e and v the mean and the variance of what
/// isotonic regression finds in labels that are calibrated. The interval holds every δ with
/// |M̂ − e − δ| ≤ z·√(κδ/n + v). κ is read off the rows. e and v come from labels drawn from the
/// scores after a logistic recalibration, so that they belong to the rows as they are; the lower
/// bound is 0 unless labels drawn from the scores themselves show as much as M̂ too rarely.
struct MiscalibrationInterval {
  private let observed: Double
  private let rows: Double
  /// What the variance of the rows' gains is per unit of miscalibration.
  private let spread: Double
  /// Mean and variance of the miscalibration of calibrated labels, around the recalibrated scores.
  private let (excess, variance): (Double, Double)
  /// The same of labels drawn from the scores.
  private let calibrated: CalibratedDraws
  private let score: ProperScore

  init(_ ranked: RankedRows, _ score: ProperScore) {
    let parts = ranked.parts(of: score)
    (observed, self.score) = (parts.miscalibration, score)
    rows = ranked.total.asDouble
    // With no gains at all, the largest that (p − c)²((p − c)² + 4c(1 − c)) is of (p − c)².
    spread =
      observed > 0
      ? max(0, parts.squaredGains - observed.square) / observed : 4.0 / 3
    calibrated = ranked.calibratedDraws(score)
    let recalibrated = ranked.recalibratedDraws(score)
    (excess, variance) = (recalibrated.mean, recalibrated.variance)
  }

  var intervals: Intervals {
    { level in
      Interval(
        lower: min(observed, lower(level)), upper: max(observed, upper(level)), level: level,
        method: "corp-score")
    }
  }

  /// The roots δ of (M̂ − e − δ)² = z²(κδ/n + v), the larger and the smaller.
  private func root(_ z: Double, _ sign: Double) -> Double {
    let (centre, slope) = (observed - excess, z * z * spread / rows)
    let radicand = slope * centre + slope * slope / 4 + z * z * variance
    return max(0, centre + slope / 2 + sign * max(0, radicand).squareRoot())
  }

  private func lower(_ level: ConfidenceLevel) -> Double {
    calibrated.survival(of: observed) >= level.alpha / 2 ? 0 : root(level.deviate, -1)
  }

  /// Not below what would be missed if all scores were sure: an error rate that no row shows.
  private func upper(_ level: ConfidenceLevel) -> Double {
    let z = level.deviate * level.deviate
    let unseen = z / (rows + z)
    return max(root(level.deviate, 1), score.divergence(of: 0, from: unseen))
  }
}

extension RankedRows {
  /// The miscalibration of labels drawn from the scores after a logistic recalibration, so that they
  /// belong to the rows as they are; from the scores themselves where there is none. That of Brier's
  /// score is drawn once.
  func recalibratedDraws(_ score: ProperScore) -> CalibratedDraws {
    func draws() -> CalibratedDraws {
      calibrationGroups.recalibrated.map { CalibratedDraws($0, score) } ?? calibratedDraws(score)
    }
    return score == .brier ? recalibrated.value(draws) : draws()
  }
}

extension CalibrationGroups {
  /// The groups with scores σ(α + β·logit p), as logistic regression fits them; `nil` where there is
  /// no such fit or it falls.
  var recalibrated: CalibrationGroups? {
    let logits = scores.map(LogisticCalibration.logit)
    let fit = try? LogisticRegression(
      targets: zip(positives, trials).map { $0 / Double($1) },
      terms: [.intercept, .column(logits)], weights: trials.map { Double($0) })
    guard let fit, fit.coefficients[1] > 0 else { return nil }
    return rescored(
      logits.map { Sigmoid.value(at: fit.coefficients[0] + fit.coefficients[1] * $0) })
  }
}
