/// A small symmetric positive definite matrix, factored as L·Lᵀ (Cholesky).
///
/// For the handful of columns of a regression; O(k³).
struct PositiveDefinite: Sendable {
  /// The lower triangle row by row.
  private let factor: [[Double]]

  /// The factors of a matrix of which only the lower triangle is read; `nil` where a pivot is less
  /// than `tolerance` of its diagonal, so that the columns behind it are linearly dependent.
  init?(_ matrix: [[Double]], tolerance: Double = 1e-12) {
    var factor = matrix
    for row in matrix.indices {
      for column in 0...row {
        let known = (0..<column).reduce(0) { $0 + factor[row][$1] * factor[column][$1] }
        let rest = matrix[row][column] - known
        if row != column {
          factor[row][column] = rest / factor[column][column]
        } else {
          guard rest > tolerance * matrix[row][row], rest.isFinite else { return nil }
          factor[row][row] = rest.squareRoot()
        }
      }
    }
    self.factor = factor
  }

  /// The x with A·x = `right`.
  func solution(_ right: [Double]) -> [Double] {
    var x = right
    for row in x.indices {
      for column in 0..<row { x[row] -= factor[row][column] * x[column] }
      x[row] /= factor[row][row]
    }
    for row in x.indices.reversed() {
      for below in row + 1..<x.count { x[row] -= factor[below][row] * x[below] }
      x[row] /= factor[row][row]
    }
    return x
  }

  /// A⁻¹.
  var inverse: [[Double]] {
    factor.indices.map { index in
      var unit = [Double](repeating: 0, count: factor.count)
      unit[index] = 1
      return solution(unit)
    }
  }
}
