/// Means and covariances of the encoded columns of a background.
struct GaussianMoments {
  let means: [Double]
  /// Row-major, columns × columns.
  let covariances: [Double]

  /// The moments of rows with these shares, the covariances drawn towards their diagonal by
  /// `shrinkage`: (1 − λ)Σ + λ·diag(Σ). Any factor common to all covariances cancels.
  init(_ columns: [[Double]], shares: [Double], shrinkage: Double) {
    let count = columns.count
    let means = columns.map { column in zip(column, shares).reduce(0) { $0 + $1.0 * $1.1 } }
    let centred = zip(columns, means).map { column, mean in column.map { $0 - mean } }
    var covariances = [Double](repeating: 0, count: count * count)
    for first in 0..<count {
      let weighted = zip(centred[first], shares).map { $0 * $1 }
      for second in 0...first {
        let product = zip(weighted, centred[second]).reduce(0) { $0 + $1.0 * $1.1 }
        let kept = first == second ? product : (1 - shrinkage) * product
        covariances[first * count + second] = kept
        covariances[second * count + first] = kept
      }
    }
    (self.means, self.covariances) = (means, covariances)
  }

  /// The covariances of some columns, in this order.
  func submatrix(_ columns: [Int]) -> [Double] {
    columns.flatMap { row in columns.map { covariances[row * means.count + $0] } }
  }

  /// The first column that is constant, or depends linearly on those before it; `nil` where there is
  /// none.
  var firstDependent: Int? {
    let all = Array(means.indices)
    if CholeskyFactor(covariances, order: means.count, tolerance: Self.tolerance) != nil {
      return nil
    }
    // Leading parts of a factored matrix are factored: the least part that isn't ends in the column.
    var (sound, broken) = (0, means.count)
    while broken - sound > 1 {
      let middle = (sound + broken) / 2
      let part = submatrix(Array(all[..<middle]))
      if CholeskyFactor(part, order: middle, tolerance: Self.tolerance) == nil {
        broken = middle
      } else {
        sound = middle
      }
    }
    return broken - 1
  }

  /// Of a column's variance, what those before it must leave unexplained.
  static let tolerance = 1e-10
}
