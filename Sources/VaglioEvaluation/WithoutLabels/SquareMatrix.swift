/// A small square matrix, solved by Gaussian elimination with pivots.
struct SquareMatrix: Sendable {
  /// Row by row.
  let inverse: [[Double]]

  /// The inverse of a matrix, row by row; `nil` where a pivot is less than `tolerance` of the largest
  /// entry.
  init?(inverting matrix: [[Double]], tolerance: Double = 1e-6) {
    let size = matrix.count
    var left = matrix
    var right = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    let largest = matrix.joined().reduce(0) { max($0, abs($1)) }
    for column in 0..<size {
      let pivot = (column..<size).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
      guard abs(left[pivot][column]) > tolerance * largest else { return nil }
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let scale = 1 / left[column][column]
      left[column] = left[column].map { $0 * scale }
      right[column] = right[column].map { $0 * scale }
      for row in 0..<size where row != column {
        let factor = left[row][column]
        for place in 0..<size {
          left[row][place] -= factor * left[column][place]
          right[row][place] -= factor * right[column][place]
        }
      }
    }
    inverse = right
  }
}
