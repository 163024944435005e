/// How shares move with rows, along the directions in which they sum to 1.
struct LabelShiftGeometry: Sendable {
  /// The inverse curvature, over all classes but the first.
  private let inverse: [[Double]]
  private let shares: [Double]
  /// What one more Newton step adds to each share, past 0 if it must: nothing where no share is 0.
  let step: [Double]
  /// L of the curvature's factors LLᵀ, over all classes but the first.
  let root: [[Double]]

  init(_ mixture: MixtureShares, _ inverse: [[Double]]) {
    (self.inverse, shares) = (inverse, mixture.shares)
    let slopes = mixture.slopes.dropFirst().map { $0 - mixture.slopes[0] }
    step =
      mixture.shares.contains(0)
      ? Self.whole(inverse, slopes) : [Double](repeating: 0, count: mixture.shares.count)
    let curvature = mixture.curvature
    root = Self.root(
      (1..<curvature.count).map { k in
        (1..<curvature.count).map { l in
          curvature[k][l] - curvature[k][0] - curvature[0][l] + curvature[0][0]
        }
      })
  }

  /// Inverse·slopes, with what the first class gives.
  private static func whole(_ inverse: [[Double]], _ slopes: [Double]) -> [Double] {
    let others = inverse.map { row in zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 } }
    return [-others.reduce(0, +)] + others
  }

  /// The lower triangular factor of a positive definite matrix (Cholesky).
  private static func root(_ matrix: [[Double]]) -> [[Double]] {
    var root = matrix.map { $0.map { _ in 0.0 } }
    for row in matrix.indices {
      for column in 0...row {
        var left = matrix[row][column]
        for place in 0..<column { left -= root[row][place] * root[column][place] }
        root[row][column] =
          row == column ? max(0, left).squareRoot() : left / root[column][column]
      }
    }
    return root
  }

  /// How each class's share moves with each row, a list per class: H⁻¹ times the row's score.
  func influences(_ densities: DensityCells, _ cells: [Int32]) -> [[Double]] {
    let count = Int(cells.max() ?? -1) + 1
    let ofCells = (0..<count).map { cell in
      let excess = densities.excesses(of: cell, at: shares)
      return zip(Self.whole(inverse, excess.dropFirst().map { $0 - excess[0] }), step).map {
        $0 - $1
      }
    }
    return shares.indices.map { k in cells.map { ofCells[Int($0)][k] } }
  }
}
