public import VaglioFindings

/// 1 − Σ(p − y)²/Σ(y − ȳ)²: the share of the labels' variation that the predictions explain.
///
/// 1 is perfect, 0 is no better than the mean, below 0 is worse. Undefined when the labels are
/// constant; scikit-learn gives 0 or 1 there unless told otherwise.
public struct R2Score: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = ResidualMoments

  public init() {}

  public var measure: Measure {
    Measure(
      name: "r2", title: "R²", definition: "1 − Σ(p − y)²/Σ(y − ȳ)².",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Linearisation on the scale −ln(1 − x); of a difference linearisation"
  }

  public func makeStatistic() -> ResidualMoments { ResidualMoments() }

  public func value(of reading: Residuals) throws(Undefined) -> Double {
    try reading.checkLabelsVary()
    return 1 - reading.meanSquareInUnits / reading.actualVarianceInUnits
  }

  /// φᵢ = (MSE/V·((yᵢ − ȳ)² − V) − (eᵢ² − MSE))/V with the labels' variance V.
  public func influence(of reading: Residuals, on outcomes: RegressionOutcomes) -> Influence? {
    let (square, variance) = (reading.meanSquareInUnits, reading.actualVarianceInUnits)
    let (ratio, mean, unit) = (square / variance, reading.actualMean, reading.unit)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let (y, e) = (outcomes.actual[row], outcomes.predicted[row] - outcomes.actual[row])
        φ[position] =
          (ratio * (((y - mean) * unit).square - variance) - ((e * unit).square - square))
          / variance
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }
}

extension Metric where Self == R2Score {
  /// The coefficient of determination.
  public static var r2: R2Score { R2Score() }
}

extension Residuals {
  /// Throws unless there are rows and their labels differ.
  func checkLabelsVary() throws(Undefined) {
    guard rows > 0, weight > 0 else { throw Undefined("there are no rows") }
    guard rows > 1 else { throw Undefined("there is one row only") }
    guard actualVarianceInUnits > 0 else { throw Undefined("the labels are constant") }
  }
}
