internal import VaglioFindings
internal import VaglioStatistics

/// What every comparison of a column needs to know: the level, the bins, and the draws.
struct ComparisonContext: Sendable {
  let level: ConfidenceLevel
  /// How many bins of the pooled quantiles numbers are dealt into.
  let bins: Int
  let draws: NormalDraws

  /// A value whose interval is made by bounds at a normal deviate.
  func estimate(
    _ value: Double, method: String, _ bounds: (Double) -> (lower: Double, upper: Double)
  ) -> Estimate {
    guard value.isFinite else { return Estimate(value) }
    let uncertainty = Uncertainty(at: level) { level in
      let (lower, upper) = bounds(level.deviate)
      guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
      return Interval(lower: lower, upper: upper, level: level, method: method)
    }
    return Estimate(value, uncertainty)
  }

  /// A norm's distance with the bounds of its noise, each mapped by an increasing function.
  func estimate(
    _ distance: Double, _ noise: NormNoise, most: Double, isCorrected: Bool = false,
    _ map: (Double) -> Double = { $0 }
  ) -> Estimate {
    estimate(map(isCorrected ? noise.corrected(distance) : distance), method: "norm-bounds") {
      let bounds = noise.bounds(distance, deviate: $0, most: most)
      return (map(bounds.lower), map(bounds.upper))
    }
  }

  /// A squared distance less its mean at the null, with the bounds of its law, each mapped by an
  /// increasing function.
  func estimate(
    _ square: Double, _ law: QuadraticLaw, most: Double, _ map: (Double) -> Double
  ) -> Estimate {
    estimate(min(most, map(max(0, square - law.mean))), method: "noncentral-gamma") {
      let bounds = law.bounds(square, deviate: $0)
      return (min(most, map(bounds.lower)), min(most, map(bounds.upper)))
    }
  }
}
