internal import VaglioStatistics

/// How the conditional Shapley values of a linear function of normal columns hang on the columns: φ =
/// T·(z − μ), the same T for every row.
///
/// With g = Σβ, the worth of a coalition whose columns are S is Σ_SS⁻¹ g_S · (z_S − μ_S), the expected
/// value of βᵀz given z_S less βᵀμ (Aas, Jullum and Løland 2021, doi:10.1016/j.artint.2021.103502;
/// Chen et al. 2020, arXiv:2006.16234).
struct ConditionalEffects {
  let moments: GaussianMoments
  /// For each player its columns.
  let columns: [[Int]]
  /// One g for each output.
  let covariancesWithOutput: [[Double]]
  private let columnCount: Int

  init(_ moments: GaussianMoments, columns: [[Int]], coefficients: [[Double]]) {
    (self.moments, self.columns, columnCount) = (moments, columns, moments.means.count)
    let count = moments.means.count
    covariancesWithOutput = coefficients.map { coefficients in
      (0..<count).map { row in
        (0..<count).reduce(0) { $0 + moments.covariances[row * count + $1] * coefficients[$1] }
      }
    }
  }

  /// T from all coalitions, outputs × players × columns.
  func exact() -> [Double] {
    let players = columns.count
    var weights = [1 / Double(players)]
    for size in 1..<max(players, 1) {
      weights.append(weights[size - 1] * Double(size) / Double(players - size))
    }
    var effects = [Double](
      repeating: 0, count: covariancesWithOutput.count * players * columnCount)
    for coalition in 1..<1 << players {
      let members = columns.indices.filter { coalition & 1 << $0 != 0 }
      let inside = members.flatMap { columns[$0] }
      guard
        let factor = CholeskyFactor(moments.submatrix(inside), order: inside.count, tolerance: 0)
      else { preconditionFailure("a part of a positive definite matrix is one") }
      for (output, covariances) in covariancesWithOutput.enumerated() {
        let worth = factor.solution(inside.map { covariances[$0] })
        for player in 0..<players {
          let isIn = coalition & 1 << player != 0
          let weight = isIn ? weights[members.count - 1] : -weights[members.count]
          let line = (output * players + player) * columnCount
          for (place, column) in inside.enumerated() {
            effects[line + column] += weight * worth[place]
          }
        }
      }
    }
    return effects
  }

  /// T from permutations and their reverses, outputs × players × columns: the mean over `pairs` of
  /// those numbered from `first`.
  func drawn(pairs: Int, first: Int, seed: UInt64) -> [Double] {
    let draws = PermutationDraws(seed: seed, groupOfPlayer: nil)
    let all = columns.indices.map(Int32.init)
    var effects = [Double](
      repeating: 0, count: covariancesWithOutput.count * columns.count * columnCount)
    for pair in first..<first + pairs {
      let order = draws.order(of: all, row: 0, background: 0, round: pair).map(Int.init)
      add(order, share: 0.5 / Double(pairs), to: &effects)
      add(order.reversed(), share: 0.5 / Double(pairs), to: &effects)
    }
    return effects
  }

  /// The factor of the whole in an order holds the factors of all its beginnings.
  private func add(_ order: [Int], share: Double, to effects: inout [Double]) {
    let inside = order.flatMap { columns[$0] }
    guard let factor = CholeskyFactor(moments.submatrix(inside), order: inside.count, tolerance: 0)
    else { preconditionFailure("a positive definite matrix is one in any order") }
    for (output, covariances) in covariancesWithOutput.enumerated() {
      let halfway = factor.forward(inside.map { covariances[$0] })
      var before: [Double] = []
      for player in order {
        let length = before.count + columns[player].count
        let after = factor.backward(halfway, length: length)
        let line = (output * columns.count + player) * columnCount
        for place in 0..<length {
          let gain = after[place] - (place < before.count ? before[place] : 0)
          effects[line + inside[place]] += share * gain
        }
        before = after
      }
    }
  }
}

extension CholeskyFactor {
  /// L⁻¹·`right`.
  func forward(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<order {
      var rest = x[row]
      for column in 0..<row { rest -= self[row, column] * x[column] }
      x[row] = rest / self[row, row]
    }
    return x
  }

  /// The solution of the leading part's equations from ``forward(_:)`` of the whole.
  func backward(_ halfway: [Double], length: Int) -> [Double] {
    var x = Array(halfway[..<length])
    for row in (0..<length).reversed() {
      let value = x[row] / self[row, row]
      x[row] = value
      for column in 0..<row { x[column] -= self[row, column] * value }
    }
    return x
  }
}
