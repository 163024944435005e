/// A smooth function of the shares of rows in the cells of the class table.
public protocol ClassGradientMetric: ClassTableMetric {
  /// The partial derivatives of the value by the share of rows in each cell, row-major, at a table
  /// where the value is defined.
  func gradient(at table: ClassTable) -> [Double]
}

extension ClassGradientMetric {
  /// The multinomial delta method: φ(cell) = g(cell) − Σ p g with the gradient g.
  public func influences(of table: ClassTable) -> [Double] {
    let gradient = gradient(at: table)
    let mean = zip(table.weights, gradient).reduce(0) { $0 + $1.0 * $1.1 } / table.total
    return gradient.map { $0 - mean }
  }
}
