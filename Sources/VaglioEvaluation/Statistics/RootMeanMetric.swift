public import VaglioFindings

/// The root of a mean: of squared errors, say.
public protocol RootMeanMetric: Metric
where Statistic == Square.Statistic, Observed == Square.Observed {
  associatedtype Square: MeanMetric
  /// The mean whose root is taken.
  var square: Square { get }
}

extension RootMeanMetric {
  public func makeStatistic() -> Square.Statistic { square.makeStatistic() }

  public func value(of reading: Moments) throws(Undefined) -> Double {
    (try square.value(of: reading)).squareRoot()
  }

  public func intervals(of reading: Moments) -> Intervals? {
    square.intervals(of: reading).map { square in
      { level in square(level)?.mapped { max(0, $0).squareRoot() } }
    }
  }

  public func intervals(
    of reading: Moments, on outcomes: Observed, error: StandardError
  ) -> Intervals? {
    let ofSquare = StandardError(
      value: 2 * reading.mean.squareRoot() * error.value, degreesOfFreedom: error.degreesOfFreedom)
    return square.intervals(of: reading, on: outcomes, error: ofSquare).map { square in
      { level in square(level)?.mapped { max(0, $0).squareRoot() } }
    }
  }

  /// φᵢ = (lᵢ − mean)/(2·root).
  public func influence(of reading: Moments, on outcomes: Observed) -> Influence? {
    let root = reading.mean.squareRoot()
    guard let square = square.influence(of: reading, on: outcomes) else { return nil }
    return Influence { rows, φ in
      square.write(rows, φ)
      for position in φ.indices { φ[position] = root == 0 ? 0 : φ[position] / (2 * root) }
    }
  }

  public var scale: IntervalScale { .logarithm }

  public func notes(of reading: Moments) -> [String] { square.notes(of: reading) }
}
