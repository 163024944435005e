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
