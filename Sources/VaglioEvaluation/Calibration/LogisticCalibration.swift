internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The logistic regressions of the labels on the scores' logits: Cox 1958,
/// doi:10.1093/biomet/45.3-4.562.
///
/// Scores within 10⁻¹² of 0 or 1 are moved to that distance.
struct LogisticCalibration: Sendable {
  /// How near to 0 and 1 a logit's score may be.
  static let clip = 1e-12

  /// logit P(y) = α + β·logit p.
  let joint: Result<LogisticRegression, Undefined>
  /// logit P(y) = α + logit p.
  let intercept: Result<LogisticRegression, Undefined>
  /// The log likelihood of the scores as they are.
  let given: Double
  /// How many rows were clipped.
  let clipped: Int
  /// Σw.
  let weight: Double

  init(_ ranked: RankedRows) {
    var (targets, weights, logits) = ([Double](), [Double](), [Double]())
    var (clipped, likelihood) = (0, BufferedSum())
    ranked.forEachGroup { group in
      let total = group.positives + group.negatives
      guard total > 0 else { return }
      let score = ranked.score(of: group)
      let held = min(max(score, Self.clip), 1 - Self.clip)
      if held != score { clipped += group.end - group.start }
      let (weight, rate) = (
        total.asDouble.scaled(by: -ranked.rows.shift), group.positives.asDouble / total.asDouble
      )
      targets.append(rate)
      weights.append(weight)
      logits.append(log(held) - log1p(-held))
      likelihood.add(weight * (rate * log(held) + (1 - rate) * log1p(-held)))
    }
    let isSpread = clipped < ranked.count
    joint = Self.fit(targets, [.intercept, .column(logits)], nil, weights, isSpread)
    intercept = Self.fit(targets, [.intercept], logits, weights, isSpread)
    (given, self.clipped) = (likelihood.value, clipped)
    weight = ranked.total.asDouble.scaled(by: -ranked.rows.shift)
  }

  private static func fit(
    _ targets: [Double], _ terms: [LogisticRegression.Term], _ offset: [Double]?,
    _ weights: [Double], _ isSpread: Bool
  ) -> Result<LogisticRegression, Undefined> {
    guard isSpread else { return .failure(Undefined("every score is 0 or 1")) }
    return Result { () throws(Undefined) in
      try LogisticRegression(targets: targets, terms: terms, offset: offset, weights: weights)
    }
  }

  /// The sandwich error of a coefficient, each row's residual r divided by 1 − h, h = p(1 − p)·xᵀCx
  /// being how much the row draws the fit to itself: HC3 of MacKinnon and White 1985,
  /// doi:10.1016/0304-4076(85)90158-7.
  ///
  /// It holds where the labels are no logistic function of the logits as well, as the information's
  /// error does not. Whole rows are assumed.
  func sandwich(
    _ fit: LogisticRegression, term: Int, of ranked: RankedRows, holdsSlope: Bool
  ) -> Double {
    let covariance = fit.covariance
    var squares = BufferedSum()
    ranked.forEachGroup { group in
      let total = group.positives + group.negatives
      guard total > 0 else { return }
      let logit = Self.logit(ranked.score(of: group))
      let terms = holdsSlope ? [1] : [1, logit]
      let place =
        fit.coefficients[0] + (holdsSlope ? logit : fit.coefficients[1] * logit)
      let p = Sigmoid.value(at: place)
      let rows = covariance.map { row in zip(row, terms).reduce(0) { $0 + $1.0 * $1.1 } }
      let leverage = p * (1 - p) * zip(terms, rows).reduce(0) { $0 + $1.0 * $1.1 }
      // A row of its own leverage 1 is fitted exactly; it says nothing of its error.
      let scale = rows[term] / max(1 - leverage, Self.leastFreedom)
      let (ofPositive, ofNegative) = (scale * (1 - p), scale * p)
      squares.add(
        group.positives.asDouble.scaled(by: -ranked.rows.shift) * ofPositive * ofPositive
          + group.negatives.asDouble.scaled(by: -ranked.rows.shift) * ofNegative * ofNegative)
    }
    return squares.value.squareRoot()
  }

  /// What 1 − h is held above.
  private static let leastFreedom = 0.01

  /// The logit of a score, clipped.
  static func logit(_ score: Double) -> Double {
    let held = min(max(score, clip), 1 - clip)
    return log(held) - log1p(-held)
  }

  /// The notes on what was clipped.
  var notes: [String] {
    clipped == 0 ? [] : ["\(clipped) probabilities of 0 or 1 were clipped to 1e-12 from there"]
  }
}

extension RankedRows {
  /// The logistic regressions of these rows, fitted once.
  var logisticCalibration: LogisticCalibration { logistic.value { LogisticCalibration(self) } }
}
