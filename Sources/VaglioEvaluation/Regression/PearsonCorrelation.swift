public import VaglioFindings

/// The linear correlation of label and prediction.
///
/// Undefined when either is constant. Its interval is linearised on the artanh scale rather than
/// Fisher's, whose variance 1/(n − 3) holds for normal data only.
public struct PearsonCorrelation: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = ResidualMoments

  public init() {}

  public var measure: Measure {
    Measure(
      name: "pearson", title: "Pearson correlation",
      definition: "Cov(y, p)/√(Var(y)·Var(p)).", range: -1...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func makeStatistic() -> ResidualMoments { ResidualMoments() }

  public func value(of reading: Residuals) throws(Undefined) -> Double {
    try reading.checkLabelsVary()
    guard let correlation = reading.correlation else {
      throw Undefined("the predictions are constant")
    }
    return min(1, max(-1, correlation))
  }

  /// φᵢ = uᵢvᵢ − r·(uᵢ² + vᵢ²)/2 with the standardised label u and prediction v.
  public func influence(of reading: Residuals, on outcomes: RegressionOutcomes) -> Influence? {
    guard let r = try? value(of: reading) else { return nil }
    let (a, b) = (reading.actualDeviation, reading.predictedDeviation)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let u = (outcomes.actual[row] - reading.actualMean) / a
        let v = (outcomes.predicted[row] - reading.predictedMean) / b
        φ[position] = u * v - r * (u * u + v * v) / 2
      }
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }
}

extension Metric where Self == PearsonCorrelation {
  /// Pearson's correlation coefficient.
  public static var pearson: PearsonCorrelation { PearsonCorrelation() }
}
