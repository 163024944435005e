public import VaglioFindings

/// √ of the mean of (p − y)².
public struct RootMeanSquaredError: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = LossMoments<SquaredLoss>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "root_mean_squared_error", title: "Root mean squared error",
      definition: "√ of the mean of (p − y)².", range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String {
    "Roots of the bounds of the mean squared error; of a difference linearisation"
  }

  public func makeStatistic() -> Statistic { LossMoments(of: SquaredLoss()) }

  public func value(of reading: Moments) throws(Undefined) -> Double {
    (try MeanSquaredError().value(of: reading)).squareRoot()
  }

  public func intervals(of reading: Moments) -> Intervals? {
    MeanSquaredError().intervals(of: reading).map { square in
      { level in square(level)?.mapped { max(0, $0).squareRoot() } }
    }
  }

  /// φᵢ = (eᵢ² − MSE)/(2·RMSE).
  public func influence(of reading: Moments, on outcomes: RegressionOutcomes) -> Influence? {
    let root = reading.mean.squareRoot()
    guard let square = MeanSquaredError().influence(of: reading, on: outcomes) else { return nil }
    return Influence { rows, φ in
      square.write(rows, φ)
      for position in φ.indices { φ[position] = root == 0 ? 0 : φ[position] / (2 * root) }
    }
  }

  public var scale: IntervalScale { .logarithm }
}

extension Metric where Self == RootMeanSquaredError {
  /// The root mean squared error.
  public static var rootMeanSquaredError: RootMeanSquaredError { RootMeanSquaredError() }
}
