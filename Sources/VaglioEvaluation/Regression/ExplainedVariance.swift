public import VaglioFindings

/// 1 − Var(p − y)/Var(y): like R², but blind to a constant bias.
///
/// Undefined when the labels are constant.
public struct ExplainedVariance: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = ResidualMoments

  public init() {}

  public var measure: Measure {
    Measure(
      name: "explained_variance", title: "Explained variance",
      definition: "1 − Var(p − y)/Var(y); blind to a constant bias.",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { R2Score().intervalMethod }

  public func makeStatistic() -> ResidualMoments { ResidualMoments() }

  public func value(of reading: Residuals) throws(Undefined) -> Double {
    try reading.checkLabelsVary()
    return 1 - reading.residualVarianceInUnits / reading.actualVarianceInUnits
  }

  /// φᵢ = (Vₑ/V·((yᵢ − ȳ)² − V) − ((eᵢ − ē)² − Vₑ))/V.
  public func influence(of reading: Residuals, on outcomes: RegressionOutcomes) -> Influence? {
    let (left, variance) = (reading.residualVarianceInUnits, reading.actualVarianceInUnits)
    let (ratio, unit) = (left / variance, reading.unit)
    let (mean, bias) = (reading.actualMean, reading.bias)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let (y, e) = (outcomes.actual[row], outcomes.predicted[row] - outcomes.actual[row])
        φ[position] =
          (ratio * (((y - mean) * unit).square - variance) - (((e - bias) * unit).square - left))
          / variance
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }
}

extension Metric where Self == ExplainedVariance {
  /// The explained variance.
  public static var explainedVariance: ExplainedVariance { ExplainedVariance() }
}
