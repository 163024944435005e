internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// A weighted mean over rows with its standard error, for clusters and weights as everywhere.
struct EstimatedMean: Sendable {
  let value: Double
  /// `nil` where there are too few rows or clusters to show a variance.
  let error: StandardError?

  /// The mean of one value per row; values that do not vary have an error of 0.
  init(_ values: [Double], _ rows: Rows) {
    value = Self.mean(values, rows)
    let mean = value
    error = Linearization(rows).standardError(of: Influence(values.map { $0 - mean }))
  }

  /// Σwx/Σw, exactly summed and rounded.
  static func mean(_ values: [Double], _ rows: Rows) -> Double {
    guard let weights = rows.weights else {
      return ExactSum(values).value / Double(values.count)
    }
    var (sum, total) = (ExactSum(), ExactSum())
    for row in values.indices {
      sum.add(product: weights[row], values[row])
      total.add(weights[row])
    }
    return sum.value / total.value
  }
}
