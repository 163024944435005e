internal import VaglioFindings
internal import VaglioStatistics

/// The errors of the classes' shares: of the current rows and of what was learnt from the reference.
struct LabelShiftErrors {
  private let rows: Rows
  private let learning: LabelShiftLearning

  init(_ rows: Rows, _ learning: LabelShiftLearning) {
    (self.rows, self.learning) = (rows, learning)
  }

  /// How the ratios move where the mixture's shares move by `changes`, a list per class.
  static func ofRatios(
    _ changes: [[Double]], _ part: LabelShiftLearning.Part
  ) -> [[Double]] {
    let raw = zip(part.mixture, part.priors).map { $0 / $1 }
    let sum = zip(raw, part.labelShares).reduce(0) { $0 + $1.0 * $1.1 }
    let scaled = zip(changes, part.priors).map { column, prior in
      column.map { $0 / prior / sum }
    }
    let (ratios, shares) = (part.ratios, part.labelShares)
    return scaled.indices.map { k in
      scaled[k].indices.map { row in
        let moved = shares.indices.reduce(0) { $0 + shares[$1] * scaled[$1][row] }
        return scaled[k][row] - ratios[k] * moved
      }
    }
  }

  /// The share of a class with its interval.
  func share(
    _ value: Double, centre: Double, influences: [Double], number: Int, _ level: ConfidenceLevel
  ) -> Estimate {
    let sampling = Linearization(rows).standardError(of: influences)
    let learnt = learning.parts.map { parts in
      learning.standardError(parts.map { $0.shares[number] })
    }
    return Estimate(
      value,
      Uncertainty(at: level) { level in
        guard let sampling, let learnt else { return nil }
        let error = sampling.joined(with: learnt)
        guard error.value > 0 else { return nil }
        return IntervalScale.identity.interval(
          centre, error, level: level, method: "label-shift-em")?.within(0...1)
          .stretched(to: value)
      })
  }

  /// The test of the reference's shares; `nil` without errors.
  func noShift<Observed>(
    _ mixture: MixtureShares, _ geometry: LabelShiftGeometry, _ influences: [[Double]]
  ) -> LabelShiftLikelihood<Observed>.NoShiftTest? {
    guard let parts = learning.parts else { return nil }
    let size = rows.effectiveCount ?? rows.totalWeight
    var (sum, spread) = (0.0, 0.0)
    for direction in geometry.root.indices {
      // The direction's part of Lᵀψ: of unit variance where rows are plain and nothing was learnt.
      let factors = geometry.root.map { $0[direction] }
      func along(_ values: (Int) -> Double) -> Double {
        factors.indices.reduce(0) { $0 + factors[$1] * values($1 + 1) }
      }
      let own = (0..<rows.count).map { row in along { influences[$0][row] } }
      let learnt = parts.map { part in along { part.mixture[$0] - part.priors[$0] } }
      guard let sampling = Linearization(rows).standardError(of: own) else { return nil }
      let error = sampling.joined(with: learning.standardError(learnt))
      let variance = size * error.value.square
      sum += variance
      spread += variance.square / error.degreesOfFreedom
    }
    let degrees = Double(geometry.root.count)
    let ratio = max(0, 2 * size * (mixture.path[mixture.path.count - 1] - mixture.path[0]))
    let correction = sum / degrees
    guard correction > 0, spread > 0, correction.isFinite else { return nil }
    let law = FDistribution(numerator: degrees, denominator: sum.square / spread)
    let p = law.survival(ratio / correction / degrees)
    return .init(
      likelihoodRatio: ratio, correction: correction,
      degreesOfFreedom: [degrees, sum.square / spread],
      test: SignificanceTest(name: "label-shift-likelihood-ratio", pValue: min(1, max(0, p))))
  }
}
