/// A symmetric positive definite matrix as L·Lᵀ.
struct CholeskyFactor: Sendable {
  let order: Int
  /// Row-major, zeros above the diagonal.
  private let lower: [Double]

  /// The factor of a row-major matrix of which the lower triangle is read; `nil` where a pivot is
  /// less than `tolerance` of its diagonal, so that its line depends on those before it.
  init?(_ matrix: [Double], order: Int, tolerance: Double = 1e-12) {
    var lower = matrix
    let isSound = lower.withUnsafeMutableBufferPointer { lower -> Bool in
      for row in 0..<order {
        let (line, diagonal) = (row &* order, lower[row &* order &+ row])
        for column in 0...row {
          let other = column &* order
          var rest = lower[line &+ column]
          for index in 0..<column { rest -= lower[line &+ index] * lower[other &+ index] }
          if column < row {
            lower[line &+ column] = rest / lower[other &+ column]
          } else {
            guard rest > tolerance * diagonal, rest.isFinite else { return false }
            lower[line &+ row] = rest.squareRoot()
          }
        }
        for column in row + 1..<max(order, row + 1) { lower[line &+ column] = 0 }
      }
      return true
    }
    guard isSound else { return nil }
    (self.order, self.lower) = (order, lower)
  }

  /// An element of L.
  subscript(row: Int, column: Int) -> Double { lower[row * order + column] }

  /// Puts the x with A·x = `right` in its place.
  func solve(_ right: inout [Double]) {
    right.withUnsafeMutableBufferPointer { x in
      lower.withUnsafeBufferPointer { lower in
        for row in 0..<order {
          var rest = x[row]
          for column in 0..<row { rest -= lower[row &* order &+ column] * x[column] }
          x[row] = rest / lower[row &* order &+ row]
        }
        for row in (0..<order).reversed() {
          let value = x[row] / lower[row &* order &+ row]
          x[row] = value
          for column in 0..<row { x[column] -= lower[row &* order &+ column] * value }
        }
      }
    }
  }

  /// The x with A·x = `right`.
  func solution(_ right: [Double]) -> [Double] {
    var x = right
    solve(&x)
    return x
  }
}
