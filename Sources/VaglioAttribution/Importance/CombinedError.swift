internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// Independent errors of one estimate, and the interval that they give together.
///
/// The degrees of freedom of the sum are those of Satterthwaite 1946, doi:10.2307/3002019.
struct CombinedError: Hashable, Sendable {
  let value: Double
  let degreesOfFreedom: Double

  init(_ errors: [StandardError]) {
    let variances = errors.map { $0.value * $0.value }
    let variance = variances.reduce(0, +)
    let spread = zip(variances, errors).reduce(0) { $0 + $1.0 * $1.0 / $1.1.degreesOfFreedom }
    value = variance.squareRoot()
    degreesOfFreedom =
      spread > 0 ? variance * variance / spread : errors.map(\.degreesOfFreedom).max() ?? 1
  }

  /// Student's t at any level, after Hall's transformation where the rows' parts are skewed.
  func uncertainty(
    of estimate: Double, at level: ConfidenceLevel, method: String, skew: Double = 0
  ) -> Uncertainty? {
    Uncertainty(at: level) { level in
      MeanInterval.hall(
        mean: estimate, standardError: value, degreesOfFreedom: degreesOfFreedom, skew: skew,
        level: level
      ).map { Interval(lower: $0.lower, upper: $0.upper, level: level, method: method) }
    }
  }
}

extension Rows {
  /// What a method's name ends with: how the rows' errors are worked out.
  var errorMethod: String {
    if clusters != nil { return "cluster-robust" }
    return weights?.kind == .importance ? "sandwich" : "t"
  }

  /// Whether any row counts.
  var haveWeight: Bool { weights.map { $0.ticks.contains { $0 > 0 } } ?? (count > 0) }
}
