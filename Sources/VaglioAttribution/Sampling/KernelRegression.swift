/// Weighted least squares of the differences v(S) − v(N∖S) on the signs of the players, the
/// coefficients adding up to v(N) − v(∅): Shapley values, where all pairs are in (Lundberg and Lee
/// 2017, arXiv:1705.07874, theorem 2), else an estimate.
struct KernelRegression {
  let players: Int
  /// One per pair: its weight, and the signs of the players, 1 in the coalition and −1 outside.
  let weights: [Double]
  let signs: [[Double]]
  private let factor: CholeskyFactor

  /// The regression of some pairs; `nil` where they don't determine it.
  init?(weights: [Double], signs: [[Double]], players: Int) {
    var matrix = [Double](repeating: 0, count: players * players)
    for (weight, line) in zip(weights, signs) {
      let own = Self.centred(line)
      matrix.withUnsafeMutableBufferPointer { matrix in
        for row in 0..<players {
          let scaled = weight * own[row]
          for column in 0...row { matrix[row &* players &+ column] += scaled * own[column] }
        }
      }
    }
    // Coefficients of equal size are settled by their sum; a ridge in that direction alone leaves
    // the others as they are.
    let ridge = (0..<players).reduce(0) { $0 + matrix[$1 * players + $1] } / Double(players)
    for row in 0..<players {
      for column in 0...row { matrix[row * players + column] += ridge / Double(players) }
    }
    guard let factor = CholeskyFactor(matrix, order: players, tolerance: 1e-10) else { return nil }
    (self.players, self.weights, self.signs, self.factor) = (players, weights, signs, factor)
  }

  /// The coefficients for differences, one per pair, and their sum.
  func coefficients(_ differences: [Double], sum: Double) -> [Double] {
    let share = sum / Double(players)
    var right = [Double](repeating: 0, count: players)
    for (pair, line) in signs.enumerated() {
      let rest = weights[pair] * (differences[pair] - share * line.reduce(0, +))
      for player in 0..<players { right[player] += rest * line[player] }
    }
    var solution = Self.centred(right)
    factor.solve(&solution)
    return Self.centred(solution).map { $0 + share }
  }

  /// What each pair's residual does to the coefficients, pairs × players: the influence function with
  /// residuals divided by 1 − leverage, as in HC3 (MacKinnon and White 1985,
  /// doi:10.1016/0304-4076(85)90158-7).
  func influences(_ differences: [Double], coefficients: [Double]) -> [[Double]] {
    signs.indices.map { pair in
      let line = signs[pair]
      var direction = Self.centred(line)
      let own = direction
      factor.solve(&direction)
      direction = Self.centred(direction)
      var (fitted, leverage) = (0.0, 0.0)
      for player in 0..<players {
        fitted += line[player] * coefficients[player]
        leverage += own[player] * direction[player]
      }
      let room = max(1 - weights[pair] * leverage, 1e-6)
      let residual = weights[pair] * (differences[pair] - fitted) / room
      return direction.map { $0 * residual }
    }
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}
