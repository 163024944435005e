public import VaglioFindings

/// Lin's concordance correlation 2Cov(y, p)/(Var(y) + Var(p) + (ȳ − p̄)²): how near the points lie to
/// the line y = p.
///
/// Lin 1989, doi:10.2307/2532051, with variances that divide by n. 1 is agreement, 0 none, −1 perfect
/// disagreement; never above Pearson's correlation. Undefined when labels and predictions are one
/// and the same constant.
public struct ConcordanceCorrelation: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = ResidualMoments

  public init() {}

  public var measure: Measure {
    Measure(
      name: "concordance_correlation", title: "Concordance correlation",
      definition: "2Cov(y, p)/(Var(y) + Var(p) + (ȳ − p̄)²).", range: -1...1,
      direction: .higherIsBetter, source: "doi:10.2307/2532051")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func makeStatistic() -> ResidualMoments { ResidualMoments() }

  public func value(of reading: Residuals) throws(Undefined) -> Double {
    guard reading.rows > 0, reading.weight > 0 else { throw Undefined("there are no rows") }
    let spread = spread(of: reading)
    guard spread != 0 else { throw Undefined("labels and predictions are the same constant") }
    return 2 * reading.covarianceInUnits / spread
  }

  private func spread(of reading: Residuals) -> Double {
    reading.actualVarianceInUnits + reading.predictedVarianceInUnits
      + (reading.bias * reading.unit).square
  }

  /// φᵢ = (2(uv − c) − ρ(u² + v² + 2b(eᵢ − b) − V))/D with u = yᵢ − ȳ, v = pᵢ − p̄, the covariance c, the
  /// bias b, V = Var(y) + Var(p), and D the denominator. None at ±1, where it vanishes.
  public func influence(of reading: Residuals, on outcomes: RegressionOutcomes) -> Influence? {
    guard let ρ = try? value(of: reading), abs(ρ) < 1 else { return nil }
    let (unit, bias) = (reading.unit, reading.bias * reading.unit)
    let (covariance, spread) = (reading.covarianceInUnits, spread(of: reading))
    let variance = reading.actualVarianceInUnits + reading.predictedVarianceInUnits
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let u = (outcomes.actual[row] - reading.actualMean) * unit
        let v = (outcomes.predicted[row] - reading.predictedMean) * unit
        let e = (outcomes.predicted[row] - outcomes.actual[row]) * unit
        let moved = u.square + v.square - variance + 2 * bias * (e - bias)
        φ[position] = (2 * (u * v - covariance) - ρ * moved) / spread
      }
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  public var isStandard: Bool { false }
}

extension Metric where Self == ConcordanceCorrelation {
  /// Lin's concordance correlation.
  public static var concordanceCorrelation: ConcordanceCorrelation { ConcordanceCorrelation() }
}
