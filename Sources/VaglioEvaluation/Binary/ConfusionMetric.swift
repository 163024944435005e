/// A smooth function of the confusion matrix that is no mere proportion.
public protocol ConfusionMetric: CellMetric {
  /// The partial derivatives of the value by the share of rows in each cell, in the order of
  /// ``Cell``, at a table where the value is defined.
  func gradient(at table: CellWeights) -> [Double]
}

extension ConfusionMetric {
  /// The multinomial delta method: φ(cell) = g(cell) − Σ p g with the gradient g.
  public func influences(of reading: CellWeights) -> [Double] {
    let gradient = gradient(at: reading)
    let mean = zip(reading.weights, gradient).reduce(0) { $0 + $1.0 * $1.1 } / reading.total
    return gradient.map { $0 - mean }
  }
}
